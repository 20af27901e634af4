use std::fmt;

use super::content::Fields;
use super::{Content, Member};

/// Writes a model on behalf of its `Debug`.
pub(crate) fn debug(value: &dyn Member, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&value.content_of(), f)
}

/// Shows fields by their names in JSON, of unknown fields the names alone, and no secrets.
impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Content::Absent => f.write_str("None"),
            Content::Null => f.write_str("Null"),
            Content::Boolean(value) => value.fmt(f),
            Content::Signed(number) => number.fmt(f),
            Content::Unsigned(number) => number.fmt(f),
            Content::Float(number) => number.fmt(f),
            Content::Text(text) => text.fmt(f),
            Content::Secret(_) => f.write_str("Secret(..)"),
            Content::Timestamp(timestamp) => timestamp.fmt(f),
            Content::Json(value) => value.fmt(f),
            Content::Unknown(value) => f.debug_tuple("Unknown").field(value).finish(),
            Content::Variant(name, value) => {
                f.debug_tuple(name).field(&value.content_of()).finish()
            }
            Content::List(list) => {
                let elements = list.elements();
                let elements = elements.iter().map(|element| element.content_of());
                f.debug_list().entries(elements).finish()
            }
            Content::Map(map) => {
                let entries = map.entries();
                let entries = entries.iter().map(|(key, value)| (key, value.content_of()));
                f.debug_map().entries(entries).finish()
            }
            Content::Record(record) => {
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
