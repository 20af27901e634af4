//! Which items users can name, and by which paths.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Ident, Item, UseTree, Visibility};

use crate::source::{Crate, ModulePath, is_hidden, is_test};

/// A path that users can name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Export {
    /// The path below the crate.
    pub(crate) path: Vec<String>,
    /// Whether it is a module of this crate.
    pub(crate) is_module: bool,
    /// The module that defines the item, and its name there; none where another crate or generated code does.
    pub(crate) definition: Option<Definition>,
}

/// An item of the crate.
pub(crate) type Definition = (ModulePath, String);

/// Returns all paths that users can name, in order.
pub(crate) fn of(source: &Crate) -> BTreeSet<Export> {
    let mut exports = BTreeSet::new();
    add(source, &Vec::new(), &Vec::new(), &mut exports);
    exports
}

fn add(source: &Crate, module: &ModulePath, path: &[String], exports: &mut BTreeSet<Export>) {
    for (name, target) in names(source, module, &mut BTreeSet::new()) {
        let mut path = path.to_vec();
        path.push(name);
        match target {
            ExportTarget::Module(inner) => {
                exports.insert(Export {
                    path: path.clone(),
                    is_module: true,
                    definition: None,
                });
                add(source, &inner, &path, exports);
            }
            ExportTarget::Item(definition) => {
                exports.insert(Export {
                    path,
                    is_module: false,
                    definition: Some(definition),
                });
            }
            ExportTarget::Elsewhere => {
                exports.insert(Export {
                    path,
                    is_module: false,
                    definition: None,
                });
            }
        }
    }
}

/// The item that a name refers to.
#[derive(Clone, Debug)]
enum ExportTarget {
    Module(ModulePath),
    Item(Definition),
    /// Of another crate, or generated.
    Elsewhere,
}

/// The public names of a module.
fn names(
    source: &Crate,
    module: &ModulePath,
    seen: &mut BTreeSet<ModulePath>,
) -> BTreeMap<String, ExportTarget> {
    let mut names = BTreeMap::new();
    if !seen.insert(module.clone()) {
        return names;
    }
    for item in source.modules.get(module).into_iter().flatten() {
        let Some((visibility, attributes)) = declared(item) else {
            continue;
        };
        let is_public = matches!(visibility, Visibility::Public(_));
        if !is_public || is_hidden(attributes) || is_test(attributes) {
            continue;
        }
        match item {
            Item::Use(item) => {
                for (name, path) in used(&item.tree, &[]) {
                    match name {
                        Some(name) => {
                            names.insert(name, resolve(source, module, &path));
                        }
                        None => {
                            if let ExportTarget::Module(inner) = resolve(source, module, &path) {
                                names.extend(self::names(source, &inner, seen));
                            }
                        }
                    }
                }
            }
            Item::Mod(item) => {
                let mut inner = module.clone();
                inner.push(item.ident.to_string());
                if source.modules.contains_key(&inner) {
                    names.insert(item.ident.to_string(), ExportTarget::Module(inner));
                }
            }
            item => {
                if let Some(name) = name_of(item) {
                    let name = name.to_string();
                    names.insert(name.clone(), ExportTarget::Item((module.clone(), name)));
                }
            }
        }
    }
    names
}

/// Finds the item that a path in a module refers to.
fn resolve(source: &Crate, module: &ModulePath, path: &[String]) -> ExportTarget {
    let (mut at, rest) = match path.split_first() {
        Some((first, rest)) if first == "crate" => (Vec::new(), rest),
        Some((first, rest)) if first == "self" => (module.clone(), rest),
        Some((first, rest)) if first == "super" => {
            (module[..module.len().saturating_sub(1)].to_vec(), rest)
        }
        _ => (module.clone(), path),
    };
    for (index, name) in rest.iter().enumerate() {
        let mut inner = at.clone();
        inner.push(name.clone());
        if source.modules.contains_key(&inner) {
            at = inner;
            continue;
        }
        return match index + 1 == rest.len() {
            true => find(source, &at, name),
            false => ExportTarget::Elsewhere,
        };
    }
    ExportTarget::Module(at)
}

/// Finds a name in a module, whatever its visibility.
fn find(source: &Crate, module: &ModulePath, name: &str) -> ExportTarget {
    for item in source.modules.get(module).into_iter().flatten() {
        if name_of(item).is_some_and(|own| own == name) {
            return ExportTarget::Item((module.clone(), name.to_owned()));
        }
        let Item::Use(item) = item else { continue };
        for (used, path) in used(&item.tree, &[]) {
            // A name that is used as it is (`use http;`) is another crate.
            if used.as_deref() == Some(name) && path != [name] {
                return resolve(source, module, &path);
            }
        }
    }
    ExportTarget::Elsewhere
}

/// Returns the definition of a name that a module uses.
pub(crate) fn definition(source: &Crate, module: &ModulePath, name: &str) -> Option<Definition> {
    match find(source, module, name) {
        ExportTarget::Item(definition) => Some(definition),
        ExportTarget::Module(_) | ExportTarget::Elsewhere => None,
    }
}

/// The names that a `use` brings, with their paths; none for everything in a module.
pub(crate) fn used(tree: &UseTree, before: &[String]) -> Vec<(Option<String>, Vec<String>)> {
    let with = |name: &Ident| [before, &[name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => used(&path.tree, &with(&path.ident)),
        UseTree::Name(name) if name.ident == "self" => {
            vec![(before.last().cloned(), before.to_vec())]
        }
        UseTree::Name(name) => vec![(Some(name.ident.to_string()), with(&name.ident))],
        UseTree::Rename(rename) => vec![(Some(rename.rename.to_string()), with(&rename.ident))],
        UseTree::Glob(_) => vec![(None, before.to_vec())],
        UseTree::Group(group) => group
            .items
            .iter()
            .flat_map(|tree| used(tree, before))
            .collect(),
    }
}

/// Returns the visibility and the attributes of an item.
pub(crate) fn declared(item: &Item) -> Option<(&Visibility, &[Attribute])> {
    Some(match item {
        Item::Const(item) => (&item.vis, &item.attrs),
        Item::Enum(item) => (&item.vis, &item.attrs),
        Item::Fn(item) => (&item.vis, &item.attrs),
        Item::Mod(item) => (&item.vis, &item.attrs),
        Item::Struct(item) => (&item.vis, &item.attrs),
        Item::Trait(item) => (&item.vis, &item.attrs),
        Item::Type(item) => (&item.vis, &item.attrs),
        Item::Use(item) => (&item.vis, &item.attrs),
        _ => return None,
    })
}

pub(crate) fn name_of(item: &Item) -> Option<&Ident> {
    Some(match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    })
}

/// Returns the item of a definition.
pub(crate) fn item<'s>(source: &'s Crate, (module, name): &Definition) -> Option<&'s Item> {
    let mut items = source.modules.get(module)?.iter();
    items.find(|item| name_of(item).is_some_and(|own| own == name))
}
