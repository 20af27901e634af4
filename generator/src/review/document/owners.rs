//! Which groups use which components, by following references from operations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::operation;
use crate::review::change::CLIENT;
use crate::surface::Surface;

/// Groups by component, as `schemas/droplet`, and by `operationId`.
pub(super) struct Owners {
    components: BTreeMap<String, BTreeSet<String>>,
    operations: BTreeMap<String, String>,
}

impl Owners {
    pub(super) fn of(document: &Value, surface: &Surface) -> Self {
        let mut operations = BTreeMap::new();
        for (key, group) in &surface.groups {
            let methods = group.methods.values();
            operations.extend(methods.map(|method| (method.id.clone(), key.clone())));
        }
        let mut components: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for operation in operation::all(document) {
            let Some(group) = operation.id().and_then(|id| operations.get(id)) else {
                continue;
            };
            let shared = operation.path_item.get("parameters");
            let reached = [Some(operation.value), shared];
            let reached = reached.into_iter().flatten();
            for component in reached.flat_map(|value| reached_from(document, value)) {
                components
                    .entry(component)
                    .or_default()
                    .insert(group.clone());
            }
        }
        Self {
            components,
            operations,
        }
    }

    /// Returns the section of reports for a component.
    pub(super) fn of_component(&self, component: &str) -> &str {
        match self.components.get(component) {
            Some(groups) if groups.len() == 1 => groups.first().map_or(CLIENT, String::as_str),
            _ => CLIENT,
        }
    }

    /// Returns the group of an operation.
    pub(super) fn of_operation(&self, id: &str) -> &str {
        self.operations.get(id).map_or(CLIENT, String::as_str)
    }

    /// Whether any operation of the client uses a component.
    pub(super) fn is_used(&self, component: &str) -> bool {
        self.components.contains_key(component)
    }
}

/// Returns the components and operations whose own text has a reference.
pub(super) fn referring(document: &Value, reference: &str) -> BTreeSet<String> {
    let components = document.get("components").and_then(Value::as_object);
    let components = components.into_iter().flatten();
    let components = components.flat_map(|(kind, components)| {
        let components = components.as_object().into_iter().flatten();
        components.map(move |(name, value)| (format!("{kind}/{name}"), value))
    });
    let operations = operation::all(document);
    let operations = operations.map(|operation| (operation.request(), operation.value));
    let referring = components.chain(operations);
    let referring = referring.filter(|(_, value)| refers(value, reference));
    referring.map(|(name, _)| name).collect()
}

fn refers(value: &Value, reference: &str) -> bool {
    match value {
        Value::Object(members) => {
            members.get("$ref").and_then(Value::as_str) == Some(reference)
                || members.values().any(|value| refers(value, reference))
        }
        Value::Array(items) => items.iter().any(|value| refers(value, reference)),
        _ => false,
    }
}

fn reached_from(document: &Value, from: &Value) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                if let Some(component) = reference.and_then(|r| r.strip_prefix("#/components/"))
                    && reached.insert(component.to_owned())
                {
                    open.extend(document.pointer(&format!("/components/{component}")));
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    reached
}
