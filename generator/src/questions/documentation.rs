//! New items without a sentence in `spec/docs`, and sentences whose items are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Choice, Edit};
use super::misplaced;
use super::question::{Question, Topic};
use super::yaml_entries::{anchors, entries, stale};
use crate::docs::{ItemKind, skeleton};
use crate::draft::Draft;

/// The placeholder for a text that a person writes.
const PLACEHOLDER: &str = "\"…\"";

/// The file with the nouns of types.
const NOUNS: &str = "spec/docs/_nouns.yaml";

pub(super) fn questions(old: &Draft, new: &Draft, docs: &[(&str, &str)]) -> Vec<Question> {
    let mut questions = missing(old, new, docs);
    questions.extend(nouns(new));
    questions.extend(unused(new, docs));
    questions.extend(misplaced::questions(new, docs));
    let others = new.docs.iter();
    let others = others.filter(|error| !error.is_unused && error.owners.is_empty());
    let others = others.filter(|error| error.without_noun.is_none());
    questions.extend(others.map(|error| Question {
        topic: Topic::Documentation,
        blocks: true,
        location: error.location.clone(),
        what: error.message.clone(),
        choices: Vec::new(),
    }));
    questions
}

/// One question for the types that have no noun for shared sentences.
fn nouns(new: &Draft) -> Option<Question> {
    let errors = new.docs.iter();
    let keys: BTreeSet<&str> = errors
        .filter_map(|error| error.without_noun.as_deref())
        .collect();
    if keys.is_empty() {
        return None;
    }
    let lines: Vec<_> = keys
        .iter()
        .map(|key| format!("  {key}: {PLACEHOLDER}"))
        .collect();
    Some(Question {
        topic: Topic::Documentation,
        blocks: true,
        location: NOUNS.to_owned(),
        what: format!("{} types have no noun for shared sentences", keys.len()),
        choices: vec![Choice {
            meaning: "what one calls each of them, such as `load balancer`".to_owned(),
            edits: vec![Edit::add(
                NOUNS,
                vec!["nouns:".to_owned()],
                lines.join("\n"),
            )],
            option: None,
        }],
    })
}

/// One question per group: the keys of the new items, to be completed.
fn missing(old: &Draft, new: &Draft, docs: &[(&str, &str)]) -> Vec<Question> {
    let coverage = new.coverage.undocumented_since(&old.coverage);
    let groups: BTreeSet<&str> = coverage
        .items
        .iter()
        .map(|item| item.group.as_str())
        .collect();
    let mut questions = Vec::new();
    for group in groups {
        let frame = skeleton(&new.api, &coverage, group);
        let file = format!("spec/docs/{group}.yaml");
        let known = docs
            .iter()
            .find(|(path, _)| file.ends_with(path) || path.ends_with(&file));
        let known = known.map_or("", |(_, text)| *text);
        let of_group = coverage.items.iter().filter(|item| item.group == group);
        let mut counts: BTreeMap<ItemKind, usize> = BTreeMap::new();
        for item in of_group {
            *counts.entry(item.kind).or_default() += 1;
        }
        let counts: Vec<_> = counts
            .iter()
            .map(|(kind, count)| kind.counted(*count))
            .collect();
        questions.push(Question {
            topic: Topic::Documentation,
            blocks: true,
            location: format!("group `{group}`"),
            what: format!("new items without a sentence: {}", counts.join(", ")),
            choices: vec![
                Choice {
                    meaning: "write one for each whose name does not say everything".to_owned(),
                    edits: additions(&file, known, &frame),
                    option: None,
                },
                Choice::option("leave them for later", "--undocumented"),
            ],
        });
    }
    questions
}

/// Returns the edits that add a frame to a file: each part below what the file has of it already.
fn additions(file: &str, known: &str, frame: &str) -> Vec<Edit> {
    let known_lines: Vec<&str> = known.lines().collect();
    let known = entries(&known_lines);
    let lines: Vec<&str> = frame.lines().collect();
    let parts = entries(&lines);
    let mut edits: Vec<Edit> = Vec::new();
    for part in &parts {
        let around = part.parent.and_then(|parent| parts.get(parent));
        let has = |path: &[String]| known.iter().any(|entry| entry.path == path);
        // Only the outermost part that the file does not have, below what it has.
        let is_below_known = around.is_none_or(|around| has(&around.path));
        if has(&part.path) || !is_below_known {
            continue;
        }
        let anchors = around.map_or(Vec::new(), |around| {
            anchors(&known, &known_lines, &around.path)
        });
        let own = part.with_comments(&lines).iter();
        let own: Vec<_> = own.map(|line| completed(line)).collect();
        let text = own.join("\n");
        // One edit for all parts that belong below the same line, in their order.
        match edits.iter_mut().find(|edit| edit.below == anchors) {
            Some(edit) => {
                edit.lines.push('\n');
                edit.lines.push_str(&text);
            }
            None => edits.push(Edit::add(file, anchors, text)),
        }
    }
    edits
}

/// Returns a line of a frame with a place for its sentence, if it is one for a sentence.
fn completed(line: &str) -> String {
    let text = line.trim_start();
    let is_text = text.starts_with("docs:") || text == "group:" || line.starts_with("      ");
    match line.split_once(':') {
        Some((key, rest)) if is_text && !text.starts_with('#') => {
            format!("{key}: {PLACEHOLDER}{rest}")
        }
        _ => line.to_owned(),
    }
}

/// Entries that match nothing, as large as possible: a whole type instead of its fields.
fn unused(new: &Draft, docs: &[(&str, &str)]) -> Vec<Question> {
    let unused = new.docs.iter().filter(|error| error.is_unused);
    let unused: BTreeSet<&str> = unused.map(|error| error.location.as_str()).collect();
    let mut questions = Vec::new();
    for (path, text) in docs {
        let lines: Vec<&str> = text.lines().collect();
        let entries = entries(&lines);
        let stale = stale(&entries, |dotted| {
            unused.contains(format!("{path}: {dotted}").as_str())
        });
        for (index, entry) in entries.iter().enumerate() {
            let around = entry
                .parent
                .and_then(|parent| stale.get(parent))
                .copied()
                .unwrap_or_default();
            if !stale.get(index).copied().unwrap_or_default() || around {
                continue;
            }
            let outer = entry.path.split_last().map_or(&[][..], |(_, outer)| outer);
            let own = lines
                .get(entry.first..entry.end)
                .unwrap_or_default()
                .join("\n");
            let edit = Edit::remove(*path, anchors(&entries, &lines, outer), own);
            questions.push(Question {
                topic: Topic::Documentation,
                blocks: true,
                location: format!("{path}: {}", entry.path.join(".")),
                what: "documents what upstream removed or renamed".to_owned(),
                choices: vec![
                    Choice::edit("removed", edit),
                    Choice::nothing("renamed: write it under its new key"),
                ],
            });
        }
    }
    questions
}
