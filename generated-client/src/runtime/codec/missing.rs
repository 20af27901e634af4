//! Responses that lack the requested value.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::decode_error::DecodeError;
use super::json::json;
use super::location::Location;

/// The largest number of member names that an error shows.
const MAX_NAMES: usize = 10;

/// The largest number of characters that an error shows of one name.
const MAX_NAME_LENGTH: usize = 40;

/// Returns whether a response may lack the value: the document says so, and the object that would
/// hold it is there.
pub(super) fn is_permitted(location: Location, body: &[u8]) -> bool {
    let Some((_, parents)) = location.at.split_last() else {
        return false;
    };
    location.optional
        && json(body).is_ok_and(|document| {
            let parent = parents
                .iter()
                .try_fold(&document, |value, name| value.get(name));
            parent.is_some_and(Value::is_object)
        })
}

/// Returns the error of a response without a value at a path of members.
#[cold]
pub(crate) fn error(operation: &'static str, at: &[&str], body: &[u8]) -> DecodeError {
    let document = json(body).unwrap_or_default();
    let mut deepest = &document;
    let mut is_null = false;
    for name in at {
        match deepest.get(name) {
            Some(Value::Null) => is_null = true,
            Some(inner @ Value::Object(_)) => deepest = inner,
            _ => break,
        }
    }
    let problem = if is_null { "null" } else { "missing" };
    let reason = format!("{problem}; {}", found_in(deepest));
    DecodeError::new(operation, at.join("."), reason, String::new())
}

/// Returns the error of an element of a list without the value that it should hold.
#[cold]
pub(super) fn in_element(operation: &'static str, path: String, element: &Value) -> DecodeError {
    let reason = format!("missing; {}", found_in(element));
    DecodeError::new(operation, path, reason, String::new())
}

/// Returns the error of a response with different items at two paths that may be the list.
#[cold]
pub(super) fn two_lists(operation: &'static str, one: &[&str], other: &[&str]) -> DecodeError {
    let reason = format!("`{}` has other items", other.join("."));
    DecodeError::new(operation, one.join("."), reason, String::new())
}

/// Returns the error of an object that has no member of the record that was expected.
#[cold]
pub(super) fn unrecognised(
    operation: &'static str,
    (path, pointer): (String, String),
    body: &[u8],
) -> DecodeError {
    let document = json(body).unwrap_or_default();
    let found = document.pointer(&pointer).unwrap_or(&Value::Null);
    let members = found.as_object().filter(|members| !members.is_empty());
    let is_of_nulls = members.is_some_and(|members| members.values().all(Value::is_null));
    let problem = match is_of_nulls {
        true => "no member has a value",
        false => "no known member",
    };
    let reason = format!("{problem}; {}", found_in(found));
    DecodeError::new(operation, path, reason, String::new())
}

/// Returns whether a document is the body of an error, which some servers send with a success: an ID
/// and a message, and nothing else.
pub(crate) fn is_error_body(document: &Value) -> bool {
    let Some(members) = document.as_object() else {
        return false;
    };
    let is_known = |name: &String| ["id", "message", "request_id"].contains(&name.as_str());
    let is_complete = ["id", "message"]
        .iter()
        .all(|name| members.contains_key(*name));
    is_complete && members.keys().all(is_known)
}

/// Returns whether a document has nothing but the description of an error: `error` or `errors` with a
/// value, or a message, and members that say more about it. Only where no object is expected, as a
/// resource may have such members.
fn is_error_object(document: &Value) -> bool {
    let Some(members) = document.as_object() else {
        return false;
    };
    let has_value = |name: &&str| match members.get(*name) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Object(members)) => !members.is_empty(),
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::Bool(true)) => true,
    };
    let mut names = members.keys();
    let is_described = names.all(|name| ERROR_MEMBERS.contains(&name.as_str()));
    is_described && ["error", "errors", "message"].iter().any(has_value) || is_error_body(document)
}

/// The members of objects that describe an error.
const ERROR_MEMBERS: [&str; 14] = [
    "code",
    "detail",
    "details",
    "documentation_url",
    "error",
    "errors",
    "id",
    "message",
    "path",
    "request_id",
    "status",
    "timestamp",
    "title",
    "type",
];

/// Fails where the whole document is the body of an error.
pub(crate) fn reject_error_body(operation: &'static str, body: &[u8]) -> Result<(), DecodeError> {
    reject(operation, body, |document| {
        is_error_body(document) || is_error_code(document)
    })
}

/// Returns whether a document has nothing but a word as its ID, as errors have: a resource has more
/// members.
fn is_error_code(document: &Value) -> bool {
    let Some(members) = document.as_object() else {
        return false;
    };
    let mut names = members.keys();
    let is_alone = names.all(|name| name == "id" || name == "request_id");
    let id = members
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_word = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_alone && is_word
}

/// Fails where the whole document has nothing but the description of an error.
pub(crate) fn reject_error_object(operation: &'static str, body: &[u8]) -> Result<(), DecodeError> {
    reject(operation, body, is_error_object)
}

/// Fails where the whole document is of a kind. Documents of that size are parsed twice.
fn reject(
    operation: &'static str,
    body: &[u8],
    is_error: fn(&Value) -> bool,
) -> Result<(), DecodeError> {
    const MAX_LENGTH: usize = 16 << 10;
    let is_object = body.trim_ascii_start().starts_with(b"{");
    let is_short = is_object && body.len() <= MAX_LENGTH;
    let Some(document) = is_short.then(|| json(body).ok()).flatten() else {
        return Ok(());
    };
    if !is_error(&document) {
        return Ok(());
    }
    let reason = format!("the body of an error; {}", found_in(&document));
    Err(DecodeError::new(
        operation,
        String::new(),
        reason,
        String::new(),
    ))
}

/// Describes an object by its members, whose values may be secret.
fn found_in(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "found an empty object".to_owned(),
        Value::Object(members) => format!("found the members {}", names(members)),
        Value::Null => "found null".to_owned(),
        Value::Array(_) => "found a list".to_owned(),
        _ => "found no object".to_owned(),
    }
}

fn names(members: &Map<String, Value>) -> String {
    let mut names = String::new();
    for (index, name) in members.keys().take(MAX_NAMES).enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        let shown: String = name.chars().take(MAX_NAME_LENGTH).collect();
        let ellipsis = if shown.len() < name.len() { "…" } else { "" };
        let _ = write!(names, "{separator}`{}{ellipsis}`", shown.escape_debug());
    }
    match members.len().checked_sub(MAX_NAMES) {
        None | Some(0) => names,
        Some(others) => format!("{names} and {others} others"),
    }
}
