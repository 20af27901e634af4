use std::collections::BTreeMap;

use serde_core::de::MapAccess;

use super::content::ValueContent;
use super::object::Object;
use super::object::{LAST, NO_KEY};
use super::read_fields::bit;
use super::unknown_fields::UnknownFields;
use super::wire::Seed;
use super::wire::Wire;

impl<'a, 'de, A: MapAccess<'de>> Object<'a, 'de, A> {
    /// Begins the first round.
    #[inline]
    pub(super) fn members(&mut self, names: &'static [&'static str]) -> Members<'_, 'a, 'de, A> {
        Members {
            length: self.length,
            seen: self.seen.first,
            has_value: self.has_value,
            is_idle: self.length != NO_KEY,
            object: self,
            names,
            named: 0,
            required: 0,
        }
    }

    /// Takes the current value as an entry of a map.
    fn take_entry<T: Wire>(&mut self, entries: &mut BTreeMap<String, T>) {
        self.has_entries = true;
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
        if json_path.take_absent() && !T::TAKES_NULL {
            json_path.drift();
        }
        match read.and_then(|()| self.next_key()) {
            Ok(()) => drop(entries.insert(key, value)),
            Err(failure) => self.end_with(failure),
        }
    }
}

/// One round over the fields of an object.
///
/// Most fields differ from the current key in length. Skipping them is one comparison each, as long
/// as all of this is inlined. Taking a value is inlined in optimised builds only, as derived code is. The state that
/// each field changes is here and not in the object, which is in memory, since reading a value refers to it.
pub(crate) struct Members<'o, 'a, 'de, A: MapAccess<'de>> {
    object: &'o mut Object<'a, 'de, A>,
    /// The length of the current key.
    length: usize,
    /// The fields that were read, as [`Seen::first`](super::read_fields::Seen).
    seen: u64,
    /// Whether a member was found that is not null.
    has_value: bool,
    /// Whether no field has taken the key yet.
    is_idle: bool,
    /// The names of all fields.
    names: &'static [&'static str],
    /// The number of fields that were offered.
    named: usize,
    /// Those of them that must be present, as [`Object::required`].
    required: u64,
}

impl<'o, 'a, 'de, A: MapAccess<'de>> Members<'o, 'a, 'de, A> {
    /// Takes the current value, and reads the next key. Returns whether there was a value; an error ends the object.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take<T: Wire>(&mut self, name: &'static str, target: &mut T) -> bool {
        let object = &mut *self.object;
        let is_new = match bit(self.named) {
            Some(bit) => {
                let is_new = self.seen & bit == 0;
                self.seen |= bit;
                is_new
            }
            None => object.seen.insert_other(self.named),
        };
        if !is_new {
            *target = T::empty();
            if !object.goes_on_after_duplicate() {
                self.length = object.length;
                return true;
            }
        }
        self.is_idle = false;
        object.json_path.turn_to(name);
        let json_path = &object.json_path;
        let read = object.map.next_value_seed(Seed { target, json_path });
        let is_value = !json_path.take_absent();
        match read.and_then(|()| object.next_key()) {
            Ok(()) => {
                self.length = object.length;
                self.has_value |= is_value;
                is_value
            }
            Err(failure) => {
                object.end_with(failure);
                self.length = object.length;
                true
            }
        }
    }

    /// Takes the current value, which must be one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take_value<T: Wire>(&mut self, name: &'static str, target: &mut T) {
        if !self.take(name, target) && !T::TAKES_NULL {
            self.object.drift(name);
        }
    }

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
            self.take_value(name, target);
        }
    }

    /// Offers a field that must be present.
    #[inline(always)]
    pub(super) fn required<T: Wire>(&mut self, target: &mut T) {
        let name = self.next_name();
        self.required |= bit(self.named).unwrap_or(1);
        if self.is_at(name) {
            self.take_value(name, target);
        } else if bit(self.named).is_none()
            && self.length == LAST
            && !self.object.seen.has_other(self.named)
        {
            self.object.drift(name);
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
            self.take(name, target);
        }
    }

    /// Offers a map of all keys that no other field took.
    #[inline(always)]
    pub(super) fn rest<T: Wire>(&mut self, target: &mut BTreeMap<String, T>) {
        if self.is_idle {
            self.is_idle = false;
            self.object.take_entry(target);
            self.length = self.object.length;
        }
    }

    /// Ends the round; a key that no field took goes to `unknown`. Returns whether another round is needed.
    #[inline(always)]
    pub(super) fn goes_on(&mut self, unknown: &mut UnknownFields) -> bool {
        if self.is_idle {
            self.object.keep(unknown);
            self.length = self.object.length;
        }
        if self.object.json_path.sink().has_unreadable() {
            self.object.keep_unreadable(unknown);
            self.length = self.object.length;
        }
        if self.length < LAST {
            return self.begin();
        }
        if self.object.failure.is_none() && self.length != LAST {
            let missing = self.required & !self.seen & !1;
            if missing != 0 {
                self.object.note_missing(self.names, missing);
            }
            if self.required & 1 != 0 {
                self.length = LAST;
                return self.begin();
            }
        }
        self.object.seen.first = self.seen;
        self.object.has_value = self.has_value;
        self.object.required = self.required;
        self.object.has_members = self.named > 0;
        if !self.object.missing.is_empty() {
            unknown.note_missing(std::mem::take(&mut self.object.missing));
        }
        false
    }

    /// Begins another round.
    #[inline(always)]
    fn begin(&mut self) -> bool {
        self.is_idle = self.length != LAST;
        self.named = 0;
        self.required = 0;
        true
    }
}
