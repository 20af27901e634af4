//! How lists and objects are written into paths, queries, headers and forms.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// Everything but the unreserved characters of RFC 3986.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A style of OpenAPI for values that are more than one string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueStyle {
    /// Items, or names and values in turn, with commas between them.
    Comma,
    /// With blanks between them.
    Space,
    /// With vertical bars between them.
    Pipes,
    /// A pair for each member, whose name is in brackets.
    Deep,
    /// A pair for each member or item.
    Spread,
    /// As JSON.
    Json,
}

impl ValueStyle {
    /// Returns the pairs for the value of the parameter `name`.
    pub(crate) fn pairs(self, name: &str, value: &Value) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        match (self, value) {
            (Self::Deep, Value::Object(_)) => deep(name, value, &mut pairs),
            (Self::Deep, Value::Array(items)) => match items.iter().any(has_parts) {
                true => deep(name, value, &mut pairs),
                false => deep(&format!("{name}[]"), value, &mut pairs),
            },
            (Self::Spread, Value::Object(members)) => {
                for (name, value) in members {
                    deep(name, value, &mut pairs);
                }
            }
            (Self::Spread, Value::Array(_)) => deep(name, value, &mut pairs),
            _ => pairs.push((name.to_owned(), self.text(value))),
        }
        pairs
    }

    /// Returns the value as one string.
    pub(crate) fn text(self, value: &Value) -> String {
        let separator = match self {
            Self::Space => " ",
            Self::Pipes => "|",
            Self::Comma | Self::Deep | Self::Spread => ",",
            Self::Json => return ascii(&value.to_string()),
        };
        texts(value).join(separator)
    }
}

/// Returns items for a URL, or names and values in turn. The commas between them are not encoded, which distinguishes
/// them from those inside of items.
pub(crate) fn joined(value: &Value) -> String {
    let texts = texts(value);
    let encoded = texts
        .iter()
        .map(|text| utf8_percent_encode(text, RESERVED).to_string());
    encoded.collect::<Vec<_>>().join(",")
}

/// Returns the pairs for a member of a form.
pub(crate) fn member(name: &str, value: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    deep(name, value, &mut pairs);
    pairs
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text).collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| [name.clone(), text(value)])
            .collect(),
        single => vec![text(single)],
    }
}

/// Escapes the characters of JSON that headers cannot hold.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            text.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

fn has_parts(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// Writes `name[member]` for each member, at any depth; a list repeats its name, and numbers its items if they have
/// members themselves.
fn deep(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                deep(&format!("{name}[{member}]"), value, pairs);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                match item {
                    Value::Object(_) | Value::Array(_) => {
                        deep(&format!("{name}[{index}]"), item, pairs);
                    }
                    single => deep(name, single, pairs),
                }
            }
        }
        single => pairs.push((name.to_owned(), text(single))),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
