//! Operations: bounds of parameters, media types, response headers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Context, resolved, schemas};
use crate::review::change::Change;
use crate::review::kind::Kind;

/// Keys of a path item that are operations.
const METHODS: [&str; 6] = ["delete", "get", "head", "patch", "post", "put"];

/// Returns every operation with its path and method.
pub(super) fn all(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        let operations = METHODS
            .iter()
            .filter_map(|method| Some((*method, item.get(method)?)));
        operations.map(move |(method, operation)| (path.as_str(), method, operation))
    })
}

fn by_id(document: &Value) -> BTreeMap<&str, &Value> {
    let operations = all(document).filter_map(|(_, _, operation)| {
        let id = operation.get("operationId").and_then(Value::as_str)?;
        Some((id, operation))
    });
    operations.collect()
}

pub(super) fn changes(context: &Context<'_>) -> Vec<Change> {
    let (old, new) = (by_id(context.old), by_id(context.new));
    let mut changes = Vec::new();
    for (id, before) in old {
        if let Some(after) = new.get(id) {
            changes.extend(of_operation(context, id, before, after));
        }
    }
    changes
}

fn of_operation(context: &Context<'_>, id: &str, old: &Value, new: &Value) -> Vec<Change> {
    let group = context.owners.of_operation(id);
    let mut changes = Vec::new();
    if old.get("servers") != new.get("servers") {
        let (before, after) = (old.get("servers"), new.get("servers"));
        changes.push(super::changed(
            Kind::ServersChanged,
            group,
            id,
            before,
            after,
        ));
    }
    let (before, after) = (parameters(context.old, old), parameters(context.new, new));
    for (key, schema) in &before {
        if let Some(other) = after.get(key) {
            let item = format!("{id} {}", key.1);
            changes.extend(schemas::compared(
                context,
                group,
                &item,
                (key.1, schema),
                other,
            ));
        }
    }
    let bodies = body(context.old, old).zip(body(context.new, new));
    if let Some((before, after)) = bodies {
        let item = format!("{id} request");
        changes.extend(content(context, group, &item, Some(before), Some(after)));
    }
    let empty = serde_json::Map::new();
    let responses = |operation: &'_ Value| {
        let responses = operation.get("responses").and_then(Value::as_object);
        responses.unwrap_or(&empty).clone()
    };
    let (before, after) = (responses(old), responses(new));
    for (status, response) in &before {
        let Some(other) = after.get(status) else {
            continue;
        };
        let (was, is) = (
            resolved(context.old, response),
            resolved(context.new, other),
        );
        // A shared response is compared once, with the components.
        if response.get("$ref").is_none() || response.get("$ref") != other.get("$ref") {
            let item = format!("{id} {status}");
            changes.extend(content(
                context,
                group,
                &item,
                was.get("content"),
                is.get("content"),
            ));
        }
        changes.extend(headers(group, &format!("{id} {status}"), was, is));
    }
    changes
}

/// Schemas of parameters by location and name.
fn parameters<'v>(
    document: &'v Value,
    operation: &'v Value,
) -> BTreeMap<(&'v str, &'v str), &'v Value> {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().filter_map(|parameter| {
        let parameter = resolved(document, parameter);
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        Some(((text("in")?, text("name")?), parameter.get("schema")?))
    });
    parameters.collect()
}

fn body<'v>(document: &'v Value, operation: &'v Value) -> Option<&'v Value> {
    resolved(document, operation.get("requestBody")?).get("content")
}

/// Media types, and the schemas that are written in place.
pub(super) fn content(
    context: &Context<'_>,
    group: &str,
    item: &str,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Vec<Change> {
    let empty = serde_json::Map::new();
    let old = old.and_then(Value::as_object).unwrap_or(&empty);
    let new = new.and_then(Value::as_object).unwrap_or(&empty);
    let mut changes = Vec::new();
    // Whether there are events is a change of the method.
    let shown = |content: &serde_json::Map<String, Value>| {
        let media = content.keys().filter(|media| *media != "text/event-stream");
        media.cloned().collect::<Vec<_>>().join(", ")
    };
    if shown(old) != shown(new) {
        changes.push(
            Change::new(Kind::SchemaChanged, group, format!("{item} media types"))
                .before(shown(old))
                .after(shown(new)),
        );
    }
    for (media, before) in old {
        let schemas = before
            .get("schema")
            .zip(new.get(media).and_then(|m| m.get("schema")));
        if let Some((before, after)) = schemas {
            changes.extend(schemas::compared(context, group, item, ("", before), after));
        }
    }
    changes
}

fn headers(group: &str, item: &str, old: &Value, new: &Value) -> Option<Change> {
    let names = |response: &'_ Value| -> BTreeSet<String> {
        let headers = response.get("headers").and_then(Value::as_object);
        headers
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    let (before, after) = (names(old), names(new));
    let shown = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(", ");
    (before != after).then(|| {
        Change::new(Kind::HeadersChanged, group, item)
            .before(shown(before))
            .after(shown(after))
    })
}
