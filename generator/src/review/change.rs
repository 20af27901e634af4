//! One change between two versions.

use serde::Serialize;

use super::kind::{Kind, Level};

/// The group of changes that belong to no single group.
pub(super) const CLIENT: &str = "client";

/// A change that users of the client may notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The effect on users of the client.
    pub level: Level,
    /// The kind of change.
    pub kind: Kind,
    /// The group, or `client` for what belongs to several.
    pub group: String,
    /// The item, as users write it.
    pub item: String,
    /// How it was; `None` where it did not exist.
    pub before: Option<String>,
    /// How it is; `None` where it does not exist.
    pub after: Option<String>,
}

impl Change {
    /// Returns a change of a kind.
    pub(super) fn new(kind: Kind, group: &str, item: impl Into<String>) -> Self {
        Self {
            level: kind.level(),
            kind,
            group: group.to_owned(),
            item: item.into(),
            before: None,
            after: None,
        }
    }

    /// Adds how it was.
    #[must_use]
    pub(super) fn before(mut self, before: impl Into<String>) -> Self {
        self.before = Some(before.into());
        self
    }

    /// Adds how it is.
    #[must_use]
    pub(super) fn after(mut self, after: impl Into<String>) -> Self {
        self.after = Some(after.into());
        self
    }

    /// Returns the order of changes in reports: by level, group, item and kind.
    pub(super) fn order(&self) -> (Level, &str, &str, Kind) {
        (self.level, &self.group, &self.item, self.kind)
    }
}
