use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Nullable, Place, Seed, Wire};

/// An object being read.
///
/// A record names all of its members in turn, and each takes its value if the key at hand is its
/// own. An object in the same order is read in one round; one in another order takes more rounds,
/// each a comparison of lengths for a member that is not meant. A key that nobody took in a whole
/// round is passed over. A last round tells what is missing, if anything is.
pub(crate) struct Object<'a, 'de, A: MapAccess<'de>> {
    map: A,
    /// The place of the member at hand.
    place: Place<'a>,
    /// The key whose value comes next, unless the object is at its end.
    key: Cow<'de, str>,
    /// The length of the key, or [`NO_KEY`].
    length: usize,
    seen: Seen,
    /// The members that must be present, once the record named them. The bit of number 0, which
    /// no member has, stands for those that have no bit.
    required: u64,
    state: State,
    failure: Option<A::Error>,
}

/// What the round at hand has to do.
#[derive(PartialEq)]
enum State {
    /// Nobody has taken the key yet.
    Idle,
    /// A value was taken.
    Busy,
    /// The object is at its end: what is missing is to be found.
    Last,
}

impl<'a, 'de, A: MapAccess<'de>> Object<'a, 'de, A> {
    pub(crate) fn open(map: A, place: Place<'a>) -> Result<Self, A::Error> {
        let mut object = Self {
            map,
            place,
            key: Cow::Borrowed(""),
            length: NO_KEY,
            seen: Seen::default(),
            required: 1,
            state: State::Busy,
            failure: None,
        };
        object.next_key()?;
        Ok(object)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_key(&mut self) -> Result<(), A::Error> {
        self.length = match self.map.next_key_seed(Key(&mut self.key))? {
            Some(()) => self.key.len(),
            None => NO_KEY,
        };
        Ok(())
    }

    /// Returns whether there is another round to come.
    #[inline]
    pub(crate) fn goes_on(&mut self) -> Result<bool, A::Error> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if self.state == State::Last {
            return Ok(false);
        }
        if self.state == State::Idle {
            self.map.next_value::<IgnoredAny>()?;
            self.next_key()?;
        }
        if self.length != NO_KEY {
            self.state = State::Idle;
            return Ok(true);
        }
        self.length = LAST;
        self.state = State::Last;
        Ok(self.required & !self.seen.first != 0)
    }

    /// Begins a round.
    #[inline]
    pub(crate) fn round(&mut self) -> Members<'_, 'a, 'de, A> {
        Members {
            length: self.length,
            object: self,
            named: 0,
            required: 0,
        }
    }

    /// Takes the value at hand. Returns the length of the next key.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn required<T: Wire>(&mut self, member: usize, name: &'static str, target: &mut T) -> usize {
        if !self.take(member, name, target) && !T::TAKES_NULL {
            self.drift(name);
        }
        self.length
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn optional<T: Wire>(
        &mut self,
        member: usize,
        name: &'static str,
        target: &mut Option<T>,
    ) -> usize {
        self.take(member, name, target);
        self.length
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn needed<T: Wire>(
        &mut self,
        member: usize,
        name: &'static str,
        target: &mut Option<T>,
    ) -> usize {
        self.take(member, name, target);
        if target.is_none() {
            self.drift(name);
        }
        self.length
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn plain<T: Wire>(&mut self, member: usize, name: &'static str, target: &mut T) -> usize {
        self.take(member, name, target);
        self.length
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn nullable<T: Wire>(
        &mut self,
        member: usize,
        name: &'static str,
        target: &mut Nullable<T>,
    ) -> usize {
        let mut value = T::empty();
        *target = match self.take(member, name, &mut value) {
            true => Nullable::Value(value),
            false => Nullable::Null,
        };
        self.length
    }

    /// Takes the value at hand under its key. Returns the length of the next key.
    fn additional<T: Wire>(&mut self, entries: &mut BTreeMap<String, T>) -> usize {
        self.state = State::Busy;
        let key = std::mem::take(&mut self.key).into_owned();
        self.place.turn_to("");
        let place = &self.place.entry(&key);
        let mut value = T::empty();
        let target = &mut value;
        let read = self.map.next_value_seed(Seed { target, place });
        if matches!(read, Ok(false)) && !T::TAKES_NULL {
            place.drift();
        }
        match read.and_then(|_| self.next_key()) {
            Ok(()) => {
                entries.insert(key, value);
            }
            Err(failure) => {
                self.failure = Some(failure);
                self.length = NO_KEY;
            }
        }
        self.length
    }

    /// Reads the value of the key at hand, and the next key. Returns whether there was a value; a
    /// failure ends the object.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take<T: Wire>(&mut self, member: usize, name: &'static str, target: &mut T) -> bool {
        if !self.seen.insert(member) {
            *target = T::empty();
        }
        self.state = State::Busy;
        self.place.turn_to(name);
        let place = &self.place;
        let read = self.map.next_value_seed(Seed { target, place });
        match read.and_then(|is_value| self.next_key().map(|()| is_value)) {
            Ok(is_value) => is_value,
            Err(failure) => {
                self.failure = Some(failure);
                self.length = NO_KEY;
                true
            }
        }
    }

    #[cold]
    fn drift(&mut self, name: &'static str) {
        self.place.turn_to(name);
        self.place.drift();
    }

    /// Reports a member unless it was seen.
    fn miss(&mut self, member: usize, name: &'static str) {
        if !self.seen.contains(member) {
            self.drift(name);
        }
    }
}

/// Stands for the length of the key at the end of an object.
const NO_KEY: usize = usize::MAX;

/// Stands for the length of the key in the last round.
const LAST: usize = usize::MAX - 1;

/// One round over the members of an object: one method per mode.
///
/// Hardly any member is meant by the key at hand, and most of the others differ from it in length:
/// passing them over is what counts, and a comparison each as long as all of this is inlined. What
/// takes a value is inlined as well where builds are optimised, as derived code is; elsewhere it
/// would only be more to compile.
pub(crate) struct Members<'o, 'a, 'de, A: MapAccess<'de>> {
    object: &'o mut Object<'a, 'de, A>,
    /// The length of the key at hand.
    length: usize,
    /// The number of members that were named.
    named: usize,
    /// Those of them that must be present, as [`Object::required`].
    required: u64,
}

impl<'de, A: MapAccess<'de>> Members<'_, '_, 'de, A> {
    #[inline(always)]
    fn is_at(&self, name: &'static str) -> bool {
        name.len() == self.length && self.object.key == name
    }

    /// Reads a member that must have a value; `null` corrects to the zero value.
    #[inline(always)]
    pub(crate) fn required<T: Wire>(&mut self, name: &'static str, field: &mut T) {
        self.named += 1;
        self.required |= bit(self.named).unwrap_or(1);
        if self.is_at(name) {
            self.length = self.object.required(self.named, name, field);
        } else if self.length == LAST {
            self.object.miss(self.named, name);
        }
    }

    /// Reads a required field of which an empty value is not sent.
    #[inline(always)]
    pub(crate) fn filled<T: Wire>(&mut self, name: &'static str, field: &mut T) {
        self.required(name, field);
    }

    /// Reads a required field of a request body.
    #[inline(always)]
    pub(crate) fn needed<T: Wire>(&mut self, name: &'static str, field: &mut Option<T>) {
        self.named += 1;
        self.required |= bit(self.named).unwrap_or(1);
        if self.is_at(name) {
            self.length = self.object.needed(self.named, name, field);
        } else if self.length == LAST {
            self.object.miss(self.named, name);
        }
    }

    /// Reads a required field of a request body that may be `null`.
    #[inline(always)]
    pub(crate) fn needed_nullable<T: Wire>(&mut self, name: &'static str, field: &mut Nullable<T>) {
        self.named += 1;
        self.required |= bit(self.named).unwrap_or(1);
        if self.is_at(name) {
            self.length = self.object.nullable(self.named, name, field);
        } else if self.length == LAST {
            self.object.miss(self.named, name);
        }
    }

    /// Reads a list or map of which absent, `null` and empty are one.
    #[inline(always)]
    pub(crate) fn plain<T: Wire>(&mut self, name: &'static str, field: &mut T) {
        self.named += 1;
        if self.is_at(name) {
            self.length = self.object.plain(self.named, name, field);
        }
    }

    /// Reads a member that may be absent or `null`, which are one.
    #[inline(always)]
    pub(crate) fn optional<T: Wire>(&mut self, name: &'static str, field: &mut Option<T>) {
        self.named += 1;
        if self.is_at(name) {
            self.length = self.object.optional(self.named, name, field);
        }
    }

    /// Reads a member that may be absent or `null`, which are two.
    #[inline(always)]
    pub(crate) fn nullable<T: Wire>(&mut self, name: &'static str, field: &mut Nullable<T>) {
        self.named += 1;
        if self.is_at(name) {
            self.length = self.object.nullable(self.named, name, field);
        }
    }

    /// Reads a member that must be present and may be `null`.
    #[inline(always)]
    pub(crate) fn required_nullable<T: Wire>(&mut self, name: &'static str, field: &mut Option<T>) {
        self.required(name, field);
    }

    /// Reads a member that has no field of its own. It comes after all others.
    #[inline]
    pub(crate) fn additional<T: Wire>(
        &mut self,
        _: &'static str,
        entries: &mut BTreeMap<String, T>,
    ) {
        if self.object.state == State::Idle && self.length < LAST {
            self.length = self.object.additional(entries);
        }
    }

    /// Ends the round.
    #[inline(always)]
    pub(crate) fn end(self) {
        self.object.required = self.required;
    }
}

