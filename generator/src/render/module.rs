//! The output of a renderer: modules made of units, not yet formatted and not yet divided into files.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;

use crate::names::Name;

/// A module of the generated code: one file, or a folder where one file would be too long.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Its path below `generated`, e.g. `["droplets", "ops"]`; empty for `generated` itself.
    pub path: Vec<String>,
    /// Whether it is a folder with a `mod.rs` in any case.
    pub folder: bool,
    /// Folder below it that takes its parts when it is too long; its own folder where this is `None`.
    pub parts: Option<&'static str>,
    /// A sentence about the module and its parts.
    pub docs: String,
    /// Documentation of the module itself, several lines, instead of the sentence.
    pub page: Option<String>,
    /// Modules inside it, e.g. `mod models;`.
    pub modules: Vec<TokenStream>,
    /// Re-exports.
    pub exports: Uses,
    /// Its first lines, wherever its units go.
    pub head: Vec<Unit>,
    /// Its units, in order.
    pub units: Vec<Unit>,
    /// The struct whose `impl` takes the units' members.
    pub handle: Option<Name>,
}

/// Items that stay together.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Names of the part it belongs to, from the coarse to the fine.
    pub part: Vec<String>,
    /// Names it defines.
    pub defines: Vec<String>,
    /// Names it uses.
    pub uses: Uses,
    /// Its text, in order.
    pub code_items: Vec<CodeItem>,
}

/// An item of code.
#[derive(Clone, Debug)]
pub enum CodeItem {
    /// A member of the module's `impl`.
    Member(MemberCode),
    /// An item.
    Item(TokenStream),
    /// An invocation of one of the runtime's macros.
    Macro {
        /// Its name.
        name: &'static str,
        /// The content of its braces.
        body: TokenStream,
    },
    /// An invocation of a macro with a list of braced entries.
    List {
        /// Its name.
        name: &'static str,
        /// The entries, one braced group each.
        entries: TokenStream,
    },
}

/// A method or another associated item.
#[derive(Clone, Debug)]
pub struct MemberCode {
    /// The lines of its documentation. As text, because they are most of the generated code and no formatter changes them.
    pub docs: Vec<String>,
    /// The item without its documentation.
    pub code: TokenStream,
}

/// Names by the module they come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses(BTreeMap<String, BTreeSet<String>>);

impl Uses {
    /// Adds `name` of `module`.
    pub fn add(&mut self, module: &str, name: &str) {
        if let Some(names) = self.0.get_mut(module) {
            if !names.contains(name) {
                names.insert(name.to_owned());
            }
        } else {
            self.0
                .insert(module.to_owned(), BTreeSet::from([name.to_owned()]));
        }
    }

    /// Adds all names of another set.
    pub fn merge(&mut self, other: &Self) {
        for (module, names) in &other.0 {
            for name in names {
                self.add(module, name);
            }
        }
    }

    /// Returns the names by module, in order.
    pub fn modules(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.0
            .iter()
            .map(|(module, names)| (module.as_str(), names))
    }

    /// Removes names for which `keep` is false.
    pub fn retain(&mut self, keep: impl Fn(&str, &str) -> bool) {
        for (module, names) in &mut self.0 {
            names.retain(|name| keep(module, name));
        }
        self.0.retain(|_, names| !names.is_empty());
    }

    /// Returns whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
