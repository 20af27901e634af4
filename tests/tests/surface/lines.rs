//! One line for each item, field, variant and member of a trait.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Fields, Item, TraitItem, Visibility};

use crate::exports::{Definition, Export, item};
use crate::source::{Crate, is_hidden};
use crate::text;

/// Returns the lines of all items that users can name.
pub(crate) fn of_items(source: &Crate, exports: &BTreeSet<Export>) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let shortest = shortest(exports);
    for export in exports {
        let path = export.path.join("::");
        match &export.definition {
            None if export.is_module => {
                lines.insert(format!("mod {path}"));
            }
            None => {
                lines.insert(format!("use {path}"));
            }
            Some(definition) if shortest.get(definition) != Some(&path) => {
                lines.insert(format!("use {path} = {}", shortest[definition]));
            }
            Some(definition) => {
                if let Some(item) = item(source, definition) {
                    lines.extend(of_item(item, &path));
                }
            }
        }
    }
    lines
}

/// Returns the path by which an item is listed: the shortest of its paths.
pub(crate) fn shortest(exports: &BTreeSet<Export>) -> BTreeMap<Definition, String> {
    let mut paths: BTreeMap<Definition, String> = BTreeMap::new();
    for export in exports {
        let Some(definition) = &export.definition else {
            continue;
        };
        let path = export.path.join("::");
        let known = paths
            .entry(definition.clone())
            .or_insert_with(|| path.clone());
        let depth = |path: &str| path.matches("::").count();
        if depth(&path) < depth(known) {
            *known = path;
        }
    }
    paths
}

fn of_item(item: &Item, path: &str) -> Vec<String> {
    let mut lines = vec![placed(item, path)];
    match item {
        Item::Struct(item) => lines.extend(fields(&item.fields, path)),
        Item::Enum(item) => {
            let variants = item
                .variants
                .iter()
                .filter(|variant| !is_hidden(&variant.attrs));
            lines.extend(
                variants.map(|variant| format!("variant {path}::{}", text::variant(variant))),
            );
        }
        Item::Trait(item) => lines.extend(item.items.iter().filter_map(|item| member(item, path))),
        _ => {}
    }
    lines
}

/// The head of an item, with the path instead of its name.
fn placed(item: &Item, path: &str) -> String {
    let name = path.rsplit("::").next().unwrap_or(path);
    text::head(item.clone()).replacen(name, path, 1)
}

fn fields(fields: &Fields, path: &str) -> Vec<String> {
    let public = fields.iter().enumerate().filter(|(_, field)| {
        matches!(field.vis, Visibility::Public(_)) && !is_hidden(&field.attrs)
    });
    let lines = public.map(|(index, field)| {
        let name = field
            .ident
            .as_ref()
            .map_or_else(|| index.to_string(), ToString::to_string);
        format!("field {path}.{name}: {}", text::ty(&field.ty))
    });
    lines.collect()
}

fn member(item: &TraitItem, path: &str) -> Option<String> {
    match item {
        TraitItem::Fn(item) if !is_hidden(&item.attrs) => {
            let provided = if item.default.is_some() {
                " (provided)"
            } else {
                ""
            };
            Some(format!(
                "trait {path}: {}{provided}",
                text::signature(&item.sig)
            ))
        }
        TraitItem::Type(item) if !is_hidden(&item.attrs) => {
            Some(format!("trait {path}: type {}", item.ident))
        }
        TraitItem::Const(item) if !is_hidden(&item.attrs) => Some(format!(
            "trait {path}: const {}: {}",
            item.ident,
            text::ty(&item.ty)
        )),
        _ => None,
    }
}
