use serde_json::Value;

use super::error::OverlayProblemKind;
use crate::json_pointer::escape;

/// Merges `update` into `target` at `pointer`; returns whether that changed anything.
///
/// Objects are merged member by member, lists are appended to, everything else is replaced.
pub(crate) fn merge(
    target: &mut Value,
    update: &Value,
    pointer: &str,
) -> Result<bool, OverlayProblemKind> {
    match (&mut *target, update) {
        (Value::Object(members), Value::Object(updates)) => {
            let mut changed = false;
            for (key, update) in updates {
                changed |= match members.get_mut(key) {
                    Some(member) => merge(member, update, &format!("{pointer}/{}", escape(key)))?,
                    None => members.insert(key.clone(), update.clone()).is_none(),
                };
            }
            Ok(changed)
        }
        (Value::Array(items), Value::Array(updates)) => append(items, updates, pointer),
        // A composite and a primitive have nothing to merge; `null` is the absence of a value.
        (found, given)
            if is_composite(found) && !given.is_null()
                || is_composite(given) && !found.is_null() =>
        {
            let pointer = pointer.to_owned();
            Err(OverlayProblemKind::Incompatible {
                pointer,
                found: kind_name(found),
                given: kind_name(given),
            })
        }
        (found, given) => {
            let changed = found != given;
            *target = given.clone();
            Ok(changed)
        }
    }
}

/// Appends items to the list at `pointer`.
///
/// No list of an OpenAPI document means anything by holding an item twice, so an item that is there already
/// shows that the action is stale.
pub(crate) fn append(
    items: &mut Vec<Value>,
    updates: &[Value],
    pointer: &str,
) -> Result<bool, OverlayProblemKind> {
    if let Some(item) = updates.iter().find(|item| items.contains(item)) {
        let (pointer, item) = (pointer.to_owned(), item.to_string());
        return Err(OverlayProblemKind::AlreadyListed { pointer, item });
    }
    items.extend_from_slice(updates);
    Ok(!updates.is_empty())
}

pub(crate) fn is_composite(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Says what a value is, for messages.
pub(crate) fn kind_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
