//! JSON pointers as JSONPaths and as values.

use crate::json_pointer::unescape;
use serde_json::Value;

/// Returns the JSONPath that selects what a JSON pointer with a leading `#` points to.
///
/// List items are selected by what they are, not by their index, where that is possible: parameters by name.
pub(super) fn json_path(document: &Value, pointer: &str) -> String {
    let mut path = String::from("$");
    let mut at = Some(document);
    let mut parts = pointer.trim_start_matches("#/").split('/').peekable();
    while let Some(part) = parts.next() {
        let key = unescape(part);
        let inner = at.and_then(|value| member(value, &key));
        let name = inner
            .and_then(|value| value.get("name"))
            .and_then(Value::as_str);
        match name.filter(|_| at.is_some_and(Value::is_array)) {
            Some(name) => path.push_str(&format!("[?@.name == '{name}']")),
            None if key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                && key.starts_with(|c: char| c.is_ascii_alphabetic()) =>
            {
                path.push_str(&format!(".{key}"));
            }
            None if at.is_some_and(Value::is_array) => path.push_str(&format!("[{key}]")),
            None => path.push_str(&format!("['{}']", key.replace('\'', "\\'"))),
        }
        at = inner;
        if parts.peek().is_none() {
            break;
        }
    }
    path
}

/// Returns what a JSON pointer points to, with or without a leading `#`.
pub(super) fn value<'v>(document: &'v Value, pointer: &str) -> Option<&'v Value> {
    document.pointer(pointer.trim_start_matches('#'))
}

/// Returns the longest part of a pointer that points to something, and what it points to.
pub(super) fn nearest<'v>(document: &'v Value, pointer: &str) -> (String, &'v Value) {
    let mut pointer = pointer.trim_start_matches('#').to_owned();
    loop {
        if let Some(value) = document.pointer(&pointer) {
            return (pointer, value);
        }
        match pointer.rfind('/') {
            Some(at) => pointer.truncate(at),
            None => return (String::new(), document),
        }
    }
}

/// Returns a value as one line of JSON, shortened.
pub(super) fn shown(value: &Value) -> String {
    const LONGEST: usize = 160;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

fn member<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    }
}
