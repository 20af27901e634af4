use std::collections::BTreeMap;

use serde_core::de::MapAccess;

use super::content::ValueContent;
use super::object::Object;
use super::object::{LAST, RoundState};
use super::read_fields::bit;
use super::unknown_fields::UnknownFields;
use super::wire::Seed;
use super::wire::Wire;

impl<'a, 'de, A: MapAccess<'de>> Object<'a, 'de, A> {
    /// Begins a round.
    #[inline]
    pub(super) fn members(&mut self, names: &'static [&'static str]) -> Members<'_, 'a, 'de, A> {
        Members {
            length: self.length,
            object: self,
            names,
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
            if !self.goes_on_after_duplicate() {
                return true;
            }
        }
        self.state = RoundState::Busy;
        self.json_path.turn_to(name);
        let json_path = &self.json_path;
        let read = self.map.next_value_seed(Seed { target, json_path });
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
        let json_path = &self.json_path.sibling(&key);
        let charged = json_path.budget().charge_entry::<T, _>(&key, entries.len());
        if let Err(failure) = charged {
            json_path.fail();
            return self.end_with(failure);
        }
        let mut value = T::empty();
        let seed = Seed {
            target: &mut value,
            json_path,
        };
        let read = self.map.next_value_seed(seed);
        if matches!(read, Ok(false)) && !T::TAKES_NULL {
            json_path.drift();
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
    /// The names of all fields.
    names: &'static [&'static str],
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

    /// Counts a field. Returns its name.
    #[inline(always)]
    fn next_name(&mut self) -> &'static str {
        let name = self.names.get(self.named).copied().unwrap_or_default();
        self.named += 1;
        name
    }

    /// Offers a field.
    #[inline(always)]
    pub(super) fn field<T: Wire>(&mut self, target: &mut T) {
        if !T::IS_OPTIONAL {
            return self.required(target);
        }
        let name = self.next_name();
        if self.is_at(name) {
            self.length = self.object.field(self.named, name, target);
        }
    }

    /// Offers a field that must be present.
    #[inline(always)]
    pub(super) fn required<T: Wire>(&mut self, target: &mut T) {
        let name = self.next_name();
        self.required |= bit(self.named).unwrap_or(1);
        if self.is_at(name) {
            self.length = self.object.field(self.named, name, target);
        } else if self.length == LAST {
            self.object.note_missing(self.named, name);
        }
    }

    /// Offers a field that must be present and have a value.
    #[inline(always)]
    pub(super) fn needed<T: Wire>(&mut self, target: &mut T) {
        let name = self.names.get(self.named).copied().unwrap_or_default();
        let is_here = self.is_at(name);
        self.required(target);
        if is_here && matches!(target.content(), ValueContent::Absent) {
            self.object.drift(name);
        }
    }

    /// Offers a list or map of which absent, `null` and empty are one.
    #[inline(always)]
    pub(super) fn plain<T: Wire>(&mut self, target: &mut T) {
        let name = self.next_name();
        if self.is_at(name) {
            self.object.take(self.named, name, target);
            self.length = self.object.length;
        }
    }

    /// Offers a map of all keys that no other field took.
    #[inline(always)]
    pub(super) fn rest<T: Wire>(&mut self, target: &mut BTreeMap<String, T>) {
        if self.object.state == RoundState::Idle {
            self.object.take_entry(target);
        }
    }

    /// Ends the round; a key that no field took goes to `unknown`.
    #[inline(always)]
    pub(super) fn end(self, unknown: &mut UnknownFields) {
        self.object.required = self.required;
        self.object.has_members = self.named > 0;
        if self.object.state == RoundState::Idle {
            self.object.keep(unknown);
        }
        if !self.object.missing.is_empty() {
            unknown.note_missing(std::mem::take(&mut self.object.missing));
        }
        if self.object.json_path.sink().has_unreadable() {
            self.object.keep_unreadable(unknown);
        }
    }
}
