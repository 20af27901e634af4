use std::fmt;

use serde_json::Value;

use super::content::Fields;
use super::content::{Member, ValueContent};
use super::redaction::shown_name;

/// Writes a model on behalf of its `Debug`.
#[inline]
pub(crate) fn debug<T: Member + ?Sized>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&value.content_of(), f)
}

/// Shows fields by their names in JSON, of unknown fields the names alone, and no secrets.
impl fmt::Debug for ValueContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ValueContent::Absent => f.write_str("None"),
            ValueContent::Null => f.write_str("Null"),
            ValueContent::Boolean(value) => value.fmt(f),
            ValueContent::Signed(number) => number.fmt(f),
            ValueContent::Unsigned(number) => number.fmt(f),
            ValueContent::Float(number) => number.fmt(f),
            ValueContent::Text(text) => text.fmt(f),
            ValueContent::Secret(_) => f.write_str("Secret(..)"),
            ValueContent::Timestamp(timestamp) => timestamp.fmt(f),
            ValueContent::Json(value) => ShownJson(value).fmt(f),
            ValueContent::Unknown(value) => {
                f.debug_tuple("Unknown").field(&ShownJson(value)).finish()
            }
            ValueContent::Variant(name, value) => {
                f.debug_tuple(name).field(&value.content_of()).finish()
            }
            ValueContent::List(list) => {
                let elements = list.elements();
                let elements = elements.iter().map(|element| element.content_of());
                f.debug_list().entries(elements).finish()
            }
            ValueContent::Map(map) => {
                let entries = map.entries();
                let entries = entries.iter().map(|(key, value)| (key, value.content_of()));
                f.debug_map().entries(entries).finish()
            }
            ValueContent::Record(record) => {
                let fields = Fields::of(record);
                let mut record = f.debug_struct(fields.record);
                for field in fields.declared() {
                    record.field(field.name, &field.content);
                }
                if let Some(unknown) = fields.unknown.filter(|unknown| !unknown.is_empty()) {
                    record.field("unknown_fields", unknown);
                }
                record.finish()
            }
        }
    }
}

/// Shows JSON whose fields nobody declared: their names, types and lengths, as anything may be secret.
struct ShownJson<'a>(&'a Value);

impl fmt::Debug for ShownJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("Null"),
            Value::Bool(_) => f.write_str("boolean"),
            Value::Number(_) => f.write_str("number"),
            Value::String(text) => write!(f, "string({})", text.chars().count()),
            Value::Array(elements) => f
                .debug_list()
                .entries(elements.iter().map(ShownJson))
                .finish(),
            Value::Object(members) => {
                let members = members.iter();
                let members = members.map(|(name, value)| (ShownName(name), ShownJson(value)));
                f.debug_map().entries(members).finish()
            }
        }
    }
}

/// Shows the name of a field, unless a value may be used as one.
struct ShownName<'a>(&'a str);

impl fmt::Debug for ShownName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown_name(self.0))
    }
}
