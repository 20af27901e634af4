use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{SerializeMap, Serializer};

use super::{Nullable, Place, Seed, Wire, Written};

/// Implements [`Wire`] and serde's traits from one line per member.
macro_rules! record {
    ($name:ident { $($field:ident: $mode:ident $wire:literal),* $(,)? }) => {
        #[allow(deprecated, reason = "deprecated members are read and written like all others")]
        impl $crate::runtime::codec::Wire for $name {
            const NAME: &'static str = stringify!($name);

            #[allow(unused_variables, reason = "a model may have no members")]
            fn read_members<'de, A: ::serde_core::de::MapAccess<'de>>(
                &mut self,
                from: &mut $crate::runtime::codec::Members<'_, 'de, A>,
            ) {
                $(from.$mode($wire, &mut self.$field);)*
            }
        }

        #[allow(deprecated, reason = "deprecated members are read and written like all others")]
        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                target: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "a model may have no members")]
                let mut to = $crate::runtime::codec::Output::open(target);
                $(to.$mode($wire, &self.$field);)*
                to.end()
            }
        }

        $crate::runtime::codec::deserialize_by_wire!($name);

        #[cfg(feature = "fake")]
        #[allow(deprecated, reason = "deprecated members are sampled like all others")]
        #[allow(unused_variables, reason = "a model may have no members")]
        impl $crate::runtime::codec::Sample for $name {
            fn sample(sampler: &mut $crate::runtime::codec::Sampler) -> Self {
                sampler.record(|sampler| Self { $($field: sampler.$mode()),* })
            }
        }
    };
}
pub(crate) use record;

/// Reads a record; `null` is `None`.
pub(crate) fn read_record<'de, T: Wire, D: Deserializer<'de>>(
    source: D,
    place: &Place<'_>,
) -> Result<Option<T>, D::Error> {
    source.deserialize_option(RecordVisitor {
        place,
        record: PhantomData,
    })
}

struct RecordVisitor<'a, T> {
    place: &'a Place<'a>,
    record: PhantomData<T>,
}

impl<'de, T: Wire> Visitor<'de> for RecordVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let Some(place) = self.place.inside(size_of::<T>()) else {
            return Err(A::Error::custom("nested too deeply"));
        };
        let mut record = T::default();
        let mut members = Members::open(map, &place, T::NAME)?;
        while members.goes_on()? {
            record.read_members(&mut members);
        }
        Ok(Some(record))
    }
}

/// The members of an object being read: one method per mode.
///
/// A record names all of its members in turn, and each takes its value if the key at hand is its
/// own. An object in the same order is read in one round; one in another order takes more rounds, each
/// a comparison of lengths for a member that is not meant. A key that nobody took in a whole round
/// is passed over. The last round finds what is missing.
pub(crate) struct Members<'a, 'de, A: MapAccess<'de>> {
    map: A,
    place: &'a Place<'a>,
    owner: &'static str,
    round: Round<'de>,
    failure: Option<A::Error>,
}

/// Where the reading of an object stands.
struct Round<'de> {
    /// The key whose value comes next; `None` at the end of the object.
    key: Option<Cow<'de, str>>,
    /// The length of the key.
    length: usize,
    /// The number of members that were named since the key was read.
    tried: usize,
    /// The number of members that were named in this round.
    named: usize,
    /// The number of members that the first round named.
    members: usize,
    seen: Seen,
    is_first: bool,
    is_last: bool,
}

impl<'de> Round<'de> {
    fn turn_to(&mut self, key: Option<Cow<'de, str>>) {
        self.length = key.as_ref().map_or(0, |key| key.len());
        self.key = key;
        self.tried = 0;
    }

    /// Counts a member, and returns whether the key at hand is its own.
    #[inline]
    fn takes(&mut self, name: &str) -> bool {
        self.named += 1;
        self.tried += 1;
        // Most members are not meant, and most of those differ in length.
        let takes = name.len() == self.length && self.key.as_deref() == Some(name);
        if takes {
            self.seen.insert(self.named - 1);
        }
        takes
    }

    /// Returns whether this is the round for what is missing, and the member just counted is.
    #[inline]
    fn misses(&self) -> bool {
        self.is_last && !self.seen.contains(self.named - 1)
    }
}