/// Reads a key, borrowed where the source allows.
struct Key<'a, 'de>(&'a mut Cow<'de, str>);

impl<'de> DeserializeSeed<'de> for Key<'_, 'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<(), E> {
        *self.0 = Cow::Borrowed(key);
        Ok(())
    }

    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        *self.0 = Cow::Owned(key.to_owned());
        Ok(())
    }

    fn visit_string<E>(self, key: String) -> Result<(), E> {
        *self.0 = Cow::Owned(key);
        Ok(())
    }
}

/// The set of members that were read, by number from 1.
#[derive(Default)]
struct Seen {
    first: u64,
    /// Members that have no bit, as hardly any model has.
    others: Vec<usize>,
}

/// Returns the bit of a member if it has one.
#[inline(always)]
fn bit(member: usize) -> Option<u64> {
    (member < 64).then(|| 1 << member)
}

impl Seen {
    /// Adds a member, and returns whether it is new.
    #[inline]
    fn insert(&mut self, member: usize) -> bool {
        let Some(bit) = bit(member) else {
            return self.insert_other(member);
        };
        let is_new = self.first & bit == 0;
        self.first |= bit;
        is_new
    }

    #[cold]
    fn insert_other(&mut self, member: usize) -> bool {
        let is_new = !self.others.contains(&member);
        self.others.push(member);
        is_new
    }

    #[inline]
    fn contains(&self, member: usize) -> bool {
        match bit(member) {
            Some(bit) => self.first & bit != 0,
            None => self.others.contains(&member),
        }
    }
}
