//! Names of the runtime's types, and the files of their methods.

use std::collections::{BTreeMap, BTreeSet};

use syn::{ImplItem, Item, Type, Visibility};
use tests::second_reader::root;

use crate::exports::{self, name_of};
use crate::source::{Crate, ModulePath};

/// Modules of which one is compiled, by the platform, and traits that keep others from implementing one of their name.
const ALTERNATIVES: [&str; 4] = ["browser", "fetch", "no_gzip", "sealed"];

/// Returns the types of the runtime that `is_included` picks, with the modules that declare them.
fn declared(
    source: &Crate,
    is_included: fn(&Item) -> bool,
) -> BTreeMap<String, BTreeSet<&ModulePath>> {
    let mut declared: BTreeMap<String, BTreeSet<&ModulePath>> = BTreeMap::new();
    for (module, items) in &source.modules {
        let is_alternative = module
            .iter()
            .any(|name| ALTERNATIVES.contains(&name.as_str()));
        if module.first().is_none_or(|first| first != "runtime") || is_alternative {
            continue;
        }
        for item in items {
            if matches!(
                item,
                Item::Struct(_) | Item::Enum(_) | Item::Trait(_) | Item::Type(_)
            ) && is_included(item)
                && let Some(name) = name_of(item)
            {
                declared.entry(name.to_string()).or_default().insert(module);
            }
        }
    }
    declared
}

#[test]
fn each_type_of_the_runtime_has_a_name_of_its_own() {
    let source = Crate::read_all(&root().join("generated-client/src"));
    let declared = declared(&source, |_| true);
    assert!(declared.len() > 200, "only {} types", declared.len());
    let twice: Vec<_> = declared
        .iter()
        .filter(|(_, modules)| modules.len() > 1)
        .collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

fn is_public(item: &Item) -> bool {
    let declared = exports::declared(item);
    declared.is_some_and(|(visibility, _)| matches!(visibility, Visibility::Public(_)))
}

/// Methods of public types are in the module of their type or below it, or in a module that has the name of one of them.
#[test]
fn methods_are_in_the_file_of_their_type_or_in_one_named_after_them() {
    let source = Crate::read_all(&root().join("generated-client/src"));
    let declared = declared(&source, is_public);
    let (mut elsewhere, mut checked) = (Vec::new(), 0);
    for (module, items) in &source.modules {
        for item in items {
            let Item::Impl(item) = item else { continue };
            let (Type::Path(own), None) = (&*item.self_ty, &item.trait_) else {
                continue;
            };
            let Some(name) = own.path.segments.last().map(|last| last.ident.to_string()) else {
                continue;
            };
            let Some(homes) = declared.get(&name) else {
                continue;
            };
            checked += 1;
            let methods: Vec<String> = item
                .items
                .iter()
                .filter_map(|item| match item {
                    ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                    _ => None,
                })
                .collect();
            let file = module.last().map_or("", String::as_str);
            let is_named_after = methods
                .iter()
                .any(|method| method == file || method.starts_with(&format!("{file}_")));
            if !homes.iter().any(|home| module.starts_with(home)) && !is_named_after {
                elsewhere.push(format!("{name} in {}: {methods:?}", module.join("::")));
            }
        }
    }
    assert!(checked > 50, "only {checked} blocks are read");
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}
