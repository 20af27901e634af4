//! Whether two JSON values mean the same.

use serde_json::{Map, Value};

/// The differences that are allowed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules {
    /// Whether a field that is null, an empty list or map, or an empty point in time, may be absent, as in responses.
    pub null_is_absence: bool,
    /// Whether missing members may come back as their default value, and scalars as scalars of another type with the
    /// same text, as corrections do.
    pub zeros: bool,
}

impl Rules {
    /// Requests: absent, null and a value are three things.
    pub const EXACT: Self = Self {
        null_is_absence: false,
        zeros: false,
    };
    /// Responses: null and absence of an optional field are one, and so are absence and an empty list or map.
    pub const RESPONSE: Self = Self {
        null_is_absence: true,
        zeros: false,
    };
    /// Corrected responses.
    pub const CORRECTED: Self = Self {
        null_is_absence: true,
        zeros: true,
    };

    /// Returns how `found` differs from what was expected, each difference with its JSON path.
    pub fn differences(self, expected: &Value, found: &Value) -> Vec<String> {
        let mut differences = Vec::new();
        self.compare("$", expected, found, &mut differences);
        differences
    }

    /// Returns the members of inner objects that are lost, declared or not. Of the outermost object a client keeps
    /// the requested value.
    pub fn losses_inside(self, expected: &Value, found: &Value) -> Vec<String> {
        let mut differences = self.differences(expected, found);
        differences.retain(|difference| {
            let (path, what) = difference.split_once(": ").unwrap_or((difference, ""));
            what.ends_with(" is lost") && path.matches('.').count() > 1
        });
        differences
    }

    fn compare(self, path: &str, expected: &Value, found: &Value, out: &mut Vec<String>) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => {
                self.compare_objects(path, expected, found, out);
            }
            (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
                for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                    self.compare(&format!("{path}[{index}]"), expected, found, out);
                }
            }
            (Value::Null, found) if self.zeros && is_zero(found) => {}
            _ if self.zeros && are_converted(expected, found) => {}
            _ if are_equal(expected, found) => {}
            _ => out.push(format!(
                "{path}: {} became {}",
                brief(expected),
                brief(found)
            )),
        }
    }

    fn compare_objects(
        self,
        path: &str,
        expected: &Map<String, Value>,
        found: &Map<String, Value>,
        out: &mut Vec<String>,
    ) {
        for (name, value) in expected {
            let path = format!("{path}.{name}");
            match found.get(name) {
                Some(found) => self.compare(&path, value, found, out),
                None if is_nothing(name, value) && self.null_is_absence => {}
                None => out.push(format!("{path}: {} is lost", brief(value))),
            }
        }
        for (name, value) in found {
            let is_new = !expected.contains_key(name);
            let is_allowed =
                (self.zeros && is_zero(value)) || (self.null_is_absence && value.is_null());
            if is_new && !is_allowed {
                out.push(format!("{path}.{name}: {} is invented", brief(value)));
            }
        }
    }
}

/// Numbers are compared by value: `1.0` is `1`.
fn are_equal(expected: &Value, found: &Value) -> bool {
    if let (Value::Number(expected), Value::Number(found)) = (expected, found) {
        return match (expected.as_i128(), found.as_i128()) {
            (Some(expected), Some(found)) => expected == found,
            _ => expected.as_f64() == found.as_f64(),
        };
    }
    expected == found
}

/// Returns whether one is a string and the other a number or a boolean with the same text.
fn are_converted(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::String(text), other @ (Value::Bool(_) | Value::Number(_)))
        | (other @ (Value::Bool(_) | Value::Number(_)), Value::String(text)) => {
            serde_json::from_str(text).is_ok_and(|value: Value| are_equal(&value, other))
        }
        _ => false,
    }
}

/// Returns whether a value is what a correction fills in.
pub fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() || text == "1970-01-01T00:00:00Z",
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_zero),
    }
}

/// Returns whether a value says as much as its absence in a response. Servers write points in time that are still to come
/// as empty strings.
fn is_nothing(name: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() && name.ends_with("_at"),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Returns the start of a value, for messages.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    let end = text.char_indices().nth(120).map(|(index, _)| index);
    end.map_or_else(|| text.clone(), |end| format!("{}…", &text[..end]))
}
