//! Inline types that would get another name, although their schemas did not change.
//!
//! A type that several operations share is named after the first one that uses it. An operation that comes or goes may be
//! the first, and would rename a type that programs use.

use std::collections::BTreeMap;

use super::choice::Choice;
use super::pointers::json_path;
use super::question::{Question, Topic};
use crate::draft::Draft;
use crate::ir::{Home, NameHint, TypeDef, TypeId};

pub(super) fn questions(old: &Draft, new: &Draft) -> Vec<Question> {
    let known = names(old);
    let mut questions = Vec::new();
    let mut kept = BTreeMap::new();
    for (id, ty) in new.api.types.iter() {
        let now = name(new, id);
        let Some(before) = pointers(ty).find_map(|pointer| known.get(pointer)) else {
            continue;
        };
        if *before == now || follows(&ty.name, &kept, before, &now) {
            continue;
        }
        if !matches!(
            ty.name,
            NameHint::Inside { .. } | NameHint::OfOperation { .. }
        ) {
            continue;
        }
        kept.insert(now.clone(), before.clone());
        // A type that had a name keeps it by its own question.
        let is_new = |owner: &&TypeDef| !pointers(owner).any(|pointer| known.contains_key(pointer));
        let owner = owner(new, ty, before).filter(is_new);
        questions.push(question(new, ty, (before, &now), owner));
    }
    questions
}

/// The names of the inline types of a version, by the pointer of each schema that became the type.
fn names(draft: &Draft) -> BTreeMap<&str, String> {
    let types = draft.api.types.iter();
    let names =
        types.flat_map(|(id, ty)| pointers(ty).map(move |pointer| (pointer, name(draft, id))));
    names.collect()
}

fn name(draft: &Draft, id: TypeId) -> String {
    draft.names.ty(id).ident.to_string()
}

/// Returns the type that has a name where another type is visible.
fn owner<'d>(draft: &'d Draft, ty: &TypeDef, taken: &str) -> Option<&'d TypeDef> {
    let is_near = |other: &TypeDef| {
        other.home == ty.home || other.home == Home::Shared || ty.home == Home::Shared
    };
    let mut types = draft.api.types.iter();
    let owner = types.find(|(id, other)| is_near(other) && name(draft, *id) == taken);
    owner.map(|(_, owner)| owner)
}

fn pointers(ty: &TypeDef) -> impl Iterator<Item = &str> {
    let shared = ty.shared_with.iter().map(String::as_str);
    [ty.pointer.as_str()].into_iter().chain(shared)
}

/// Whether the name is made of that of a type around it, which keeps its name already.
fn follows(hint: &NameHint, kept: &BTreeMap<String, String>, before: &str, now: &str) -> bool {
    let mut kept = kept.iter();
    matches!(hint, NameHint::Inside { .. })
        && kept.any(|(around_now, around_before)| {
            let rest = now.strip_prefix(around_now.as_str());
            rest.is_some_and(|rest| before.strip_prefix(around_before.as_str()) == Some(rest))
        })
}

/// Returns the question about a type that loses its name, possibly to a new one.
fn question(
    new: &Draft,
    ty: &TypeDef,
    (before, now): (&str, &str),
    owner: Option<&TypeDef>,
) -> Question {
    let mut lines = named(new, ty, before);
    let (reason, stays) = match owner {
        None => (
            "another schema is now the first that shares it".to_owned(),
            "the name stays, and no program breaks",
        ),
        Some(owner) => {
            lines.push('\n');
            lines.push_str(&named(new, owner, "…"));
            (
                format!("the new type at {} has its name", owner.pointer),
                "the name stays, and no program breaks; the new type gets another one",
            )
        }
    };
    Question {
        topic: Topic::Name,
        blocks: true,
        location: ty.pointer.clone(),
        what: format!("the type `{before}` becomes `{now}`, because {reason}"),
        choices: vec![
            Choice::name(stays, lines),
            Choice::option(
                "the new name: programs that use the old one break",
                format!("--accept-rename {before}"),
            ),
        ],
    }
}

