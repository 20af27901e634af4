//! Values as writing, comparing and `Debug` look at them.
//!
//! Code for these three that was written out for each model would cost the compiler a third of the
//! crate. A model lists its fields once, behind pointers, and this code does the rest.

use serde_core::ser::{Error as _, Serialize, SerializeMap, SerializeSeq as _, Serializer};
use serde_json::Value;

use super::timestamp::Timestamp;
use super::unknown_fields::UnknownFields;

/// Bounds within which every integral `f64` is an `i64`.
pub(super) const I64_AS_F64: std::ops::Range<f64> =
    -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0;

/// One value, borrowed.
#[derive(Clone, Copy)]
pub(crate) enum ValueContent<'a> {
    /// No value: a record leaves the field out, a list contains `null`.
    Absent,
    Null,
    Boolean(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'a str),
    Secret(&'a str),
    Timestamp(&'a Timestamp),
    Json(&'a Value),
    List(&'a dyn List),
    Map(&'a dyn Entries),
    Record(&'a dyn Record),
    /// A variant of a union.
    Variant(&'static str, &'a dyn Member),
    /// A value that no variant of a union fits.
    Unknown(&'a Value),
}

impl ValueContent<'_> {
    /// Returns whether it is a list or map without elements.
    fn is_empty(self) -> bool {
        match self {
            ValueContent::List(list) => list.elements().is_empty(),
            ValueContent::Map(map) => map.entries().is_empty(),
            _ => false,
        }
    }

    /// Returns whether it is what a field that is missing reads as.
    fn is_default(self) -> bool {
        match self {
            ValueContent::Absent | ValueContent::Null => true,
            ValueContent::Boolean(value) => !value,
            ValueContent::Signed(number) => number == 0,
            ValueContent::Unsigned(number) => number == 0,
            ValueContent::Float(number) => number == 0.0,
            ValueContent::Timestamp(timestamp) => *timestamp == Timestamp::default(),
            ValueContent::Record(record) => Fields::of(record).are_default(),
            content => content.is_blank() || content.is_empty(),
        }
    }

    /// Returns whether the value looks like one that was never set, such as an empty name.
    pub(super) fn is_blank(self) -> bool {
        match self {
            ValueContent::Text(text) | ValueContent::Secret(text) => text.is_empty(),
            ValueContent::Json(value) | ValueContent::Unknown(value) => value.is_null(),
            _ => false,
        }
    }
}

/// A value of any type.
pub(crate) trait Member {
    fn content_of(&self) -> ValueContent<'_>;
}

/// A list.
pub(crate) trait List {
    fn elements(&self) -> Vec<&dyn Member>;
}

/// A map.
pub(crate) trait Entries {
    fn entries(&self) -> Vec<(&str, &dyn Member)>;
}

/// A value that `record!` declares.
pub(crate) trait Record {
    /// Lists the fields in order.
    fn list_fields<'a>(&'a self, to: &mut Fields<'a>);
}

/// How a record treats a field, where its type does not decide that.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum FieldMode {
    /// Written as `null` if it is absent.
    OrNull,
    /// Must have a value in requests.
    Needed,
    /// Must not be empty in requests.
    Filled,
    /// A list or map that is left out if it is empty.
    Plain,
    /// A map whose entries are fields.
    Rest,
}

impl FieldMode {
    /// Returns the mode of a word after `as` in `record!`.
    fn of(word: &str) -> Option<Self> {
        match word {
            "or_null" => Some(Self::OrNull),
            "needed" => Some(Self::Needed),
            "filled" => Some(Self::Filled),
            "plain" => Some(Self::Plain),
            "rest" => Some(Self::Rest),
            _ => None,
        }
    }
}

/// A field of a record.
pub(super) struct Field<'a> {
    pub(super) name: &'static str,
    pub(super) content: ValueContent<'a>,
    pub(super) mode: Option<FieldMode>,
}

impl<'a> Field<'a> {
    /// Writes the field, unless it is left out.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match (self.content, self.mode) {
            (ValueContent::Absent, Some(FieldMode::OrNull)) => {
                map.serialize_entry(self.name, &ValueContent::Null)
            }
            (ValueContent::Absent, _) => Ok(()),
            (content, Some(FieldMode::Plain)) if content.is_empty() => Ok(()),
            (ValueContent::Map(rest), Some(FieldMode::Rest)) => {
                let mut entries = rest.entries().into_iter();
                entries.try_for_each(|(key, value)| map.serialize_entry(key, &value.content_of()))
            }
            (content, _) => map.serialize_entry(self.name, &content),
        }
    }
}

/// The fields of a record.
#[derive(Default)]
pub(crate) struct Fields<'a> {
    /// Name of the record.
    pub(super) record: &'static str,
    names: &'static [&'static str],
    /// The words of their modes, each followed by a comma.
    modes: &'static str,
    pub(super) values: Vec<&'a dyn Member>,
    pub(super) unknown: Option<&'a UnknownFields>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(record: &'a dyn Record) -> Self {
        let mut fields = Self::default();
        record.list_fields(&mut fields);
        fields
    }

    /// Takes everything that there is to know about a record.
    pub(crate) fn set(
        &mut self,
        record: &'static str,
        names: &'static [&'static str],
        modes: &'static str,
        values: Vec<&'a dyn Member>,
        unknown: &'a UnknownFields,
    ) {
        *self = Self {
            record,
            names,
            modes,
            values,
            unknown: Some(unknown),
        };
    }

    /// Returns the declared fields.
    pub(super) fn declared(&self) -> impl Iterator<Item = Field<'a>> {
        let fields = self
            .names
            .iter()
            .zip(self.modes.split(','))
            .zip(&self.values);
        fields.map(|((name, mode), value)| Field {
            name,
            content: value.content_of(),
            mode: FieldMode::of(mode),
        })
    }

    fn are_default(&self) -> bool {
        let has_unknown = self.unknown.is_some_and(|unknown| !unknown.is_empty());
        !has_unknown && self.declared().all(|field| field.content.is_default())
    }

    /// Returns whether the server left a required field out. It reads as a default value, which is not
    /// one of the server, until it has another one.
    pub(super) fn lacks(&self, field: &Field<'_>) -> bool {
        let unknown = self.unknown;
        let is_missing = unknown.is_some_and(|unknown| unknown.lacks(field.name));
        let is_plain = matches!(field.mode, None | Some(FieldMode::Filled));
        is_missing && is_plain && field.content.is_default()
    }

    pub(super) fn are_declared_equal(&self, other: &Self) -> bool {
        let mut pairs = self.values.iter().zip(&other.values);
        pairs.all(|(one, other)| is_equal(*one, *other))
    }

    pub(super) fn declares(&self, name: &str) -> bool {
        let mut fields = self
            .declared()
            .filter(|field| field.mode != Some(FieldMode::Rest));
        fields.any(|field| field.name == name)
    }

    /// Returns what keeps the record from being written: an unknown field with the name of a
    /// declared one, or a field that was set to something else than the JSON object that it must be.
    pub(super) fn fault(&self) -> Option<String> {
        let unknown = self.unknown?;
        let record = self.record;
        if let Some(name) = unknown.no_object() {
            return Some(format!("`{name}` of {record} must be a JSON object"));
        }
        let mut names = unknown.iter().map(|(name, _)| name);
        let name = names.find(|name| self.declares(name) && !self.inherits(name))?;
        Some(format!(
            "`{name}` is a declared field of {record}: set it directly, not as an unknown field"
        ))
    }

    /// Returns whether a declared field has a value from a model that does not declare it.
    pub(super) fn inherits(&self, name: &str) -> bool {
        self.unknown
            .is_some_and(|unknown| unknown.is_inherited(name))
    }

    /// Returns whether an unknown field is written: not if it is inherited and the declared field of
    /// its name is set.
    fn is_written(&self, name: &str) -> bool {
        let is_set = |field: Field<'_>| {
            let is_absent = matches!(field.content, ValueContent::Absent) || self.lacks(&field);
            field.name == name && !is_absent
        };
        !(self.inherits(name) && self.declared().any(is_set))
    }
}

