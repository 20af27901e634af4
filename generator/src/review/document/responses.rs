//! Responses: which are documented without a status of their own, their headers and their content.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::documents::Documents;
use super::operation::Operation;
use super::reference::{is_same_reference, resolved};
use super::{content, parameters};
use crate::review::change::Change;
use crate::review::kind::Kind;

/// Compares the responses of an operation.
pub(super) fn changes(
    documents: &Documents<'_>,
    group: &str,
    id: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) -> Vec<Change> {
    let empty = Map::new();
    let responses = |operation: &'_ Operation<'_>| {
        let responses = operation.value.get("responses").and_then(Value::as_object);
        responses.unwrap_or(&empty).clone()
    };
    let (before, after) = (responses(old), responses(new));
    let mut changes = ranges(group, id, (&before, &after));
    for (status, response) in &before {
        let other = after.get(status);
        if let Some(other) = other.filter(|other| !is_same_reference(response, other)) {
            let (was, is) = (
                resolved(documents.old, response),
                resolved(documents.new, other),
            );
            changes.extend(of_response(
                documents,
                group,
                &format!("{id} {status}"),
                (was, is),
            ));
        }
    }
    changes
}

/// Responses for any status and for ranges of statuses, which are no part of the method.
fn ranges(
    group: &str,
    id: &str,
    (old, new): (&Map<String, Value>, &Map<String, Value>),
) -> Vec<Change> {
    let of = |responses: &Map<String, Value>| -> BTreeSet<String> {
        let statuses = responses
            .keys()
            .filter(|status| status.parse::<u16>().is_err());
        statuses.cloned().collect()
    };
    let (before, after) = (of(old), of(new));
    let removed = before.difference(&after);
    let removed =
        removed.map(|status| Change::new(Kind::ErrorStatusRemoved, group, id).before(status));
    let added = after.difference(&before);
    let added = added.map(|status| Change::new(Kind::ErrorStatusAdded, group, id).after(status));
    removed.chain(added).collect()
}

/// Compares two responses.
pub(super) fn of_response(
    documents: &Documents<'_>,
    group: &str,
    item: &str,
    (old, new): (&Value, &Value),
) -> Vec<Change> {
    let content = (old.get("content"), new.get("content"));
    let mut changes = content::changes(documents, group, item, content);
    let empty = Map::new();
    let headers = |response: &'_ Value| {
        let headers = response.get("headers").and_then(Value::as_object);
        headers.unwrap_or(&empty).clone()
    };
    let (before, after) = (headers(old), headers(new));
    let names = |headers: &Map<String, Value>| {
        let names: Vec<&str> = headers.keys().map(String::as_str).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    if names(&before) != names(&after) {
        let mut change = Change::new(Kind::HeadersChanged, group, item);
        (change.before, change.after) = (names(&before), names(&after));
        changes.push(change);
    }
    for (name, header) in &before {
        let other = after.get(name);
        if let Some(other) = other.filter(|other| !is_same_reference(header, other)) {
            let (was, is) = (
                resolved(documents.old, header),
                resolved(documents.new, other),
            );
            let item = format!("{item} {name}");
            changes.extend(parameters::of_parameter(documents, group, &item, (was, is)));
        }
    }
    changes
}
