use std::collections::BTreeMap;

use serde_core::de::MapAccess;

use super::content::ValueContent;
use super::object::Object;
use super::object::{LAST, RoundState};
use super::seen::bit;
use super::unknown_fields::UnknownFields;
use super::wire::Seed;
use super::wire::Wire;

impl<'a, 'de, A: MapAccess<'de>> Object<'a, 'de, A> {
    /// Begins a round.
    #[inline]
    pub(crate) fn members(&mut self) -> Members<'_, 'a, 'de, A> {
        Members {
            length: self.length,
            object: self,
            named: 0,
            required: 0,
        }
    }

    /// Takes the current value. Returns the length of the next key.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn field<T: Wire>(&mut self, member: usize, name: &'static str, target: &mut T) -> usize {
        if !self.take(member, name, target) && !T::TAKES_NULL {
            self.drift(name);
        }
        self.length
    }

    /// Reads the current value and the next key. Returns whether there was a value; an error ends the
    /// object.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take<T: Wire>(&mut self, member: usize, name: &'static str, target: &mut T) -> bool {
        if !self.seen.insert(member) {
            *target = T::empty();
        }
        self.state = RoundState::Busy;
        self.place.turn_to(name);
        let place = &self.place;
        let read = self.map.next_value_seed(Seed { target, place });
        match read.and_then(|is_value| self.next_key().map(|()| is_value)) {
            Ok(is_value) => {
                self.has_value |= is_value;
                is_value
            }
            Err(failure) => {
                self.end_with(failure);
                true
            }
        }
    }

    /// Takes the current value as an entry of a map.
    fn take_entry<T: Wire>(&mut self, entries: &mut BTreeMap<String, T>) {
        self.has_entries = true;
        self.state = RoundState::Busy;
        let key = std::mem::take(&mut self.key).into_owned();
        let place = &self.place.sibling(&key);
        let charged = place.budget().charge_entry::<T, _>(&key, entries.len());
        if let Err(failure) = charged {
            place.fail();
            return self.end_with(failure);
        }
        let mut value = T::empty();
        let seed = Seed {
            target: &mut value,
            place,
        };
        let read = self.map.next_value_seed(seed);
        if matches!(read, Ok(false)) && !T::TAKES_NULL {
            place.drift();
        }
        match read.and_then(|_| self.next_key()) {
            Ok(()) => drop(entries.insert(key, value)),
            Err(failure) => self.end_with(failure),
        }
    }
}

/// One round over the fields of an object.
///
/// Most fields differ from the current key in length. Skipping them is one comparison each, as long
/// as all of this is inlined. Taking a value is inlined in optimised builds only, as derived code is.
pub(crate) struct Members<'o, 'a, 'de, A: MapAccess<'de>> {
    object: &'o mut Object<'a, 'de, A>,
    /// The length of the current key.
    length: usize,
    /// The number of fields that were offered.
    named: usize,
    /// Those of them that must be present, as [`Object::required`].
    required: u64,
}

impl<'o, 'a, 'de, A: MapAccess<'de>> Members<'o, 'a, 'de, A> {
    #[inline(always)]
    fn is_at(&self, name: &'static str) -> bool {
        name.len() == self.length && self.object.key == name
    }

    /// Offers a field.
    #[inline(always)]
    pub(crate) fn field<T: Wire>(&mut self, name: &'static str, target: &mut T) {
        if !T::IS_OPTIONAL {
            return self.required(name, target);
        }
        self.named += 1;
        if self.is_at(name) {
            self.length = self.object.field(self.named, name, target);
        }
    }

    /// Offers a field that must be present.
    #[inline(always)]
    fn required<T: Wire>(&mut self, name: &'static str, target: &mut T) {
        self.named += 1;
        self.required |= bit(self.named).unwrap_or(1);
        if self.is_at(name) {
            self.length = self.object.field(self.named, name, target);
        } else if self.length == LAST {
            self.object.miss(self.named, name);
        }
    }

    /// Makes the next field one that must be present, and whose type has a value for `null`.
    #[inline(always)]
    pub(crate) fn or_null(&mut self) -> Required<'_, 'o, 'a, 'de, A> {
        Required(self)
    }

    /// Makes the next field one that requests must contain.
    #[inline(always)]
    pub(crate) fn needed(&mut self) -> Needed<'_, 'o, 'a, 'de, A> {
        Needed(self)
    }

    /// Makes the next field one that must not be empty in requests.
    #[inline(always)]
    pub(crate) fn filled(&mut self) -> Required<'_, 'o, 'a, 'de, A> {
        Required(self)
    }

    /// Makes the next field a list or map of which absent, `null` and empty are one.
    #[inline(always)]
    pub(crate) fn plain(&mut self) -> Plain<'_, 'o, 'a, 'de, A> {
        Plain(self)
    }

    /// Makes the next field, which must be the last one, a map of all keys that no other field took.
    #[inline(always)]
    pub(crate) fn rest(&mut self) -> Rest<'_, 'o, 'a, 'de, A> {
        Rest(self)
    }

    /// Ends the round; a key that no field took goes to `unknown`.
    #[inline(always)]
    pub(crate) fn end(self, unknown: &mut UnknownFields) {
        self.object.required = self.required;
        self.object.has_members = self.named > 0;
        if self.object.state == RoundState::Idle {
            self.object.keep(unknown);
        }
    }
}

/// Offers a field that must be present.
pub(crate) struct Required<'m, 'o, 'a, 'de, A: MapAccess<'de>>(&'m mut Members<'o, 'a, 'de, A>);

impl<'de, A: MapAccess<'de>> Required<'_, '_, '_, 'de, A> {
    #[inline(always)]
    pub(crate) fn field<T: Wire>(self, name: &'static str, target: &mut T) {
        self.0.required(name, target);
    }
}

/// Offers a field that must be present and have a value.
pub(crate) struct Needed<'m, 'o, 'a, 'de, A: MapAccess<'de>>(&'m mut Members<'o, 'a, 'de, A>);

impl<'de, A: MapAccess<'de>> Needed<'_, '_, '_, 'de, A> {
    #[inline(always)]
    pub(crate) fn field<T: Wire>(self, name: &'static str, target: &mut T) {
        let is_here = self.0.is_at(name);
        self.0.required(name, target);
        if is_here && matches!(target.content(), ValueContent::Absent) {
            self.0.object.drift(name);
        }
    }
}

/// Offers a list or map of which absent, `null` and empty are one.
pub(crate) struct Plain<'m, 'o, 'a, 'de, A: MapAccess<'de>>(&'m mut Members<'o, 'a, 'de, A>);

impl<'de, A: MapAccess<'de>> Plain<'_, '_, '_, 'de, A> {
    #[inline(always)]
    pub(crate) fn field<T: Wire>(self, name: &'static str, target: &mut T) {
        let members = self.0;
        members.named += 1;
        if members.is_at(name) {
            members.object.take(members.named, name, target);
            members.length = members.object.length;
        }
    }
}

/// Offers a map of all keys that no other field took.
pub(crate) struct Rest<'m, 'o, 'a, 'de, A: MapAccess<'de>>(&'m mut Members<'o, 'a, 'de, A>);

impl<'de, A: MapAccess<'de>> Rest<'_, '_, '_, 'de, A> {
    #[inline(always)]
    pub(crate) fn field<T: Wire>(self, _: &'static str, target: &mut BTreeMap<String, T>) {
        if self.0.object.state == RoundState::Idle {
            self.0.object.take_entry(target);
        }
    }
}
