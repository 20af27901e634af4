//! References that point elsewhere than to components: into other files, paths, or parts of components.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bundle::bundle_leniently;
use super::document::into_value;
use super::grammar::NodeKind;
use super::node::{Data, Node};
use super::source::Sources;

/// Returns the document with a component for each target of such a reference.
///
/// `files` are the other files of the document by their path from its folder. A reference without a target is left as
/// it is, so that the stage that needs the target reports it.
pub(crate) fn resolve(
    name: &str,
    document: Value,
    files: Option<&BTreeMap<String, Vec<u8>>>,
) -> Value {
    if is_resolved(&document, &document, NodeKind::Document) {
        return document;
    }
    let entry = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let none = BTreeMap::new();
    let sources = Sources::with_entry(files.unwrap_or(&none), entry, node(&document));
    match bundle_leniently(&sources, entry) {
        Some(root) => into_value(root),
        None => document,
    }
}

/// Whether all references inside a value point to components that are themselves no references.
fn is_resolved(document: &Value, value: &Value, kind: NodeKind) -> bool {
    if matches!(
        kind,
        NodeKind::Value
            | NodeKind::Prose
            | NodeKind::Examples
            | NodeKind::Example
            | NodeKind::Sample
    ) {
        return true;
    }
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                return points_to_component(document, reference, kind);
            }
            members
                .iter()
                .all(|(key, value)| is_resolved(document, value, kind.member(key)))
        }
        Value::Array(items) => items
            .iter()
            .all(|item| is_resolved(document, item, kind.item())),
        _ => true,
    }
}

fn points_to_component(document: &Value, reference: &str, kind: NodeKind) -> bool {
    let path = reference.strip_prefix("#/components/");
    let Some((section, name)) = path.and_then(|path| path.split_once('/')) else {
        return false;
    };
    let target = document
        .get("components")
        .and_then(|components| components.get(section)?.get(name));
    // Schemas may be other names of schemas.
    let is_final =
        |target: &Value| kind.section() == Some("schemas") || target.get("$ref").is_none();
    kind.section() == Some(section) && target.is_some_and(is_final)
}

fn node(value: &Value) -> Node {
    let data = match value {
        Value::Null => Data::Null,
        Value::Bool(value) => Data::Bool(*value),
        Value::Number(number) => Data::Number(number.to_string()),
        Value::String(text) => Data::String(text.clone()),
        Value::Array(items) => Data::List(items.iter().map(node).collect()),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(key, value)| (key.clone(), node(value)));
            Data::Map(members.collect())
        }
    };
    Node::new(0, data)
}
