//! Parameters and headers: their schemas, and how a value is written.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::changed::changed;
use super::documents::Documents;
use super::operation::Operation;
use super::reference::{is_same_reference, resolved};
use super::{content, schemas};
use crate::review::change::Change;
use crate::review::kind::Kind;

/// Members of a parameter that a method shows, as a rule; they are reported where none did.
const SHOWN: [&str; 2] = ["deprecated", "required"];

/// Parameters by location and name, as they are written: possibly a reference.
type ParametersByName<'v> = BTreeMap<(&'v str, &'v str), &'v Value>;

/// Compares the parameters of an operation.
pub(super) fn changes(
    documents: &Documents<'_>,
    group: &str,
    id: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) -> Vec<Change> {
    let (before, after) = (all(documents.old, old), all(documents.new, new));
    let mut changes = Vec::new();
    for (key, parameter) in &before {
        let item = format!("{id} {}", key.1);
        match after.get(key) {
            Some(other) if is_same_reference(parameter, other) => {}
            Some(other) => {
                let (old, new) = (
                    resolved(documents.old, parameter),
                    resolved(documents.new, other),
                );
                changes.extend(of_parameter(documents, group, &item, (old, new)));
            }
            None if documents.is_shown(group, key.1) => {}
            None => changes.push(
                Change::new(Kind::SchemaChanged, group, item)
                    .before(format!("{} parameter", key.0)),
            ),
        }
    }
    let added = after.keys().filter(|key| !before.contains_key(*key));
    let added = added.filter(|key| !documents.is_shown(group, key.1));
    changes.extend(added.map(|(location, name)| {
        Change::new(Kind::SchemaChanged, group, format!("{id} {name}"))
            .after(format!("{location} parameter"))
    }));
    changes
}

/// The parameters of an operation, and those of its path that it does not replace.
fn all<'v>(document: &'v Value, operation: &Operation<'v>) -> ParametersByName<'v> {
    let lists = [operation.path_item, operation.value];
    let lists = lists
        .into_iter()
        .filter_map(|owner| owner.get("parameters"));
    let parameters = lists.filter_map(Value::as_array).flatten();
    let parameters = parameters.filter_map(|parameter| {
        let own = resolved(document, parameter);
        let text = |key: &str| own.get(key).and_then(Value::as_str);
        Some(((text("in")?, text("name")?), parameter))
    });
    parameters.collect()
}

/// Compares two parameters or headers; a header has no name and location of its own.
pub(super) fn of_parameter(
    documents: &Documents<'_>,
    group: &str,
    item: &str,
    (old, new): (&Value, &Value),
) -> Vec<Change> {
    let name = new.get("name").and_then(Value::as_str).unwrap_or_default();
    let mut changes = Vec::new();
    let (before, after) = (written(old), written(new));
    if before != after {
        let shown = |own: &Map<String, Value>, other: &Map<String, Value>| {
            let own = own
                .iter()
                .filter(|(key, value)| other.get(*key) != Some(value));
            let own = own.map(|(key, value)| format!("{key} {value}"));
            own.collect::<Vec<_>>().join(", ")
        };
        changes.push(
            Change::new(Kind::SerializationChanged, group, item)
                .before(shown(&before, &after))
                .after(shown(&after, &before)),
        );
    }
    for keyword in SHOWN {
        let is_set = |parameter: &Value| parameter.get(keyword) == Some(&Value::Bool(true));
        if is_set(old) != is_set(new) && !documents.is_shown(group, name) {
            let text = |set: bool| set.then_some(Value::Bool(true));
            let (before, after) = (text(is_set(old)), text(is_set(new)));
            let item = format!("{item} {keyword}");
            let kind = Kind::SchemaChanged;
            changes.push(changed(kind, group, item, before.as_ref(), after.as_ref()));
        }
    }
    let content = (old.get("content"), new.get("content"));
    if content.0.is_some() || content.1.is_some() {
        changes.extend(content::changes(documents, group, item, content));
    }
    if let Some((before, after)) = old.get("schema").zip(new.get("schema")) {
        changes.extend(schemas::compared(
            documents,
            group,
            item,
            (name, before),
            after,
        ));
    }
    changes
}

/// Returns how a value is written, with the defaults of OpenAPI.
fn written(parameter: &Value) -> Map<String, Value> {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str);
    let is_set = |key: &str| parameter.get(key).and_then(Value::as_bool);
    let default = match text("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let style = text("style").unwrap_or(default);
    let written = json!({
        "style": style,
        "explode": is_set("explode").unwrap_or(style == "form"),
        "allowReserved": is_set("allowReserved").unwrap_or(false),
        "allowEmptyValue": is_set("allowEmptyValue").unwrap_or(false),
    });
    written.as_object().cloned().unwrap_or_default()
}
