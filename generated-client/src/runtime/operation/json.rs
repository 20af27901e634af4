//! JSON that samples and rewritten responses are made of.
#![allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]

use serde_json::{Value, json};

use crate::runtime::codec::Wire;

/// Returns a value as JSON.
pub(crate) fn written<T: Wire>(value: &T) -> Value {
    serde_json::to_value(value.content()).unwrap_or_default()
}

/// Puts a value at a path of members.
pub(crate) fn wrap(value: Value, at: &[&str]) -> Value {
    at.iter()
        .rev()
        .fold(value, |value, name| json!({ *name: value }))
}

/// Adds members that are not there; objects on both sides are merged.
pub(crate) fn merge(page: &mut Value, other: Value) {
    let (Value::Object(page), Value::Object(other)) = (page, other) else {
        return;
    };
    for (name, value) in other {
        match page.get_mut(&name) {
            Some(existing) => merge(existing, value),
            None => drop(page.insert(name, value)),
        }
    }
}
