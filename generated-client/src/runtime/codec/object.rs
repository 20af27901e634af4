use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::json_path::JsonPath;
use super::json_value::JsonValue;
use super::read_fields::{Seen, bit};
use super::unknown_fields::UnknownFields;

/// An object being read.
///
/// A record offers all of its fields in turn, and each takes its value if the current key is its own.
/// An object in the same order is read in one round, one in another order in more rounds. A key that
/// no field took in a whole round is an unknown field.
pub(crate) struct Object<'a, 'de, A: MapAccess<'de>> {
    pub(super) map: A,
    /// The path of the current field.
    pub(super) json_path: JsonPath<'a>,
    /// The key whose value comes next, unless the object is at its end.
    pub(super) key: Cow<'de, str>,
    /// The length of the key, or [`NO_KEY`].
    pub(super) length: usize,
    pub(super) seen: Seen,
    /// The fields that must be present. The bit of number 0, which no field has, represents those that have no bit.
    pub(super) required: u64,
    /// Whether the record declares members at all.
    pub(super) has_members: bool,
    /// Whether a member was found that is not null.
    pub(super) has_value: bool,
    /// Whether a map took entries.
    pub(super) has_entries: bool,
    /// Whether the object has an unknown field.
    has_unknown: bool,
    /// Required fields that are missing or `null`.
    pub(super) missing: Vec<&'static str>,
    pub(super) failure: Option<A::Error>,
}

/// How an object ended, for the record that was read from it.
pub(crate) enum ObjectEnd {
    Usual,
    /// None of the record's members has a value.
    Unrecognised,
    /// It has no members, although the record declares some.
    Empty,
}

impl<'a, 'de, A: MapAccess<'de>> Object<'a, 'de, A> {
    /// Returns an object before its first key.
    #[inline(always)]
    pub(crate) fn new(map: A, json_path: JsonPath<'a>) -> Self {
        Self {
            map,
            json_path,
            key: Cow::Borrowed(""),
            length: NO_KEY,
            seen: Seen::default(),
            required: 0,
            has_members: false,
            has_value: false,
            has_entries: false,
            has_unknown: false,
            missing: Vec::new(),
            failure: None,
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn next_key(&mut self) -> Result<(), A::Error> {
        self.length = match self.map.next_key_seed(Key(&mut self.key))? {
            Some(()) => self.key.len(),
            None => NO_KEY,
        };
        Ok(())
    }

    /// Returns whether none of the record's members has a value, unless none needs one and there are
    /// no others.
    #[inline]
    fn is_unrecognised(&self) -> bool {
        let has_null = !self.seen.is_empty();
        let is_known = self.has_value || self.has_entries || (has_null && self.required == 0);
        let may_be_empty = !self.has_unknown && self.required == 0;
        self.has_members && !is_known && !may_be_empty
    }

    /// Returns whether the object has no members, although the record declares some.
    #[inline]
    fn is_empty(&self) -> bool {
        self.has_members && self.seen.is_empty() && !self.has_entries && !self.has_unknown
    }

    /// Ends the reading, by the error that ended the object if there was one.
    #[inline(always)]
    pub(crate) fn end(self) -> Result<ObjectEnd, A::Error> {
        let end = if self.is_unrecognised() {
            ObjectEnd::Unrecognised
        } else if self.is_empty() {
            ObjectEnd::Empty
        } else {
            ObjectEnd::Usual
        };
        match self.failure {
            None => Ok(end),
            Some(failure) => Err(failure),
        }
    }

    pub(super) fn end_with(&mut self, failure: A::Error) {
        self.failure = Some(failure);
        self.length = NO_KEY;
    }

    /// Keeps the current value, which no field took.
    #[cold]
    pub(super) fn keep(&mut self, unknown: &mut UnknownFields) {
        self.has_unknown = true;
        let key = std::mem::take(&mut self.key).into_owned();
        let budget = self.json_path.budget();
        let charged = budget.charge_entry::<Value, _>(&key, unknown.len());
        let read = charged.and_then(|()| self.map.next_value_seed(JsonValue(budget)));
        match read.and_then(|value| self.next_key().map(|()| value)) {
            Ok(value) => {
                self.json_path.unknown_field(&key);
                unknown.insert(key, value);
            }
            Err(failure) => {
                self.json_path.fail_unknown_field(&key);
                self.end_with(failure);
            }
        }
    }

    /// Keeps the values of fields that are not of their types.
    #[cold]
    pub(super) fn keep_unreadable(&mut self, unknown: &mut UnknownFields) {
        for (name, value) in self.json_path.take_unreadable() {
            let budget = self.json_path.budget();
            let charged = budget.charge_entry::<Value, _>(name, unknown.len());
            let text = value.as_str().unwrap_or_default();
            match charged.and_then(|()| budget.charge_text(text)) {
                Ok(()) => unknown.keep_unreadable(name, value),
                Err(failure) => self.end_with(failure),
            }
        }
    }

    /// Counts a field that occurs again, for which nothing is allocated: decoding ends if it is cancelled.
    #[cold]
    pub(super) fn goes_on_after_duplicate(&mut self) -> bool {
        let counted = self.json_path.budget().charge(0);
        let goes_on = counted.is_ok();
        counted.unwrap_or_else(|failure| self.end_with(failure));
        goes_on
    }

    /// Reports fields that are missing, by their bits.
    #[cold]
    pub(super) fn note_missing(&mut self, names: &'static [&'static str], missing: u64) {
        for (index, name) in names.iter().enumerate() {
            if bit(index + 1).is_some_and(|bit| missing & bit != 0) {
                self.drift(name);
            }
        }
    }

    #[cold]
    pub(super) fn drift(&mut self, name: &'static str) {
        self.missing.push(name);
        self.json_path.turn_to(name);
        self.json_path.drift();
    }
}

/// The length of the key at the end of an object.
pub(super) const NO_KEY: usize = usize::MAX;

/// The length of the key in a round for missing fields that have no bit.
pub(super) const LAST: usize = usize::MAX - 1;

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
