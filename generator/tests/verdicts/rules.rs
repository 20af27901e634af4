//! The kinds of changes that oasdiff knows, and what this review makes of each: `tests/verdicts/rules.yaml`.

use std::collections::BTreeSet;
use std::fs;

use generator::import::Document;
use generator::review::{Review, Version, review};
use generator::{Input, draft, json_pointer};
use serde_json::{Map, Value};

use crate::case::{config, folder, head};
use crate::level;

/// A change of the document, and the rules that are about it.
struct DocumentEdit {
    rules: Vec<String>,
    pointer: String,
    old: Value,
    new: Value,
}

#[test]
fn every_rule_has_its_verdict() {
    let path = folder().join("rules.yaml");
    let text = fs::read(&path).expect("rules");
    let rules = Document::parse("rules", &text).expect("YAML").to_value();
    let document = head(&rules["document"]);
    let mut known = BTreeSet::new();
    let (mut verdicts, mut unseen) = (Vec::new(), Vec::new());
    for edit in edits(&rules) {
        let verdict = verdict(&document, &edit);
        for rule in edit.rules {
            assert!(known.insert(rule.clone()), "twice: {rule}");
            match &verdict {
                Some(verdict) => verdicts.push(format!("{rule}: {verdict}\n")),
                None => unseen.push(rule),
            }
        }
    }
    assert!(unseen.is_empty(), "not reported: {unseen:#?}");
    for group in rules["nothing"].as_array().expect("list") {
        let reason = group["reason"].as_str().expect("reason");
        for rule in texts(&group["rules"]) {
            assert!(known.insert(rule.clone()), "twice: {rule}");
            verdicts.push(format!("{rule}: nothing, {reason}\n"));
        }
    }
    verdicts.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("rules", verdicts.concat()));
}

fn texts(value: &Value) -> Vec<String> {
    let texts = value.as_array().expect("list").iter();
    texts
        .map(|text| text.as_str().expect("text").to_owned())
        .collect()
}

fn edits(rules: &Value) -> Vec<DocumentEdit> {
    let places = &rules["places"];
    let pointer = |place: &str| match places.get(place).and_then(Value::as_str) {
        Some(pointer) => pointer.to_owned(),
        None => place.to_owned(),
    };
    let mut edits = Vec::new();
    for change in rules["changes"].as_array().expect("list") {
        let edit = |rules: Vec<String>, place: &str| DocumentEdit {
            rules,
            pointer: pointer(place),
            old: with_marks(place, &change["old"]),
            new: with_marks(place, &change["new"]),
        };
        match change["rule"].as_str() {
            Some(rule) => {
                let places = texts(&change["at"]).into_iter();
                edits.extend(places.map(|place| edit(vec![format!("{place}-{rule}")], &place)));
            }
            None => {
                let place = change["at"].as_str().expect("place");
                edits.push(edit(texts(&change["rules"]), place));
            }
        }
    }
    edits
}

/// Adds what the name of a place says of its schema.
fn with_marks(place: &str, value: &Value) -> Value {
    let mut value = value.clone();
    for (mark, key) in [("read-only", "readOnly"), ("write-only", "writeOnly")] {
        if place.contains(mark) {
            value[key] = true.into();
        }
    }
    value
}

/// Returns the level and the kinds of the changes, or the reason why the generator takes no such document.
fn verdict(document: &Value, edit: &DocumentEdit) -> Option<String> {
    let side = |value: &Value| version(&edited(document, &edit.pointer, value));
    match (side(&edit.old), side(&edit.new)) {
        (Ok(old), Ok(new)) => reported(&review(&old, &new)),
        (Err(error), _) | (_, Err(error)) => Some(format!("refused, {error}")),
    }
}

fn reported(review: &Review) -> Option<String> {
    let kinds: BTreeSet<_> = review.changes.iter().map(|change| change.kind).collect();
    let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
    let worst = review.level?;
    Some(format!("{} ({})", level(worst), names.join(", ")))
}

fn version(document: &Value) -> Result<Version, String> {
    let document = document.to_string();
    let draft = draft(Input {
        name: "document",
        document: document.as_bytes(),
        files: None,
        overlays: &[],
        config: &config(),
        docs: &[],
    });
    draft
        .map(|draft| Version::new("version", draft))
        .map_err(|error| error.to_string())
}

/// Returns the document with another value at a pointer; null removes what is there.
fn edited(document: &Value, pointer: &str, value: &Value) -> Value {
    let mut document = document.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer below the root");
    let key = json_pointer::unescape(key);
    let parent = at(&mut document, parent);
    match (parent, value) {
        (Value::Object(members), Value::Null) => {
            members.remove(&key);
        }
        (Value::Object(members), value) => {
            members.insert(key, value.clone());
        }
        (Value::Array(items), Value::Null) => {
            let index: usize = key.parse().expect("index");
            assert_eq!(
                index,
                items.len(),
                "only what is behind the last item may be absent"
            );
        }
        (Value::Array(items), value) => {
            let index: usize = key.parse().expect("index");
            items.splice(index..items.len().min(index + 1), [value.clone()]);
        }
        (other, _) => panic!("{pointer}: {other}"),
    }
    document
}

/// Returns the value at a pointer, with objects where there is nothing.
fn at<'v>(document: &'v mut Value, pointer: &str) -> &'v mut Value {
    if document.pointer(pointer).is_none() {
        let (parent, key) = pointer.rsplit_once('/').expect("pointer");
        let key = json_pointer::unescape(key);
        at(document, parent)
            .as_object_mut()
            .expect("object")
            .insert(key, Value::Object(Map::new()));
    }
    document.pointer_mut(pointer).expect("was added")
}
