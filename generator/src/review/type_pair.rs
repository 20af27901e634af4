//! A type of both versions, and changes of it.

use std::collections::BTreeMap;

use super::change::Change;
use super::kind::Kind;
use crate::surface::Ty;

/// A type of both versions.
#[derive(Clone, Copy, Debug)]
pub(super) struct TypePair<'a> {
    /// The key of its group, or `client`.
    pub(super) group: &'a str,
    /// Its path.
    pub(super) item: &'a str,
    /// New names of the types that the old module sees.
    pub(super) renames: &'a BTreeMap<String, String>,
}

impl TypePair<'_> {
    /// A change of the type itself.
    pub(super) fn change(self, kind: Kind) -> Change {
        Change::new(kind, self.group, self.item)
    }

    /// A change of a part of it.
    pub(super) fn part(self, kind: Kind, part: &str) -> Change {
        Change::new(kind, self.group, format!("{}{part}", self.item))
    }

    pub(super) fn is_same(self, old: &Ty, new: &Ty) -> bool {
        old.renamed(self.renames) == *new
    }
}
