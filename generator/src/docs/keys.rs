//! Keys of types and fields: names of the document instead of JSON pointers.

use serde_json::Value;

use crate::json_pointer::unescape;

/// Returns the key of the schema at `pointer`.
///
/// A component schema is called by its name. An inline schema adds the names of the properties on the path to
/// it, and the index of a `oneOf` or `anyOf` branch. `allOf`, `items` and `additionalProperties` add nothing.
pub(super) fn key(document: &Value, pointer: &str) -> String {
    let tokens: Vec<String> = pointer
        .trim_start_matches("#/")
        .split('/')
        .map(unescape)
        .collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match tokens.as_slice() {
        ["components", "schemas", name, rest @ ..] => with_path(name, rest),
        ["components", kind, name, rest @ ..] => with_path(&format!("{kind}/{name}"), rest),
        ["paths", path, method, rest @ ..] => {
            let operation = &document["paths"][*path][*method];
            let id = operation["operationId"].as_str().unwrap_or(path);
            of_operation(operation, id, rest)
        }
        _ => pointer.to_owned(),
    }
}

fn of_operation(operation: &Value, id: &str, rest: &[&str]) -> String {
    match rest {
        ["requestBody", rest @ ..] => with_path(&format!("{id}.request"), rest),
        ["parameters", index, rest @ ..] => {
            let index: usize = index.parse().unwrap_or_default();
            let name = operation["parameters"][index]["name"].as_str();
            with_path(
                &format!("{id}.parameters.{}", name.unwrap_or_default()),
                rest,
            )
        }
        ["responses", status, rest @ ..] => {
            let role = if rest.contains(&"text/event-stream") {
                "event"
            } else if status.starts_with(['4', '5']) {
                "error"
            } else {
                "response"
            };
            with_path(&format!("{id}.{role}"), rest)
        }
        _ => format!("{id}.response"),
    }
}

/// Appends the properties and branches of `rest`.
fn with_path(base: &str, rest: &[&str]) -> String {
    let mut key = base.to_owned();
    let mut rest = rest.iter();
    while let Some(token) = rest.next() {
        let name = match *token {
            "properties" | "oneOf" | "anyOf" => rest.next(),
            "allOf" | "content" => {
                rest.next();
                None
            }
            "items" | "additionalProperties" | "schema" => None,
            _ => Some(token),
        };
        if let Some(name) = name {
            key.push('.');
            key.push_str(name);
        }
    }
    key
}

/// Returns a key without the indices of branches.
pub(super) fn without_branches(key: &str) -> String {
    let is_index = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<_> = key.split('.').filter(|part| !is_index(part)).collect();
    parts.join(".")
}

/// Returns the pointer of the schema that declares the property at `pointer`.
pub(super) fn declaring(pointer: &str) -> Option<&str> {
    let (owner, _) = pointer.rsplit_once("/properties/")?;
    Some(owner)
}

/// Returns the component or operation that `pointer` is inside.
pub(super) fn root(pointer: &str) -> &str {
    let end = pointer
        .match_indices('/')
        .nth(3)
        .map_or(pointer.len(), |(at, _)| at);
    &pointer[..end]
}
