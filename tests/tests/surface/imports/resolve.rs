//! Finds the module in which the item of a path is declared.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::Item;

use super::paths;
use crate::exports;
use crate::source::{Crate, ModulePath as Names, is_unit_test};

/// The content of a module, without tests.
#[derive(Default)]
pub(super) struct Module {
    /// The names of items, macros and modules included.
    items: Vec<String>,
    /// Imported names, none for `*`, and their paths.
    uses: Vec<(Option<String>, Names)>,
    /// All paths that begin with `crate`, `self` or `super`.
    pub(super) paths: Vec<Names>,
}

impl Module {
    fn of(items: &[Item]) -> Self {
        let mut module = Self::default();
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
            paths::collect(item.to_token_stream(), &mut module.paths);
        }
        module
    }
}

/// The modules of the client, by path from the crate's root.
pub(super) struct Modules(pub(super) BTreeMap<Names, Module>);

impl Modules {
    pub(super) fn of(source: &Crate) -> Self {
        let modules = source.modules.iter();
        Self(
            modules
                .map(|(path, items)| (path.clone(), Module::of(items)))
                .collect(),
        )
    }
}

/// The longest chain of re-exports.
const DEPTH: usize = 16;

/// The declaration of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// In a module of this crate; for generated items with the first name below `generated`.
    Module(Names),
    /// In another crate.
    External,
    /// Nowhere.
    Unknown,
}

impl Modules {
    /// Returns the module that declares the item of `path`, written in `module`.
    pub(super) fn resolve(&self, module: &[String], path: &[String]) -> Target {
        self.find(module, path, DEPTH)
    }

    fn find(&self, module: &[String], path: &[String], depth: usize) -> Target {
        let Some((first, rest)) = path.split_first() else {
            return Target::Module(module.to_vec());
        };
        if depth == 0 {
            return Target::Unknown;
        }
        match first.as_str() {
            "crate" => return self.find(&[], rest, depth),
            "self" => return self.find(module, rest, depth),
            "super" => {
                let parent = module.split_last().map_or(&[][..], |(_, parent)| parent);
                return self.find(parent, rest, depth);
            }
            _ => {}
        }
        if module.first().is_some_and(|first| first == "generated")
            || module.is_empty() && first == "generated"
        {
            let name = if module.is_empty() {
                rest.first()
            } else {
                Some(first)
            };
            return Target::Module(
                [
                    vec!["generated".to_owned()],
                    name.cloned().into_iter().collect(),
                ]
                .concat(),
            );
        }
        let inner = [module, std::slice::from_ref(first)].concat();
        if self.0.contains_key(&inner) {
            return self.find(&inner, rest, depth);
        }
        let Some(content) = self.0.get(module) else {
            return Target::Unknown;
        };
        if content.items.contains(first) {
            return Target::Module(module.to_vec());
        }
        if let Some((_, target)) = content
            .uses
            .iter()
            .find(|(name, _)| name.as_ref() == Some(first))
        {
            let path = [target.as_slice(), rest].concat();
            return self.imported(module, &path, depth - 1);
        }
        self.find_in_globs(module, content, path, depth)
    }

    fn find_in_globs(
        &self,
        module: &[String],
        content: &Module,
        path: &[String],
        depth: usize,
    ) -> Target {
        let mut found = Target::Unknown;
        let globs = content.uses.iter().filter(|(name, _)| name.is_none());
        for (_, glob) in globs {
            let path = [glob.as_slice(), path].concat();
            match self.imported(module, &path, depth - 1) {
                Target::Unknown => {}
                target => found = target,
            }
            if matches!(&found, Target::Module(module) if module.first().is_some_and(|first| first != "generated"))
            {
                break;
            }
        }
        found
    }

    /// Resolves the path of a `use` declaration.
    fn imported(&self, module: &[String], path: &[String], depth: usize) -> Target {
        let first = path.first().map_or("", String::as_str);
        if matches!(first, "crate" | "self" | "super") {
            return self.find(module, path, depth);
        }
        let is_own = self
            .0
            .get(module)
            .is_some_and(|content| content.items.iter().any(|item| item == first));
        if is_own {
            self.find(module, path, depth)
        } else {
            Target::External
        }
    }
}
