//! References of a document.

use serde_json::Value;

/// Returns the `$ref` of a value that is one.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

/// Returns what a `$ref` points to, or the value itself.
pub(super) fn resolved<'v>(document: &'v Value, value: &'v Value) -> &'v Value {
    reference(value)
        .and_then(|reference| document.pointer(reference.trim_start_matches('#')))
        .unwrap_or(value)
}

/// Whether both refer to the same component, which is compared once, and not where it is used.
pub(super) fn is_same_reference(old: &Value, new: &Value) -> bool {
    reference(old).is_some() && reference(old) == reference(new)
}
