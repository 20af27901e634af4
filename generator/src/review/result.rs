//! The result of a comparison.

use serde::Serialize;

use super::change::Change;
use super::kind::Level;

/// All changes between two versions.
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// The name of the old version.
    pub old: String,
    /// The name of the new version.
    pub new: String,
    /// The worst level; none where nothing changed.
    pub level: Option<Level>,
    /// The changes: by level, group and item.
    pub changes: Vec<Change>,
    /// Configuration that does not fit, in either version.
    pub notes: Vec<Note>,
}

impl Review {
    /// Returns the level that decides the version: additions need more than changes of behaviour do.
    pub fn deciding(&self) -> Option<Level> {
        let levels = [Level::Breaking, Level::Addition, Level::Behaviour];
        levels.into_iter().find(|level| self.count(*level) > 0)
    }

    /// Returns the number of changes of a level.
    pub fn count(&self, level: Level) -> usize {
        let changes = self.changes.iter();
        changes.filter(|change| change.level == level).count()
    }

    /// Returns the review as JSON.
    ///
    /// # Errors
    ///
    /// Never in practice: nothing in it is without a JSON form.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

/// Configuration that does not fit one of the versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The name of the version.
    pub version: String,
    /// The entry that does not fit, and the reason.
    pub text: String,
}

impl Note {
    /// Returns the version and the file of `spec/` that the note is about.
    pub(super) fn origin(&self) -> (&str, &str) {
        let end = self.text.find([':', ' ']).unwrap_or(self.text.len());
        let file = self.text.get(..end).unwrap_or_default();
        let file = match file.starts_with("spec/") {
            true => file,
            false => "document",
        };
        (&self.version, file)
    }
}
