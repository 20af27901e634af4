//! How lists and objects are written into paths, queries and headers.

use serde_json::Value;

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
            (Self::Deep, Value::Array(_)) => deep(&format!("{name}[]"), value, &mut pairs),
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
            Self::Json => return value.to_string(),
        };
        let texts: Vec<_> = match value {
            Value::Array(items) => items.iter().map(text).collect(),
            Value::Object(members) => members
                .iter()
                .flat_map(|(name, value)| [name.clone(), text(value)])
                .collect(),
            single => vec![text(single)],
        };
        texts.join(separator)
    }
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
                    Value::Object(_) => deep(&format!("{name}[{index}]"), item, pairs),
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
