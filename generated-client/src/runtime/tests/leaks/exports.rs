//! The exports of the crate, read from its sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const EXPORTS: [&str; 2] = [
    include_str!("../../public.rs"),
    include_str!("../../../fake/mod.rs"),
];

pub(super) struct Exports {
    /// The types that have values.
    pub(super) types: BTreeSet<String>,
    /// Those of them that have a text.
    pub(super) texts: BTreeSet<String>,
}

pub(super) fn read() -> Exports {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = String::new();
    collect(&folder.join("runtime"), &mut sources);
    collect(&folder.join("fake"), &mut sources);
    let names: BTreeSet<_> = EXPORTS.into_iter().flat_map(exported).collect();
    assert!(names.contains("Client") && names.contains("RecordedRequest"));
    let mut exports = Exports {
        types: BTreeSet::new(),
        texts: BTreeSet::new(),
    };
    for name in names {
        if !has_values(&sources, &name) {
            continue;
        }
        if declares(&sources, "Display for", &name) {
            exports.texts.insert(name.clone());
        }
        exports.types.insert(name);
    }
    exports
}

/// Appends all sources below a folder, but for the tests.
fn collect(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("tests") {
            continue;
        }
        if path.is_dir() {
            collect(&path, sources);
        } else {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Returns the names that a module exports.
fn exported(module: &str) -> Vec<String> {
    let mut names = Vec::new();
    for statement in module.split(';') {
        let Some((_, path)) = statement.split_once("\npub use ") else {
            continue;
        };
        let list = path.split_once('{').map_or(path, |(_, list)| list);
        names.extend(list.split(',').filter_map(|item| {
            let name = item.trim().trim_end_matches('}').trim();
            let name = name.rsplit("::").next()?.to_owned();
            (!name.is_empty()).then_some(name)
        }));
    }
    names
}

/// Returns whether a name is a type that has values: not a trait, an alias or an empty enum.
fn has_values(sources: &str, name: &str) -> bool {
    let is_type = ["pub struct", "pub enum"]
        .iter()
        .any(|keyword| declares(sources, keyword, name));
    let is_other = ["pub trait", "pub type"]
        .iter()
        .any(|keyword| declares(sources, keyword, name));
    assert!(is_type != is_other, "what is `{name}`?");
    is_type && !sources.contains(&format!("pub enum {name} {{}}"))
}

/// Returns whether a name follows a keyword.
fn declares(sources: &str, keyword: &str, name: &str) -> bool {
    let start = format!("{keyword} {name}");
    sources.match_indices(&start).any(|(place, _)| {
        let next = sources[place + start.len()..].chars().next();
        !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    })
}
