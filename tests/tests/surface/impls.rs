//! One line for each method, and for each implementation of a trait.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, ImplItem, Item, ItemImpl, Meta, Type, Visibility};

use crate::exports::{self, Definition, Export};
use crate::lines::shortest;
use crate::source::{Crate, ModulePath, is_hidden, is_test};
use crate::text;

/// How users name the items.
type Paths = BTreeMap<Definition, String>;

/// Returns the lines of everything that is implemented for what users can name. Invocations of macros, which implement
/// more, are listed as they are written.
pub(crate) fn lines(source: &Crate, exports: &BTreeSet<Export>) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let paths = shortest(exports);
    for (module, items) in &source.modules {
        for item in items {
            match item {
                Item::Impl(item) if !is_test(&item.attrs) => {
                    let is_public = is_of_public_trait(source, module, item, &paths);
                    let path = path_of(source, module, &item.self_ty, &paths);
                    if let Some(path) = path.filter(|_| is_public) {
                        lines.extend(of_impl(item, &path));
                    }
                }
                Item::Macro(item) if item.ident.is_none() && !is_test(&item.attrs) => {
                    let module = module.join("::");
                    lines.insert(format!("macro {module}: {}", text::invocation(&item.mac)));
                }
                Item::Struct(item) => {
                    let path = paths.get(&(module.clone(), item.ident.to_string()));
                    lines.extend(path.into_iter().flat_map(|path| derived(&item.attrs, path)));
                }
                Item::Enum(item) => {
                    let path = paths.get(&(module.clone(), item.ident.to_string()));
                    lines.extend(path.into_iter().flat_map(|path| derived(&item.attrs, path)));
                }
                _ => {}
            }
        }
    }
    lines
}

/// Returns whether an implementation is of a trait that users can name, or of none.
fn is_of_public_trait(source: &Crate, module: &ModulePath, item: &ItemImpl, paths: &Paths) -> bool {
    let Some((_, implemented, _)) = &item.trait_ else {
        return true;
    };
    let segments = &implemented.segments;
    let name = segments.last().map(|segment| segment.ident.to_string());
    let Some(name) = name.filter(|_| segments.first().is_none_or(|first| first.ident != "sealed"))
    else {
        return false;
    };
    // The path before the name is one of the standard library or of another crate.
    let definition = exports::definition(source, module, &name).filter(|_| segments.len() == 1);
    definition.is_none_or(|definition| paths.contains_key(&definition))
}

/// Returns how users name a type; generated ones are named as the additions to them do.
fn path_of(source: &Crate, module: &ModulePath, ty: &Type, paths: &Paths) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    match exports::definition(source, module, &name) {
        Some(definition) => paths.get(&definition).cloned(),
        None if module.first().is_some_and(|first| first == "ext") => Some(name),
        // Generated, and completed by the runtime.
        None if name == "ApiError" => Some(name),
        None => None,
    }
}

fn of_impl(item: &ItemImpl, path: &str) -> Vec<String> {
    let mut head = item.clone();
    // The path instead of the name, whatever the arguments.
    let name = path.rsplit("::").next().unwrap_or(path).to_owned();
    if let Some((_, implemented, _)) = &item.trait_ {
        let implemented = implemented
            .segments
            .last()
            .map(|segment| segment.ident.to_string());
        if implemented.is_none_or(|name| name.starts_with("Sealed")) {
            return Vec::new();
        }
        head.attrs.clear();
        let line = text::head(Item::Impl(head));
        let line = match line.split_once(" for ") {
            Some((before, after)) => format!("{before} for {}", after.replacen(&name, path, 1)),
            None => line,
        };
        return vec![line];
    }
    let line = text::head(Item::Impl(head)).replacen(&name, path, 1);
    let methods = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if is_public(&method.vis, &method.attrs) => {
            Some(format!("{line}: {}", text::signature(&method.sig)))
        }
        ImplItem::Const(item) if is_public(&item.vis, &item.attrs) => Some(format!(
            "{line}: const {}: {}",
            item.ident,
            text::ty(&item.ty)
        )),
        _ => None,
    });
    methods.collect()
}

fn is_public(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    matches!(visibility, Visibility::Public(_)) && !is_hidden(attributes) && !is_test(attributes)
}

fn derived(attributes: &[Attribute], path: &str) -> Vec<String> {
    let lists = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("derive") => Some(list.tokens.to_string()),
            _ => None,
        });
    let traits = lists.flat_map(|list| {
        let names = list.split(',').map(|name| name.trim().to_owned());
        names.collect::<Vec<_>>()
    });
    traits
        .map(|name| format!("impl {name} for {path}"))
        .collect()
}
