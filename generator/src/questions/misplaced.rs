//! Documentation of types in the file of a group that no longer uses them.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Choice, Edit};
use super::question::{Question, Topic};
use super::yaml_entries::{YamlEntry, anchors, entries, stale};
use crate::docs::DocsError;
use crate::draft::Draft;

/// The section of a file that documents types.
const TYPES: &str = "types";

/// One question per file.
pub(super) fn questions(new: &Draft, docs: &[(&str, &str)]) -> Vec<Question> {
    let misplaced = new.docs.iter().filter(|error| !error.owners.is_empty());
    let misplaced: Vec<&DocsError> = misplaced.collect();
    let unused = new.docs.iter().filter(|error| error.is_unused);
    let unused: BTreeSet<&str> = unused.map(|error| error.location.as_str()).collect();
    let of_files = docs.iter().filter_map(|(path, text)| {
        let own = misplaced.iter().filter_map(|error| {
            let key = error.location.strip_prefix(&format!("{path}: "))?;
            Some((key.to_owned(), *error))
        });
        let own: BTreeMap<String, &DocsError> = own.collect();
        (!own.is_empty()).then(|| question(path, text, &own, &unused, docs))
    });
    of_files.collect()
}

fn question(
    path: &str,
    text: &str,
    misplaced: &BTreeMap<String, &DocsError>,
    unused: &BTreeSet<&str>,
    docs: &[(&str, &str)],
) -> Question {
    let lines: Vec<&str> = text.lines().collect();
    let entries = entries(&lines);
    let is_below = |dotted: &str, key: &str| {
        dotted
            .strip_prefix(key)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let goes = stale(&entries, |dotted| {
        misplaced.keys().any(|key| is_below(dotted, key))
            || unused.contains(format!("{path}: {dotted}").as_str())
    });
    let goes = |index: usize| goes.get(index).copied().unwrap_or_default();
    let mut edits = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let dotted = entry.path.join(".");
        let has_misplaced = misplaced.keys().any(|key| is_below(key, &dotted));
        // The outermost entry: a section without entries is invalid.
        if has_misplaced && goes(index) && !entry.parent.is_some_and(goes) {
            let outer = entry.path.split_last().map_or(&[][..], |(_, outer)| outer);
            edits.push(Edit::remove(
                path,
                anchors(&entries, &lines, outer),
                own(entry, &lines),
            ));
        }
    }
    edits.extend(additions(path, (&entries, &lines), misplaced, docs));
    let owners: BTreeSet<&str> = misplaced
        .values()
        .flat_map(|error| &error.owners)
        .map(String::as_str)
        .collect();
    let owners: Vec<_> = owners
        .into_iter()
        .map(|group| format!("`{group}`"))
        .collect();
    let keys: Vec<_> = misplaced.keys().map(|key| format!("`{key}`")).collect();
    Question {
        topic: Topic::Documentation,
        blocks: true,
        location: path.to_owned(),
        what: format!(
            "documents types that its group does not use: {}",
            keys.join(", ")
        ),
        choices: vec![Choice {
            meaning: format!(
                "moved to the file of a group that uses them, one of {}",
                owners.join(", ")
            ),
            edits,
            option: None,
        }],
    }
}

fn own(entry: &YamlEntry, lines: &[&str]) -> String {
    lines
        .get(entry.first..entry.end)
        .unwrap_or_default()
        .join("\n")
}

/// Returns the edits that add the entries to the file of the first group that uses each.
fn additions(
    path: &str,
    (entries, lines): (&[YamlEntry], &[&str]),
    misplaced: &BTreeMap<String, &DocsError>,
    docs: &[(&str, &str)],
) -> Vec<Edit> {
    let mut by_owner: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in entries {
        let error = misplaced.get(&entry.path.join("."));
        if let Some(owner) = error.and_then(|error| error.owners.first()) {
            by_owner.entry(owner).or_default().push(own(entry, lines));
        }
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let edits = by_owner.into_iter().map(|(owner, texts)| {
        let file = format!("{folder}/{owner}.yaml");
        let known = docs.iter().find(|(path, _)| *path == file);
        let known: Vec<&str> = known.map_or(Vec::new(), |(_, text)| text.lines().collect());
        let section = anchors(
            &super::yaml_entries::entries(&known),
            &known,
            &[TYPES.to_owned()],
        );
        let text = texts.join("\n");
        if section.is_empty() {
            Edit::add(file, section, format!("{TYPES}:\n{text}"))
        } else {
            Edit::add(file, section, text)
        }
    });
    edits.collect()
}
