//! Finds the module in which the item of a path is declared.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::Item;

use super::paths;
use crate::exports;
use crate::source::{Crate, ModulePath, is_unit_test};

/// The content of a module, without tests.
#[derive(Default)]
pub(super) struct ParsedModule {
    /// The names of items, macros and modules included.
    items: Vec<String>,
    /// Imported names, none for `*`, and their paths.
    uses: Vec<(Option<String>, ModulePath)>,
    /// All paths that begin with `crate`, `self` or `super`.
    pub(super) paths: Vec<ModulePath>,
}

impl ParsedModule {
    fn of(items: &[Item]) -> Self {
        let mut module = Self::default();
        let inner = items.iter().filter_map(|item| match item {
            Item::Mod(inner) if !is_unit_test(&inner.attrs) => Some(inner.ident.to_string()),
            _ => None,
        });
        let inner: Vec<String> = inner.collect();
        for item in items {
            match item {
                Item::Impl(item) if is_unit_test(&item.attrs) => continue,
                Item::Fn(item) if is_unit_test(&item.attrs) => continue,
                Item::Use(item) if is_unit_test(&item.attrs) => continue,
                // The content of a module is one of its own.
                Item::Mod(inner) => {
                    module.items.push(inner.ident.to_string());
                    continue;
                }
                Item::Macro(item) => module
                    .items
                    .extend(item.ident.iter().map(ToString::to_string)),
                Item::Use(item) => module.uses.extend(exports::used(&item.tree, &[])),
                item => module
                    .items
                    .extend(exports::name_of(item).map(ToString::to_string)),
            }
            paths::collect(item.to_token_stream(), &inner, &mut module.paths);
        }
        module
    }
}

/// The modules of a crate, by path from its root.
pub(super) struct ParsedModules(pub(super) BTreeMap<ModulePath, ParsedModule>);

impl ParsedModules {
    pub(super) fn of(source: &Crate) -> Self {
        let modules = source.modules.iter();
        Self(
            modules
                .map(|(path, items)| (path.clone(), ParsedModule::of(items)))
                .collect(),
        )
    }
}

/// The longest chain of re-exports.
const DEPTH: usize = 16;

/// The declaration of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ImportTarget {
    /// In a module of this crate, or in one that it declares and that is not read.
    Module(ModulePath),
    /// In another crate.
    External,
    /// Nowhere.
    Unknown,
}

impl ParsedModules {
    /// Returns the module that declares the item of `path`, written in `module`.
    pub(super) fn resolve(&self, module: &[String], path: &[String]) -> ImportTarget {
        self.find(module, path, DEPTH, &mut Vec::new())
    }

    /// Returns the modules that `path`, written in `module`, needs: the one that declares the item, and those that
    /// re-export it.
    pub(super) fn needed(&self, module: &[String], path: &[String]) -> Vec<ModulePath> {
        let mut needed = Vec::new();
        if let ImportTarget::Module(target) = self.find(module, path, DEPTH, &mut needed) {
            needed.push(target);
        }
        needed
    }

    /// Adds the modules whose imports the path goes through to `through`.
    fn find(
        &self,
        module: &[String],
        path: &[String],
        depth: usize,
        through: &mut Vec<ModulePath>,
    ) -> ImportTarget {
        let Some((first, rest)) = path.split_first() else {
            return ImportTarget::Module(module.to_vec());
        };
        if depth == 0 {
            return ImportTarget::Unknown;
        }
        match first.as_str() {
            "crate" => return self.find(&[], rest, depth, through),
            "self" => return self.find(module, rest, depth, through),
            "super" => {
                let parent = module.split_last().map_or(&[][..], |(_, parent)| parent);
                return self.find(parent, rest, depth, through);
            }
            _ => {}
        }
        let name = first.trim_end_matches('!');
        let is_macro = name != first;
        let inner = [module, std::slice::from_ref(first)].concat();
        if self.0.contains_key(&inner) {
            return self.find(&inner, rest, depth, through);
        }
        let Some(content) = self.0.get(module) else {
            return ImportTarget::Unknown;
        };
        let used = content.uses.iter();
        let mut used = used.filter(|(used, _)| used.as_deref() == Some(name));
        // An item hides no import of a macro of the same name.
        if content.items.iter().any(|item| item == name) && !(is_macro && used.clone().count() > 0)
        {
            return ImportTarget::Module(module.to_vec());
        }
        if let Some((_, target)) = used.next() {
            let path = [target.as_slice(), rest].concat();
            through.push(module.to_vec());
            return self.imported(module, &path, depth - 1, through);
        }
        self.find_in_globs(module, content, path, depth, through)
    }

    fn find_in_globs(
        &self,
        module: &[String],
        content: &ParsedModule,
        path: &[String],
        depth: usize,
        through: &mut Vec<ModulePath>,
    ) -> ImportTarget {
        let globs = content.uses.iter().filter(|(name, _)| name.is_none());
        for (_, glob) in globs {
            let path = [glob.as_slice(), path].concat();
            let mut also = vec![module.to_vec()];
            match self.imported(module, &path, depth - 1, &mut also) {
                ImportTarget::Unknown => {}
                target => {
                    through.append(&mut also);
                    return target;
                }
            }
        }
        ImportTarget::Unknown
    }

    /// Resolves the path of a `use` declaration.
    fn imported(
        &self,
        module: &[String],
        path: &[String],
        depth: usize,
        through: &mut Vec<ModulePath>,
    ) -> ImportTarget {
        let first = path.first().map_or("", String::as_str);
        if matches!(first, "crate" | "self" | "super") {
            return self.find(module, path, depth, through);
        }
        let is_own = self
            .0
            .get(module)
            .is_some_and(|content| content.items.iter().any(|item| item == first));
        if is_own {
            self.find(module, path, depth, through)
        } else {
            ImportTarget::External
        }
    }
}
