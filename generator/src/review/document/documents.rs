//! The documents of both versions, and what is already known of their differences.

use serde_json::Value;

use super::owners::Owners;
use crate::review::change::{CLIENT, Change};

/// The documents of both versions.
pub(super) struct Documents<'a> {
    pub(super) old: &'a Value,
    pub(super) new: &'a Value,
    /// Which groups use a component.
    pub(super) owners: Owners,
    /// The changes of the surface.
    pub(super) known: &'a [Change],
}

impl Documents<'_> {
    /// Returns the changes of the surface that may be about a schema of a group.
    pub(super) fn known_in<'k>(&'k self, group: &'k str) -> impl Iterator<Item = &'k Change> {
        let is_near = move |change: &&Change| {
            change.group == group || change.group == CLIENT || group == CLIENT
        };
        self.known.iter().filter(is_near)
    }

    /// Whether a change of the surface is about a property, a parameter or a schema of this name.
    pub(super) fn is_shown(&self, group: &str, name: &str) -> bool {
        let plain = plain(name);
        if plain.is_empty() {
            return false;
        }
        self.known_in(group).any(|change| {
            let last = change.item.rsplit(['.', ':']).next().unwrap_or_default();
            let texts = change.before.iter().chain(&change.after);
            let mut arguments = texts.filter_map(|text| text.split(':').next());
            self::plain(last) == plain || arguments.any(|text| self::plain(text) == plain)
        })
    }
}

/// Returns a name without case and separators, to compare names of the document with those of the client.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}
