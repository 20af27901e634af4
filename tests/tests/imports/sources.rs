//! The modules of the client, with the names that they declare and the paths that they contain.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens as _;
use syn::{Attribute, Item, Meta, UseTree};
use tests::second_reader::root;

use crate::paths;

/// A path from the crate's root, or from a module.
pub(crate) type Names = Vec<String>;

/// The content of a module, without tests.
#[derive(Default)]
pub(crate) struct Module {
    /// The names of items, macros included.
    pub(crate) items: Vec<String>,
    /// Imported names and their paths.
    pub(crate) uses: Vec<(String, Names)>,
    /// Paths of imported modules, by `*`.
    pub(crate) globs: Vec<Names>,
    /// All paths that begin with `crate`, `self` or `super`.
    pub(crate) paths: Vec<Names>,
}

/// The hand-written modules of the client, and the root of the generated ones.
pub(crate) struct Sources {
    /// By path from the crate's root.
    pub(crate) modules: BTreeMap<Names, Module>,
}

impl Sources {
    pub(crate) fn read() -> Self {
        let folder = root().join("generated-client/src");
        let mut sources = Self {
            modules: BTreeMap::new(),
        };
        let file = folder.join("lib.rs");
        sources.add(&Vec::new(), &folder, items(&file));
        sources
    }

    fn add(&mut self, path: &Names, folder: &Path, items: Vec<Item>) {
        let mut module = Module::default();
        for item in items {
            if is_test(attributes(&item)) {
                continue;
            }
            if let Item::Mod(inner) = &item {
                let name = inner.ident.to_string();
                module.items.push(name.clone());
                let mut path = path.clone();
                path.push(name.clone());
                let below = folder.join(&name);
                match &inner.content {
                    Some((_, items)) => self.add(&path, &below, items.clone()),
                    // Below the generated root only names matter.
                    None if path.len() > 1 && path[0] == "generated" => {}
                    None => self.add(&path, &below, self::items(&file(folder, &name))),
                }
                continue;
            }
            if let Item::Use(import) = &item {
                module.add_use(&mut Vec::new(), &import.tree);
            }
            module.items.extend(name(&item));
            paths::collect(item.to_token_stream(), &mut module.paths);
        }
        self.modules.insert(path.clone(), module);
    }
}

impl Module {
    fn add_use(&mut self, prefix: &mut Names, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_use(prefix, &path.tree);
                prefix.pop();
            }
            UseTree::Name(name) if name.ident == "self" => {
                let own = prefix.last().cloned().unwrap_or_default();
                self.uses.push((own, prefix.clone()));
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                let path = [prefix.as_slice(), std::slice::from_ref(&name)].concat();
                self.uses.push((name, path));
            }
            UseTree::Rename(rename) => {
                let path = [prefix.as_slice(), &[rename.ident.to_string()]].concat();
                self.uses.push((rename.rename.to_string(), path));
            }
            UseTree::Glob(_) => self.globs.push(prefix.clone()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(prefix, tree);
                }
            }
        }
    }
}

fn file(folder: &Path, name: &str) -> PathBuf {
    let inner = folder.join(name).join("mod.rs");
    if inner.exists() {
        inner
    } else {
        folder.join(format!("{name}.rs"))
    }
}

fn items(file: &Path) -> Vec<Item> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parsed = syn::parse_file(&text);
    parsed
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
        .items
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string() == "test",
        _ => false,
    })
}
