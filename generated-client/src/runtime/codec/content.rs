//! Values as writing, comparing and `Debug` look at them.
//!
//! Code for these three that was written out for each model would cost the compiler a third of the
//! crate. A model lists its fields once, behind pointers, and this code does the rest.

use serde_core::ser::{Error as _, Serialize, SerializeMap, SerializeSeq as _, Serializer};
use serde_json::Value;

use super::{Timestamp, UnknownFields, Wire};

/// Bounds within which every integral `f64` is an `i64`.
pub(super) const I64_AS_F64: std::ops::Range<f64> =
    -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0;

/// One value, borrowed.
#[derive(Clone, Copy)]
pub(crate) enum Content<'a> {
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

impl Content<'_> {
    /// Returns whether it is a list or map without elements.
    fn is_empty(self) -> bool {
        match self {
            Content::List(list) => list.elements().is_empty(),
            Content::Map(map) => map.entries().is_empty(),
            _ => false,
        }
    }

    /// Returns whether the value looks like one that was never set, such as an empty name.
    pub(super) fn is_blank(self) -> bool {
        match self {
            Content::Text(text) | Content::Secret(text) => text.is_empty(),
            Content::Json(value) | Content::Unknown(value) => value.is_null(),
            _ => false,
        }
    }
}

/// A value of any type.
pub(crate) trait Member {
    fn content_of(&self) -> Content<'_>;
}

impl<T: Wire> Member for T {
    fn content_of(&self) -> Content<'_> {
        self.content()
    }
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
pub(crate) enum Mode {
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

/// The modes of `record!`, after `as`. `Members` has methods of the same names.
pub(crate) mod modes {
    use super::Mode;

    pub(crate) fn or_null() -> Mode {
        Mode::OrNull
    }

    pub(crate) fn needed() -> Mode {
        Mode::Needed
    }

    pub(crate) fn filled() -> Mode {
        Mode::Filled
    }

    pub(crate) fn plain() -> Mode {
        Mode::Plain
    }

    pub(crate) fn rest() -> Mode {
        Mode::Rest
    }
}

/// The name of a field in JSON, and its mode.
pub(crate) type FieldName = (&'static str, Option<fn() -> Mode>);

/// A field of a record.
pub(super) struct Field<'a> {
    pub(super) name: &'static str,
    pub(super) content: Content<'a>,
    pub(super) mode: Option<Mode>,
}

impl<'a> Field<'a> {
    /// Writes the field, unless it is left out.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match (self.content, self.mode) {
            (Content::Absent, Some(Mode::OrNull)) => map.serialize_entry(self.name, &Content::Null),
            (Content::Absent, _) => Ok(()),
            (content, Some(Mode::Plain)) if content.is_empty() => Ok(()),
            (Content::Map(rest), Some(Mode::Rest)) => {
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
    names: &'static [FieldName],
    values: Vec<&'a dyn Member>,
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
        names: &'static [FieldName],
        values: &[&'a dyn Member],
        unknown: &'a UnknownFields,
    ) {
        *self = Self {
            record,
            names,
            values: values.to_vec(),
            unknown: Some(unknown),
        };
    }

    /// Returns the declared fields.
    pub(super) fn declared(&self) -> impl Iterator<Item = Field<'a>> {
        let fields = self.names.iter().zip(&self.values);
        fields.map(|((name, mode), value)| Field {
            name,
            content: value.content_of(),
            mode: mode.map(|mode| mode()),
        })
    }

    fn are_declared_equal(&self, other: &Self) -> bool {
        let mut pairs = self.declared().zip(other.declared());
        pairs.all(|(one, other)| same(one.content, other.content))
    }

    pub(super) fn declares(&self, name: &str) -> bool {
        let mut fields = self
            .declared()
            .filter(|field| field.mode != Some(Mode::Rest));
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
        let is_set =
            |field: Field<'_>| field.name == name && !matches!(field.content, Content::Absent);
        !(self.inherits(name) && self.declared().any(is_set))
    }
}

/// Returns whether two values of one type are equal.
pub(crate) fn is_equal(one: &dyn Member, other: &dyn Member) -> bool {
    same(one.content_of(), other.content_of())
}

fn same(one: Content<'_>, other: Content<'_>) -> bool {
    match (one, other) {
        (Content::Absent, Content::Absent) | (Content::Null, Content::Null) => true,
        (Content::Boolean(one), Content::Boolean(other)) => one == other,
        (Content::Signed(one), Content::Signed(other)) => one == other,
        (Content::Unsigned(one), Content::Unsigned(other)) => one == other,
        (Content::Float(one), Content::Float(other)) => one == other,
        (Content::Text(one), Content::Text(other)) => one == other,
        (Content::Secret(one), Content::Secret(other)) => one == other,
        (Content::Timestamp(one), Content::Timestamp(other)) => one == other,
        (Content::Json(one), Content::Json(other)) => one == other,
        (Content::Unknown(one), Content::Unknown(other)) => one == other,
        (Content::Variant(one, value), Content::Variant(other, with)) => {
            one == other && is_equal(value, with)
        }
        (Content::List(one), Content::List(other)) => {
            let (one, other) = (one.elements(), other.elements());
            let mut pairs = one.iter().zip(&other);
            one.len() == other.len() && pairs.all(|(one, other)| is_equal(*one, *other))
        }
        (Content::Map(one), Content::Map(other)) => {
            let (one, other) = (one.entries(), other.entries());
            let mut pairs = one.iter().zip(&other);
            one.len() == other.len()
                && pairs.all(|(one, other)| one.0 == other.0 && is_equal(one.1, other.1))
        }
        (Content::Record(one), Content::Record(other)) => {
            let (one, other) = (Fields::of(one), Fields::of(other));
            one.are_declared_equal(&other) && one.unknown == other.unknown
        }
        _ => false,
    }
}

/// Returns whether a known part of a value differs from its default value.
pub(crate) fn is_recognised<T: Wire>(value: &T) -> bool {
    let default = T::empty();
    match (value.content(), default.content()) {
        (Content::Record(value), Content::Record(default)) => {
            let (value, default) = (Fields::of(value), Fields::of(default));
            !value.are_declared_equal(&default)
        }
        (value, default) => !same(value, default),
    }
}

/// Writes a model on behalf of its `Serialize`.
pub(crate) fn serialize<S: Serializer>(value: &dyn Member, target: S) -> Result<S::Ok, S::Error> {
    value.content_of().serialize(target)
}

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        match *self {
            Content::Absent | Content::Null => target.serialize_unit(),
            Content::Boolean(value) => target.serialize_bool(value),
            Content::Signed(number) => target.serialize_i64(number),
            Content::Unsigned(number) => target.serialize_u64(number),
            Content::Float(number) => write_float(number, target),
            Content::Text(text) | Content::Secret(text) => target.serialize_str(text),
            Content::Timestamp(timestamp) => timestamp.write(target),
            Content::Json(value) | Content::Unknown(value) => value.serialize(target),
            Content::Variant(_, value) => value.content_of().serialize(target),
            Content::Record(record) => write_record(record, target),
            Content::List(list) => {
                let elements = list.elements();
                let mut list = target.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    list.serialize_element(&element.content_of())?;
                }
                list.end()
            }
            Content::Map(map) => {
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
        field.write(&mut map)?;
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
