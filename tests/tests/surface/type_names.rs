//! A name of a type has one meaning in the whole project.

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;
use tests::second_reader::root;

use crate::source::{Crate, is_unit_test};

/// The hand-written sources.
const SOURCES: [&str; 4] = [
    "generated-client/src",
    "generator/src",
    "tests/src",
    "xtask/src",
];

/// The names of several types, and why they are the same thing.
const SHARED: &str = include_str!("shared-names.toml");

/// Returns the type that an item declares.
fn name(item: &Item) -> Option<String> {
    let (name, attributes) = match item {
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        Item::Union(item) => (&item.ident, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.attrs),
        Item::Type(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    (!is_unit_test(attributes)).then(|| name.to_string())
}

#[test]
fn a_name_of_several_types_is_accepted_with_its_meaning() {
    let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for sources in SOURCES {
        for (module, items) in Crate::read_all(&root().join(sources)).modules {
            // What seals a trait has its name.
            if module.last().is_some_and(|name| name == "sealed") {
                continue;
            }
            for name in items.iter().filter_map(name) {
                let place = format!("{sources}: {}", module.join("::"));
                declared.entry(name).or_default().insert(place);
            }
        }
    }
    assert!(declared.len() > 600, "only {} types", declared.len());
    declared.retain(|_, places| places.len() > 1);
    let accepted: BTreeMap<String, String> = toml::from_str(SHARED).expect("names");
    let unused: Vec<_> = accepted
        .keys()
        .filter(|name| !declared.contains_key(*name))
        .collect();
    declared.retain(|name, _| !accepted.contains_key(name));
    assert!(
        declared.is_empty() && unused.is_empty(),
        "names with several meanings: {declared:#?}; accepted, but of at most one type: {unused:#?}"
    );
}
