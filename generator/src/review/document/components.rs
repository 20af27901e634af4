//! Components: what several operations share is compared once.

use std::collections::BTreeSet;

use serde_json::Value;

use super::documents::Documents;
use super::{operations, owners, parameters, responses, schemas};
use crate::review::change::Change;

/// A component of both versions.
#[derive(Clone, Copy, Debug)]
struct Component<'v> {
    kind: &'v str,
    name: &'v str,
    old: &'v Value,
    new: &'v Value,
}

/// Compares the components that both versions have and that an operation uses.
pub(super) fn changes(documents: &Documents<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for component in common(documents, "schemas") {
        let Component { name, old, new, .. } = component;
        let group = documents.owners.of_component(&component.key());
        changes.extend(schemas::compared(documents, group, name, (name, old), new));
    }
    for component in common(documents, "responses") {
        let group = documents.owners.of_component(&component.key());
        let both = (component.old, component.new);
        changes.extend(responses::of_response(
            documents,
            group,
            component.name,
            both,
        ));
    }
    for component in common(documents, "requestBodies") {
        let group = documents.owners.of_component(&component.key());
        let both = (component.old, component.new);
        changes.extend(operations::of_body(documents, group, component.name, both));
    }
    for kind in ["parameters", "headers"] {
        for component in common(documents, kind) {
            let group = documents.owners.of_component(&component.key());
            let both = (component.old, component.new);
            changes.extend(parameters::of_parameter(
                documents,
                group,
                component.name,
                both,
            ));
        }
    }
    changes
}

impl Component<'_> {
    fn key(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }
}

fn common<'c>(documents: &'c Documents<'_>, kind: &'c str) -> impl Iterator<Item = Component<'c>> {
    let components = |document: &'c Value| {
        let components = document.pointer(&format!("/components/{kind}"));
        components.and_then(Value::as_object)
    };
    let others = components(documents.new);
    let components = components(documents.old).into_iter().flatten();
    components.filter_map(move |(name, old)| {
        let component = Component {
            kind,
            name,
            old,
            new: others?.get(name)?,
        };
        let is_used = documents.owners.is_used(&component.key());
        (is_used && !is_another(documents, component)).then_some(component)
    })
}

/// Whether a component is another one, which only has the same name: at most half of the properties are the same, and
/// nothing that refers to it did so before.
fn is_another(documents: &Documents<'_>, component: Component<'_>) -> bool {
    let properties = |schema: &Value| -> BTreeSet<String> {
        let properties = schema.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    let (old, new) = (properties(component.old), properties(component.new));
    let common = old.intersection(&new).count();
    if old.is_empty() || new.is_empty() || common * 2 > old.len().min(new.len()) {
        return false;
    }
    let reference = format!("#/components/{}", component.key());
    let old = owners::referring(documents.old, &reference);
    old.is_disjoint(&owners::referring(documents.new, &reference))
}
