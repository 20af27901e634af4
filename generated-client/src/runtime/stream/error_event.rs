use serde_json::Value;

use crate::runtime::codec::json;
use crate::runtime::stream::event::RawEvent;

/// Returns whether an event reports an error.
pub(super) fn reports_error(event: &RawEvent) -> bool {
    // Few events contain the word, and only those are parsed.
    event.name.as_deref() == Some("error")
        || event.data.contains("error")
            && json(event.data.as_bytes()).is_ok_and(|json| is_error(&json))
}

/// Returns whether a JSON value is an error, by its content: some servers send an empty `error` with
/// each event.
pub(super) fn is_error(json: &Value) -> bool {
    json["type"] == "error" || has_content(&json["error"])
}

/// Returns whether a value, or one in it, is not empty.
fn has_content(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is_true) => *is_true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(elements) => elements.iter().any(has_content),
        Value::Object(members) => members.values().any(has_content),
    }
}