/// Returns the actions that give a type a name.
fn named(new: &Draft, ty: &TypeDef, name: &str) -> String {
    // All of its schemas: with different names they are different types.
    let actions = pointers(ty).map(|pointer| {
        format!(
            "  - target: {}\n    update: {{ x-rust-name: {name} }}",
            json_path(&new.overlaid, pointer)
        )
    });
    actions.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, draft};

    const CONFIG: &str = "\
reference = 'https://docs.example.com/{operation}'

[groups.widgets]
title = 'Widgets'
noun = 'widget'
tags = ['Widgets']
prefixes = ['widgets']
";

    /// A document with an operation for each name, which all return the same links.
    fn document(names: &[&str]) -> String {
        let operations = names.iter().map(|name| {
            format!(
                "  /v2/{name}:
    get:
      operationId: widgets_{name}
      tags: [Widgets]
      responses:
        '200': {{description: '', content: {{application/json: {{schema: {{type: object, properties: {{{name}: {{type: string}}, links: {{type: object, properties: {{next: {{type: string}}}}}}}}}}}}}}}}
"
            )
        });
        let head = "openapi: 3.0.3\ninfo: {title: Widgets, version: '1'}\npaths:\n";
        head.to_owned() + &operations.collect::<String>()
    }

    fn of(document: &str, overlays: &[(&str, &str)]) -> Draft {
        draft(Input {
            name: "document",
            document: document.as_bytes(),
            overlays,
            config: CONFIG,
            docs: &[],
            files: None,
        })
        .expect("a draft")
    }

    #[test]
    fn an_added_operation_renames_no_type_where_the_offered_lines_are_taken() {
        let old = of(&document(&["second", "third"]), &[]);
        let added = document(&["first", "second", "third"]);
        let questions = questions(&old, &of(&added, &[]));
        let [question] = questions.as_slice() else {
            panic!("not one question: {questions:#?}");
        };
        assert!(question.blocks);
        let option = question.choices[1].option.as_deref();
        assert!(option.is_some_and(|option| option.starts_with("--accept-rename ")));
        let lines = &question.choices[0].edits[0].lines;
        let head = "overlay: 1.0.0\ninfo: {title: Names, version: 1.0.0}\nactions:\n";
        let overlay = format!("{head}{lines}\n");
        let kept = of(&added, &[("20-names.yaml", &overlay)]);
        assert!(super::questions(&old, &kept).is_empty());
        let name = names(&old)
            .into_values()
            .find(|name| name.ends_with("Links"));
        assert!(names(&kept).into_values().any(|kept| Some(kept) == name));
    }

    /// Returns a document with a component that an operation returns, in addition to others.
    fn with_component(document: &str, component: &str) -> String {
        let schema = "{type: object, properties: {text: {type: string}, number: {type: integer}}}";
        format!(
            "{document}  /v2/other:
    get:
      operationId: widgets_other
      tags: [Widgets]
      responses:
        '200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/{component}'}}}}}}}}
components: {{schemas: {{{component}: {schema}}}}}
"
        )
    }

    #[test]
    fn a_new_type_takes_no_name_where_the_offered_lines_are_completed() {
        let old = of(&document(&["second", "third"]), &[]);
        let name = names(&old)
            .into_values()
            .find(|name| name.ends_with("Links"));
        let name = name.expect("a type for links");
        let added = with_component(&document(&["first", "second", "third"]), &name);
        let questions = questions(&old, &of(&added, &[]));
        let [question] = questions.as_slice() else {
            panic!("not one question: {questions:#?}");
        };
        assert!(
            question
                .what
                .contains(&format!("#/components/schemas/{name} has its name"))
        );
        let lines = question.choices[0].edits[0].lines.replace('…', "Other");
        let head = "overlay: 1.0.0\ninfo: {title: Names, version: 1.0.0}\nactions:\n";
        let kept = of(&added, &[("20-names.yaml", &format!("{head}{lines}\n"))]);
        assert!(super::questions(&old, &kept).is_empty());
        let kept = names(&kept);
        assert_eq!(
            kept.get(format!("#/components/schemas/{name}").as_str()),
            Some(&"Other".to_owned())
        );
        assert!(kept.into_values().any(|kept| kept == name));
    }

    #[test]
    fn an_operation_that_is_not_the_first_causes_no_question() {
        let old = of(&document(&["first", "second"]), &[]);
        let new = of(&document(&["first", "second", "third"]), &[]);
        assert!(questions(&old, &new).is_empty());
    }
}
