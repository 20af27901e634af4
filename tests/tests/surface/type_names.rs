//! A name of a type has one meaning in the whole project.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item};
use tests::files_below;
use tests::second_reader::root;

use crate::source::is_unit_test;

/// The folders with hand-written sources and tests of packages.
const FOLDERS: [&str; 8] = [
    "generated-client/src",
    "generated-client/tests",
    "generator/src",
    "generator/tests",
    "tests/src",
    "tests/tests",
    "xtask/src",
    "xtask/tests",
];

/// Files and folders in them that are left out: generated files, and unit tests, whose types are often examples.
const LEFT_OUT: [&str; 3] = ["generated", "tests", "tests.rs"];

/// The names of several types, and why they are the same thing.
const SHARED: &str = include_str!("shared-names.toml");

/// Adds the types that items declare, those in macros and inner modules included.
fn add(items: &[Item], names: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Mod(module) if !is_unit_test(&module.attrs) && module.ident != "sealed" => {
                let items = module.content.iter().flat_map(|(_, items)| items);
                add(&items.cloned().collect::<Vec<_>>(), names);
            }
            Item::Macro(item) => add_tokens(item.mac.tokens.clone(), names),
            item => {
                names.extend(name(item));
            }
        }
    }
}

/// Returns the type that an item declares.
fn name(item: &Item) -> Option<String> {
    let (name, attributes): (_, &[Attribute]) = match item {
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        Item::Union(item) => (&item.ident, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.attrs),
        Item::Type(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    (!is_unit_test(attributes)).then(|| name.to_string())
}

/// Adds the types that a macro declares by names of its own.
fn add_tokens(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut is_declaration = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if is_declaration => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => add_tokens(group.stream(), names),
            _ => {}
        }
        is_declaration = matches!(&token, TokenTree::Ident(word)
            if word == "struct" || word == "enum" || word == "union" || word == "trait");
    }
}

/// Returns the names of the types that a file declares.
fn declared(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).expect("text");
    let parsed = syn::parse_file(&text);
    let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut names = BTreeSet::new();
    add(&parsed.items, &mut names);
    names
}

#[test]
fn a_name_of_several_types_is_accepted_with_its_meaning() {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for folder in FOLDERS.map(|folder| root().join(folder)) {
        for file in files_below(&folder).expect("files") {
            let path = file.strip_prefix(&folder).expect("a path in the folder");
            let is_left_out = LEFT_OUT
                .iter()
                .any(|name| path.iter().any(|part| part == *name));
            if is_left_out || path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            for name in declared(&file) {
                types
                    .entry(name)
                    .or_default()
                    .insert(file.display().to_string());
            }
        }
    }
    assert!(types.len() > 700, "only {} types", types.len());
    assert!(types.contains_key("Kind"), "types of macros are not read");
    types.retain(|_, files| files.len() > 1);
    let accepted: BTreeMap<String, String> = toml::from_str(SHARED).expect("names");
    let unused: Vec<_> = accepted
        .keys()
        .filter(|name| !types.contains_key(*name))
        .collect();
    types.retain(|name, _| !accepted.contains_key(name));
    assert!(
        types.is_empty() && unused.is_empty(),
        "names with several meanings: {types:#?}; accepted, but of at most one type: {unused:#?}"
    );
}
