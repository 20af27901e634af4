//! Operations: servers, credentials, media types, and the parts of messages that are written in place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::changed::changed;
use super::documents::Documents;
use super::operation::{Operation, all};
use super::reference::{is_same_reference, resolved};
use super::{content, parameters, responses};
use crate::review::change::Change;
use crate::review::kind::Kind;
use crate::review::methods::template;

pub(super) fn changes(documents: &Documents<'_>) -> Vec<Change> {
    let by_id: BTreeMap<_, _> = all(documents.new)
        .filter_map(|operation| Some((operation.id()?, operation)))
        .collect();
    let request = |operation: &Operation<'_>| (operation.method, template(operation.path));
    let by_request: BTreeMap<_, _> = all(documents.new)
        .map(|operation| (request(&operation), operation))
        .collect();
    let mut changes = Vec::new();
    for before in all(documents.old) {
        let same = before.id().and_then(|id| by_id.get(id));
        if let Some(after) = same.or_else(|| by_request.get(&request(&before))) {
            changes.extend(of_operation(documents, &before, after));
        }
    }
    changes
}

fn of_operation(
    documents: &Documents<'_>,
    old: &Operation<'_>,
    new: &Operation<'_>,
) -> Vec<Change> {
    let request = new.request();
    let id = new.id().unwrap_or(&request);
    let group = documents.owners.of_operation(id);
    let mut changes = Vec::new();
    let (before, after) = (old.own_or_shared("servers"), new.own_or_shared("servers"));
    if before != after {
        let kind = Kind::ServersChanged;
        changes.push(changed(kind, group, id, before, after));
    }
    changes.extend(security(documents, group, id, (old, new)));
    changes.extend(parameters::changes(documents, group, id, (old, new)));
    let (before, after) = (old.value.get("requestBody"), new.value.get("requestBody"));
    if let Some((before, after)) = before.zip(after)
        && !is_same_reference(before, after)
    {
        let both = (
            resolved(documents.old, before),
            resolved(documents.new, after),
        );
        changes.extend(of_body(documents, group, &format!("{id} request"), both));
    }
    changes.extend(responses::changes(documents, group, id, (old, new)));
    changes
}

/// Compares two request bodies. Whether one is required is a fact of the method only where the configuration says so.
pub(super) fn of_body(
    documents: &Documents<'_>,
    group: &str,
    item: &str,
    (old, new): (&Value, &Value),
) -> Vec<Change> {
    let mut changes = content::changes(
        documents,
        group,
        item,
        (old.get("content"), new.get("content")),
    );
    let is_required = |body: &Value| body.get("required") == Some(&Value::Bool(true));
    if is_required(old) != is_required(new) {
        let item = format!("{item} required");
        let (before, after) = (old.get("required"), new.get("required"));
        changes.push(changed(Kind::SchemaChanged, group, item, before, after));
    }
    changes
}

/// Compares the schemes of the alternatives that an operation declares; their scopes are part of the method.
fn security(
    documents: &Documents<'_>,
    group: &str,
    id: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) -> Option<Change> {
    let (own, others) = (old.value.get("security"), new.value.get("security"));
    if own.is_none() && others.is_none() {
        return None;
    }
    let before = schemes(own.or_else(|| documents.old.get("security")));
    let after = schemes(others.or_else(|| documents.new.get("security")));
    (before != after).then(|| {
        Change::new(Kind::SecurityChanged, group, id)
            .before(before)
            .after(after)
    })
}

fn schemes(security: Option<&Value>) -> String {
    let alternatives = security.and_then(Value::as_array).into_iter().flatten();
    let alternatives = alternatives.filter_map(Value::as_object).map(|schemes| {
        let names: Vec<&str> = schemes.keys().map(String::as_str).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(" + ")
        }
    });
    let alternatives: BTreeSet<String> = alternatives.collect();
    if alternatives.is_empty() {
        return "none".to_owned();
    }
    alternatives.into_iter().collect::<Vec<_>>().join(" or ")
}
