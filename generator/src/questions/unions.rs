//! New unions whose variants are named after a JSON kind, because nothing in the document names them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::choice::Choice;
use super::pointers::{json_path, value};
use super::question::{Question, Topic};
use crate::draft::Draft;
use crate::ir::{Branch, Shape, TypeRef};

pub(super) fn questions(old: &Draft, new: &Draft) -> Vec<Question> {
    let known: BTreeSet<_> = old
        .api
        .types
        .values()
        .map(|ty| ty.pointer.as_str())
        .collect();
    let mut questions = Vec::new();
    for (id, ty) in new.api.types.iter() {
        let Shape::Union(union) = &ty.shape else {
            continue;
        };
        let unnamed = union
            .branches
            .iter()
            .filter(|branch| is_unnamed(branch))
            .count();
        if known.contains(ty.pointer.as_str()) || unnamed == 0 {
            continue;
        }
        let name = &new.names.ty(id).ident;
        let names = branch_names(&new.overlaid, &ty.pointer);
        let lines = format!(
            "  - target: {}\n    description: \"Names of the variants.\"\n    update: {{ x-rust-branches: [{}] }}",
            json_path(&new.overlaid, &ty.pointer),
            names.join(", ")
        );
        questions.push(Question {
            topic: Topic::Union,
            blocks: false,
            location: ty.pointer.clone(),
            what: format!("{unnamed} variants of `{name}` are named after a JSON kind"),
            choices: vec![
                Choice::name("name them, in the order of the document", lines),
                Choice::nothing("the names of the kinds say enough"),
            ],
        });
    }
    questions
}

/// Whether a variant that holds a type of its own is called `Object` or the like.
fn is_unnamed(branch: &Branch) -> bool {
    let kinds = ["object", "array", "integer", "number", "string", "boolean"];
    let holds_type = matches!(branch.ty, TypeRef::Named(_) | TypeRef::Boxed(_));
    holds_type && kinds.contains(&branch.name.as_str())
}

/// Returns a name for each branch: of its component, of its tag, or of the first property that only it has.
fn branch_names(document: &Value, pointer: &str) -> Vec<String> {
    let schema = value(document, pointer);
    let branches = ["oneOf", "anyOf"]
        .iter()
        .find_map(|keyword| schema?.get(keyword)?.as_array());
    let Some(branches) = branches else {
        return vec!["…".to_owned()];
    };
    let names = branches.iter().enumerate().map(|(index, branch)| {
        let component = branch.get("$ref").and_then(Value::as_str);
        let component = component.and_then(|reference| reference.rsplit('/').next());
        let name = component.map(str::to_owned);
        let name = name
            .or_else(|| tag(branch))
            .or_else(|| own_property(branches, index));
        let kind = || {
            branch
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or("object")
                .to_owned()
        };
        crate::names::pascal(&crate::names::snake(&name.unwrap_or_else(kind)))
    });
    names.collect()
}

/// The only value of a property.
fn tag(branch: &Value) -> Option<String> {
    let mut properties = branch.get("properties")?.as_object()?.values();
    properties.find_map(
        |property| match property.get("enum")?.as_array()?.as_slice() {
            [Value::String(only)] => Some(only.clone()),
            _ => None,
        },
    )
}

fn own_property(branches: &[Value], index: usize) -> Option<String> {
    let names = |branch: &Value| -> BTreeSet<String> {
        let properties = branch.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    let others = branches
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index);
    let others: BTreeSet<String> = others.flat_map(|(_, branch)| names(branch)).collect();
    names(branches.get(index)?)
        .into_iter()
        .find(|name| !others.contains(name))
}
