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

    const CONFIG: &str = include_str!("kept_names/codegen.toml");

    const DOCUMENT: &str = include_str!("kept_names/document.yaml");

    /// The component of the document: a name that the links of the second operation have without it.
    const TAKEN: &str = "SecondResponseLinks";

    /// Returns the document with some of its operations.
    fn document(names: &[&str]) -> String {
        let mut document: serde_json::Value = serde_yaml::from_str(DOCUMENT).expect("YAML");
        let paths = document["paths"].as_object_mut().expect("paths");
        paths.retain(|path, _| names.iter().any(|name| path.ends_with(name)));
        document.to_string()
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

    #[test]
    fn a_new_type_takes_no_name_where_the_offered_lines_are_completed() {
        let old = of(&document(&["second", "third"]), &[]);
        assert!(names(&old).into_values().any(|name| name == TAKEN));
        let added = document(&["first", "second", "third", "other"]);
        let questions = questions(&old, &of(&added, &[]));
        let [question] = questions.as_slice() else {
            panic!("not one question: {questions:#?}");
        };
        assert!(
            question
                .what
                .contains(&format!("#/components/schemas/{TAKEN} has its name"))
        );
        let lines = question.choices[0].edits[0].lines.replace('…', "Other");
        let head = "overlay: 1.0.0\ninfo: {title: Names, version: 1.0.0}\nactions:\n";
        let kept = of(&added, &[("20-names.yaml", &format!("{head}{lines}\n"))]);
        assert!(super::questions(&old, &kept).is_empty());
        let kept = names(&kept);
        assert_eq!(
            kept.get(format!("#/components/schemas/{TAKEN}").as_str()),
            Some(&"Other".to_owned())
        );
        assert!(kept.into_values().any(|kept| kept == TAKEN));
    }

    #[test]
    fn an_operation_that_is_not_the_first_causes_no_question() {
        let old = of(&document(&["first", "second"]), &[]);
        let new = of(&document(&["first", "second", "third"]), &[]);
        assert!(questions(&old, &new).is_empty());
    }
}
