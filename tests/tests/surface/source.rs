//! The modules of the crate, as their files declare them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::{Attribute, Item, Meta};

/// The path of a module below the root.
pub(crate) type ModulePath = Vec<String>;

/// The generated modules that are read: those that the hand-written ones import, and the additions to one of their types.
const GENERATED: [&str; 3] = ["api_error", "client_builder", "facts"];

/// The modules of a crate without those of the groups, which are generated.
pub(crate) struct Crate {
    /// Items by the path of their module.
    pub(crate) modules: BTreeMap<ModulePath, Vec<Item>>,
    /// The modules that have a file of their own.
    pub(crate) files: BTreeSet<ModulePath>,
}

impl Crate {
    /// Reads the modules that can be public, of the crate whose root is in a folder. Generated modules and tests are left
    /// out.
    pub(crate) fn read(folder: &Path) -> Self {
        Self::read_with(folder, |module, attributes| {
            module[0] == "generated" || is_hidden(attributes) || is_test(attributes)
        })
    }

    /// Reads all modules but those of generated groups and unit tests.
    pub(crate) fn read_all(folder: &Path) -> Self {
        Self::read_with(folder, |module, attributes| {
            let is_of_group = matches!(module, [generated, name] if generated == "generated"
                && !GENERATED.contains(&name.as_str()));
            is_of_group || is_unit_test(attributes)
        })
    }

    fn read_with(folder: &Path, is_left_out: fn(&[String], &[Attribute]) -> bool) -> Self {
        let mut read = Self {
            modules: BTreeMap::new(),
            files: BTreeSet::from([Vec::new()]),
        };
        let library = folder.join("lib.rs");
        let items = items(&match library.exists() {
            true => library,
            false => folder.join("main.rs"),
        });
        read.add(Vec::new(), folder, items, is_left_out);
        read
    }

    fn add(
        &mut self,
        path: ModulePath,
        folder: &Path,
        items: Vec<Item>,
        is_left_out: fn(&[String], &[Attribute]) -> bool,
    ) {
        for item in &items {
            let Item::Mod(module) = item else { continue };
            let name = module.ident.to_string();
            let inner = [path.as_slice(), std::slice::from_ref(&name)].concat();
            if name == "tests" || is_left_out(&inner, &module.attrs) {
                continue;
            }
            let below = folder.join(&name);
            match &module.content {
                Some((_, items)) => self.add(inner, &below, items.clone(), is_left_out),
                None => {
                    let file = match below.join("mod.rs") {
                        file if file.exists() => file,
                        _ => folder.join(format!("{name}.rs")),
                    };
                    self.files.insert(inner.clone());
                    self.add(inner, &below, self::items(&file), is_left_out);
                }
            }
        }
        self.modules.insert(path, items);
    }
}

fn items(file: &Path) -> Vec<Item> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parsed =
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    parsed.items
}

/// Returns whether an item is not part of the documentation.
pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_hidden = |list: &syn::MetaList| list.tokens.to_string() == "hidden";
        matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("doc") && is_hidden(list))
    })
}

/// Returns whether an item is only compiled for tests, of this repository or of its own crate.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    has_condition(attributes, |condition| {
        condition == "test" || condition.contains("__testing")
    })
}

/// Returns whether an item is a unit test.
pub(crate) fn is_unit_test(attributes: &[Attribute]) -> bool {
    has_condition(attributes, |condition| condition == "test")
}

fn has_condition(attributes: &[Attribute], is_wanted: fn(&str) -> bool) -> bool {
    attributes.iter().any(|attribute| {
        matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("cfg") && is_wanted(&list.tokens.to_string()))
    })
}
