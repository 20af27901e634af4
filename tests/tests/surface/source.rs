//! The modules of the crate, as their files declare them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use syn::{Attribute, Item, Meta};

/// The path of a module below the root.
pub(crate) type ModulePath = Vec<String>;

/// The hand-written modules.
pub(crate) struct Crate {
    /// Items by the path of their module.
    pub(crate) modules: BTreeMap<ModulePath, Vec<Item>>,
}

impl Crate {
    /// Reads the crate whose root is in a folder. Generated modules and tests are left out.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut read = Self {
            modules: BTreeMap::new(),
        };
        let items = items(&folder.join("lib.rs"));
        read.add(Vec::new(), folder, items);
        read
    }

    fn add(&mut self, path: ModulePath, folder: &Path, items: Vec<Item>) {
        for item in &items {
            let Item::Mod(module) = item else { continue };
            let name = module.ident.to_string();
            if is_left_out(&name, &module.attrs) {
                continue;
            }
            let mut inner = path.clone();
            inner.push(name.clone());
            let below = folder.join(&name);
            match &module.content {
                Some((_, items)) => self.add(inner, &below, items.clone()),
                None => {
                    let file = match below.join("mod.rs") {
                        file if file.exists() => file,
                        _ => folder.join(format!("{name}.rs")),
                    };
                    self.add(inner, &below, self::items(&file));
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

fn is_left_out(name: &str, attributes: &[Attribute]) -> bool {
    matches!(name, "generated" | "tests") || is_hidden(attributes) || is_test(attributes)
}

/// Returns whether an item is not part of the documentation.
pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_hidden = |list: &syn::MetaList| list.tokens.to_string() == "hidden";
        matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("doc") && is_hidden(list))
    })
}

/// Returns whether an item is only compiled for tests.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_test = |list: &syn::MetaList| {
            let tokens = list.tokens.to_string();
            tokens == "test" || tokens.contains("__testing")
        };
        matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("cfg") && is_test(list))
    })
}