/// Returns whether two values of one type are equal.
#[inline]
pub(crate) fn is_equal<T: Member + ?Sized>(one: &T, other: &T) -> bool {
    same(one.content_of(), other.content_of())
}

pub(super) fn same(one: ValueContent<'_>, other: ValueContent<'_>) -> bool {
    match (one, other) {
        (ValueContent::Absent, ValueContent::Absent) | (ValueContent::Null, ValueContent::Null) => {
            true
        }
        (ValueContent::Boolean(one), ValueContent::Boolean(other)) => one == other,
        (ValueContent::Signed(one), ValueContent::Signed(other)) => one == other,
        (ValueContent::Unsigned(one), ValueContent::Unsigned(other)) => one == other,
        (ValueContent::Float(one), ValueContent::Float(other)) => one == other,
        (ValueContent::Text(one), ValueContent::Text(other)) => one == other,
        (ValueContent::Secret(one), ValueContent::Secret(other)) => one == other,
        (ValueContent::Timestamp(one), ValueContent::Timestamp(other)) => one == other,
        (ValueContent::Json(one), ValueContent::Json(other)) => one == other,
        (ValueContent::Unknown(one), ValueContent::Unknown(other)) => one == other,
        (ValueContent::Variant(one, value), ValueContent::Variant(other, with)) => {
            one == other && is_equal(value, with)
        }
        (ValueContent::List(one), ValueContent::List(other)) => {
            let (one, other) = (one.elements(), other.elements());
            let mut pairs = one.iter().zip(&other);
            one.len() == other.len() && pairs.all(|(one, other)| is_equal(*one, *other))
        }
        (ValueContent::Map(one), ValueContent::Map(other)) => {
            let (one, other) = (one.entries(), other.entries());
            let mut pairs = one.iter().zip(&other);
            one.len() == other.len()
                && pairs.all(|(one, other)| one.0 == other.0 && is_equal(one.1, other.1))
        }
        (ValueContent::Record(one), ValueContent::Record(other)) => {
            let (one, other) = (Fields::of(one), Fields::of(other));
            one.are_declared_equal(&other) && one.unknown == other.unknown
        }
        _ => false,
    }
}

