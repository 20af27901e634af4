//! Other crates whose types occur in the public API.

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;

use crate::exports::used;
use crate::source::Crate;

/// Returns the crates whose types the lines name.
pub(crate) fn crates(source: &Crate, lines: &BTreeSet<String>) -> BTreeSet<String> {
    let origins = origins(source);
    let own: BTreeSet<&str> = lines.iter().filter_map(|line| defined(line)).collect();
    let mut crates = BTreeSet::new();
    for line in lines {
        for path in paths(line) {
            let (first, rest) = path.split_once("::").unwrap_or((path, ""));
            let known = match rest.is_empty() {
                true if own.contains(first) => None,
                true => origins.get(first),
                false => origins.values().find(|origin| *origin == first),
            };
            crates.extend(known.cloned());
        }
    }
    crates
}

/// The crates by the names of the types that the modules import from them.
fn origins(source: &Crate) -> BTreeMap<String, String> {
    let mut origins = BTreeMap::new();
    for (module, items) in &source.modules {
        for item in items {
            let Item::Use(item) = item else { continue };
            for (name, path) in used(&item.tree, &[]) {
                let (Some(name), Some(first)) = (name, path.first()) else {
                    continue;
                };
                let mut inner = module.clone();
                inner.push(first.clone());
                let is_own = matches!(&**first, "crate" | "self" | "super")
                    || source.modules.contains_key(&inner);
                let is_type = name.starts_with(char::is_uppercase);
                if is_type && !is_own && !matches!(&**first, "std" | "generated") {
                    origins.insert(name, first.clone());
                }
            }
        }
    }
    origins
}

/// The name of the item that a line lists.
fn defined(line: &str) -> Option<&str> {
    let (kind, rest) = line.split_once(' ')?;
    let is_item = matches!(kind, "struct" | "enum" | "trait" | "type");
    let path = paths(rest).next().filter(|_| is_item)?;
    path.rsplit("::").next()
}

/// The paths and names in a line.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | ':');
    let words = line.split(move |sign| !is_part(sign));
    words
        .map(|word| word.trim_matches(':'))
        .filter(|word| !word.is_empty())
}
