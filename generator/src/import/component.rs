use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::node::Node;
use super::source::FilePointer;

/// A value that the bundle keeps under `components`: its section and its location in the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ComponentKey {
    pub(crate) section: &'static str,
    pub(crate) target_pointer: FilePointer,
}

/// The name under `components` that each key goes by; several keys of one content share a name.
pub(crate) type ComponentNames = BTreeMap<ComponentKey, String>;

/// All values that go under `components`, before they have names.
#[derive(Default)]
pub(crate) struct Components<'s> {
    pub(crate) nodes: BTreeMap<ComponentKey, &'s Node>,
    /// The names that the entry file itself gives.
    pub(crate) declared: BTreeMap<ComponentKey, String>,
    /// Second and further names of the entry file for a key: `(section, name)` → key.
    pub(crate) aliases: BTreeMap<(&'static str, String), ComponentKey>,
}

impl Components<'_> {
    /// Records that the entry file calls `key` by `name`.
    pub(crate) fn declare(&mut self, key: ComponentKey, name: &str) {
        match self.declared.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(name.to_owned());
            }
            Entry::Occupied(entry) => {
                let key = entry.key().clone();
                self.aliases.insert((key.section, name.to_owned()), key);
            }
        }
    }

    /// Returns the name that a key would like to have: the declared one, the last token of its pointer, or the
    /// name of its file.
    pub(crate) fn wish(&self, key: &ComponentKey) -> String {
        if let Some(name) = self.declared.get(key) {
            return name.clone();
        }
        let tokens = &key.target_pointer.tokens;
        // `allOf/1` says nothing without its parent.
        let start = tokens.iter().rposition(|token| !is_index(token));
        let wish = match start {
            Some(start) => tokens[start..].join("_"),
            None if tokens.is_empty() => file_stem(&key.target_pointer.file).to_owned(),
            None => format!(
                "{}_{}",
                file_stem(&key.target_pointer.file),
                tokens.join("_")
            ),
        };
        sanitize(&wish)
    }

    /// Returns every name that somebody wishes for or that is given, by section.
    pub(crate) fn wished(&self) -> BTreeSet<(&'static str, String)> {
        let wishes = self.nodes.keys().map(|key| (key.section, self.wish(key)));
        wishes.chain(self.aliases.keys().cloned()).collect()
    }
}

/// Returns the name of a file without folders and extension.
pub(crate) fn file_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Replaces what OpenAPI does not allow in the name of a component.
pub(crate) fn sanitize(name: &str) -> String {
    name.chars()
        .map(|c| if is_name_char(c) { c } else { '_' })
        .collect()
}

/// Returns whether OpenAPI allows the text as the name of a component.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_name_char)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

fn is_index(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}