/// Writes a model on behalf of its `Serialize`.
#[inline]
pub(crate) fn serialize<T: Member + ?Sized, S: Serializer>(
    value: &T,
    target: S,
) -> Result<S::Ok, S::Error> {
    value.content_of().serialize(target)
}

impl Serialize for ValueContent<'_> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        match *self {
            ValueContent::Absent | ValueContent::Null => target.serialize_unit(),
            ValueContent::Boolean(value) => target.serialize_bool(value),
            ValueContent::Signed(number) => target.serialize_i64(number),
            ValueContent::Unsigned(number) => target.serialize_u64(number),
            ValueContent::Float(number) => write_float(number, target),
            ValueContent::Text(text) | ValueContent::Secret(text) => target.serialize_str(text),
            ValueContent::Timestamp(timestamp) => timestamp.write(target),
            ValueContent::Json(value) | ValueContent::Unknown(value) => value.serialize(target),
            ValueContent::Variant(_, value) => value.content_of().serialize(target),
            ValueContent::Record(record) => write_record(record, target),
            ValueContent::List(list) => {
                let elements = list.elements();
                let mut list = target.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    list.serialize_element(&element.content_of())?;
                }
                list.end()
            }
            ValueContent::Map(map) => {
                let entries = map.entries();
                let mut map = target.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, &value.content_of())?;
                }
                map.end()
            }
        }
    }
}

/// Writes an integral number as the integer that it is, as the official clients do.
fn write_float<S: Serializer>(number: f64, target: S) -> Result<S::Ok, S::Error> {
    if !number.is_finite() {
        return Err(S::Error::custom("a number must be finite to be sent"));
    }
    let is_negative_zero = number == 0.0 && number.is_sign_negative();
    if number.fract() == 0.0 && I64_AS_F64.contains(&number) && !is_negative_zero {
        return target.serialize_i64(number as i64);
    }
    target.serialize_f64(number)
}

fn write_record<S: Serializer>(record: &dyn Record, target: S) -> Result<S::Ok, S::Error> {
    let fields = Fields::of(record);
    let mut map = target.serialize_map(None)?;
    for field in fields.declared() {
        let is_absent = matches!(field.content, ValueContent::Absent);
        let is_inherited = is_absent && fields.inherits(field.name);
        if !fields.lacks(&field) && !is_inherited {
            field.write(&mut map)?;
        }
    }
    if let Some(fault) = fields.fault() {
        return Err(S::Error::custom(fault));
    }
    for (name, value) in fields.unknown.into_iter().flat_map(UnknownFields::iter) {
        if fields.is_written(name) {
            map.serialize_entry(name, value)?;
        }
    }
    map.end()
}