impl<'a, 'de, A: MapAccess<'de>> Members<'a, 'de, A> {
    fn open(mut map: A, place: &'a Place<'a>, owner: &'static str) -> Result<Self, A::Error> {
        let key = map.next_key_seed(Key)?;
        Ok(Self {
            map,
            place,
            owner,
            round: Round {
                length: key.as_ref().map_or(0, |key| key.len()),
                key,
                tried: 0,
                named: 0,
                members: 0,
                seen: Seen::default(),
                is_first: true,
                is_last: false,
            },
            failure: None,
        })
    }

    /// Begins another round if there is one to come.
    fn goes_on(&mut self) -> Result<bool, A::Error> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let round = &mut self.round;
        if round.is_last {
            return Ok(false);
        }
        if !round.is_first {
            round.members = round.named;
            if round.key.is_some() && round.tried >= round.members {
                self.map.next_value::<IgnoredAny>()?;
                let key = self.map.next_key_seed(Key)?;
                self.round.turn_to(key);
            }
        }
        let round = &mut self.round;
        round.is_last = round.key.is_none();
        round.is_first = false;
        round.named = 0;
        Ok(true)
    }

    /// Reads the value of the key at hand, and the next key. `None` is a failure, which ends the object.
    fn take<T: Wire>(&mut self, name: &'static str) -> Option<Option<T>> {
        let place = self.place.member(self.owner, name);
        let value = self.map.next_value_seed(Seed::new(&place));
        match value.and_then(|value| Ok((value, self.map.next_key_seed(Key)?))) {
            Ok((value, key)) => {
                self.round.turn_to(key);
                Some(value)
            }
            Err(failure) => {
                self.failure = Some(failure);
                self.round.turn_to(None);
                None
            }
        }
    }

    #[cold]
    fn drift(&self, name: &'static str) {
        self.place.member(self.owner, name).drift();
    }

    /// Reads a member that must have a value; `null` corrects to the zero value.
    #[inline]
    pub(crate) fn required<T: Wire>(&mut self, name: &'static str, field: &mut T) {
        if self.round.takes(name) {
            match self.take(name) {
                Some(Some(value)) => *field = value,
                Some(None) => {
                    *field = T::default();
                    if !T::TAKES_NULL {
                        self.drift(name);
                    }
                }
                None => {}
            }
        } else if self.round.misses() {
            self.drift(name);
        }
    }

    /// Reads a member that may be absent or `null`, which are one.
    #[inline]
    pub(crate) fn optional<T: Wire>(&mut self, name: &'static str, field: &mut Option<T>) {
        if self.round.takes(name)
            && let Some(value) = self.take(name)
        {
            *field = value;
        }
    }

    /// Reads a member that may be absent or `null`, which are two.
    #[inline]
    pub(crate) fn nullable<T: Wire>(&mut self, name: &'static str, field: &mut Nullable<T>) {
        if self.round.takes(name)
            && let Some(value) = self.take(name)
        {
            *field = value.map_or(Nullable::Null, Nullable::Value);
        }
    }

    /// Reads a member that must be present and may be `null`.
    #[inline]
    pub(crate) fn required_nullable<T: Wire>(&mut self, name: &'static str, field: &mut Option<T>) {
        if self.round.takes(name) {
            if let Some(value) = self.take(name) {
                *field = value;
            }
        } else if self.round.misses() {
            self.drift(name);
        }
    }
}

/// Reads a key, borrowed where the source allows.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Cow<'de, str>, D::Error> {
        source.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// The set of members that were read.
#[derive(Default)]
struct Seen {
    first: u128,
    /// Indices beyond the first 128, which hardly any model has.
    others: Vec<usize>,
}

impl Seen {
    fn insert(&mut self, index: usize) {
        match index {
            0..128 => self.first |= 1 << index,
            _ => self.others.push(index),
        }
    }

    fn contains(&self, index: usize) -> bool {
        match index {
            0..128 => self.first >> index & 1 == 1,
            _ => self.others.contains(&index),
        }
    }
}

/// The object being written: one method per mode. The first failure ends the writing.
pub(crate) struct Output<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Output<S> {
    pub(crate) fn open(target: S) -> Self {
        Self(target.serialize_map(None))
    }

    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }

    fn entry<T: serde_core::Serialize>(&mut self, name: &'static str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(failure) = map.serialize_entry(name, value)
        {
            self.0 = Err(failure);
        }
    }

    /// Writes a member.
    pub(crate) fn required<T: Wire>(&mut self, name: &'static str, field: &T) {
        self.entry(name, &Written(field));
    }

    /// Writes a member unless it is `None`.
    pub(crate) fn optional<T: Wire>(&mut self, name: &'static str, field: &Option<T>) {
        if let Some(value) = field {
            self.entry(name, &Written(value));
        }
    }

    /// Writes a member unless it is absent.
    pub(crate) fn nullable<T: Wire>(&mut self, name: &'static str, field: &Nullable<T>) {
        match field {
            Nullable::Absent => {}
            Nullable::Null => self.entry(name, &()),
            Nullable::Value(value) => self.entry(name, &Written(value)),
        }
    }

    /// Writes a member, `None` as `null`.
    pub(crate) fn required_nullable<T: Wire>(&mut self, name: &'static str, field: &Option<T>) {
        match field {
            None => self.entry(name, &()),
            Some(value) => self.entry(name, &Written(value)),
        }
    }
}
