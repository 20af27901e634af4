//! Components: what several operations share is compared once.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Context, operations, owners, parameters, responses, schemas};
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
pub(super) fn changes(context: &Context<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for component in common(context, "schemas") {
        let Component { name, old, new, .. } = component;
        let group = context.owners.of_component(&component.key());
        changes.extend(schemas::compared(context, group, name, (name, old), new));
    }
    for component in common(context, "responses") {
        let group = context.owners.of_component(&component.key());
        let both = (component.old, component.new);
        changes.extend(responses::of_response(context, group, component.name, both));
    }
    for component in common(context, "requestBodies") {
        let group = context.owners.of_component(&component.key());
        let both = (component.old, component.new);
        changes.extend(operations::of_body(context, group, component.name, both));
    }
    for kind in ["parameters", "headers"] {
        for component in common(context, kind) {
            let group = context.owners.of_component(&component.key());
            let both = (component.old, component.new);
            changes.extend(parameters::of_parameter(
                context,
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

fn common<'c>(context: &'c Context<'_>, kind: &'c str) -> impl Iterator<Item = Component<'c>> {
    let components = |document: &'c Value| {
        let components = document.pointer(&format!("/components/{kind}"));
        components.and_then(Value::as_object)
    };
    let others = components(context.new);
    let components = components(context.old).into_iter().flatten();
    components.filter_map(move |(name, old)| {
        let component = Component {
            kind,
            name,
            old,
            new: others?.get(name)?,
        };
        let is_used = context.owners.is_used(&component.key());
        (is_used && !is_another(context, component)).then_some(component)
    })
}

/// Whether a component is another one, which only has the same name: at most half of the properties are the same, and
/// nothing that refers to it did so before.
fn is_another(context: &Context<'_>, component: Component<'_>) -> bool {
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
    let old = owners::referring(context.old, &reference);
    old.is_disjoint(&owners::referring(context.new, &reference))
}
