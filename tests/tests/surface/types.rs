//! Names of the runtime's types, and the files of their methods.

use std::collections::{BTreeMap, BTreeSet};

use syn::{ImplItem, Item, Type, Visibility};
use tests::second_reader::root;

use crate::exports::name_of;
use crate::source::{Crate, ModulePath};

/// Modules of which one is compiled, by the platform, and traits that keep others from implementing one of their name.
const PLATFORM_VARIANTS: [&str; 4] = ["browser", "fetch", "no_gzip", "sealed"];

/// Returns whether a module is one of several, of which one is compiled.
fn is_platform_variant(module: &ModulePath) -> bool {
    let mut names = module.iter();
    names.any(|name| PLATFORM_VARIANTS.contains(&name.as_str()))
}

/// Returns the types of the runtime, with the modules that declare them.
fn declared(source: &Crate) -> BTreeMap<String, BTreeSet<&ModulePath>> {
    let mut declared: BTreeMap<String, BTreeSet<&ModulePath>> = BTreeMap::new();
    for (module, items) in &source.modules {
        if module.first().is_none_or(|first| first != "runtime") || is_platform_variant(module) {
            continue;
        }
        for item in items {
            if matches!(
                item,
                Item::Struct(_) | Item::Enum(_) | Item::Trait(_) | Item::Type(_)
            ) && let Some(name) = name_of(item)
            {
                declared.entry(name.to_string()).or_default().insert(module);
            }
        }
    }
    declared
}

#[test]
fn names_of_runtime_types_are_unique() {
    let source = Crate::read_all(&root().join("generated-client/src"));
    let declared = declared(&source);
    assert!(declared.len() > 200, "only {} types", declared.len());
    let twice: Vec<_> = declared
        .iter()
        .filter(|(_, modules)| modules.len() > 1)
        .collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

/// Methods of the runtime's types are in the module of their type or below it, or in a module after
/// which all of them are named that others call.
#[test]
fn methods_are_in_the_file_of_their_type_or_in_one_named_after_them() {
    let source = Crate::read_all(&root().join("generated-client/src"));
    let declared = declared(&source);
    let (mut elsewhere, mut checked) = (Vec::new(), 0);
    // Generated methods have a file of their own, named after the type.
    let is_generated =
        |module: &ModulePath| module.first().is_some_and(|first| first == "generated");
    for (module, items) in source
        .modules
        .iter()
        .filter(|(module, _)| !is_generated(module))
    {
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
            // A type of the same name outside of the runtime, or in a module that is one of several.
            let is_own = |item: &Item| name_of(item).is_some_and(|own| *own == name);
            if is_platform_variant(module) || items.iter().any(is_own) {
                continue;
            }
            if homes.iter().any(|home| module.starts_with(home)) {
                continue;
            }
            let file = module.last().map_or("", String::as_str);
            let is_private = |visibility: &Visibility| matches!(visibility, Visibility::Inherited);
            let is_named_after =
                |method: &String| method == file || method.starts_with(&format!("{file}_"));
            let methods = item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(method) if is_private(&method.vis) => None,
                ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                _ => None,
            });
            let others: Vec<String> = methods.filter(|method| !is_named_after(method)).collect();
            if !others.is_empty() {
                elsewhere.push(format!("{name} in {}: {others:?}", module.join("::")));
            }
        }
    }
    assert!(checked > 50, "only {checked} blocks are read");
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}
