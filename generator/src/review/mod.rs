//! Changes between two versions of the document, for users of the Rust client.
//!
//! Two [`Surface`]s are compared item by item; what no type shows (bounds, defaults, headers) is compared in the
//! documents. Each change has a [`Kind`], and each kind a [`Level`]; the version that may follow is derived from the
//! worst level. Everything else (Markdown, JSON, HTML, the changelog) is a view of the resulting [`Review`].

mod bump;
mod change;
mod document;
mod fields;
mod groups;
mod html;
mod kind;
mod markdown;
mod methods;
mod pairs;
mod pairs_by_use;
mod structs;
mod types;

use serde::Serialize;
use serde_json::Value;

pub use self::bump::next_version;
pub use self::change::Change;
pub use self::html::html;
pub use self::kind::{Kind, Level};
pub use self::markdown::{changelog, markdown};
use self::pairs::Pairs;
use crate::surface::{self, Surface};
use crate::{Draft, listed_errors};

/// The section of what belongs to no single group.
const CLIENT: &str = "client";

/// One of two versions that are compared.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its name in reports.
    pub name: String,
    /// The document as it was imported.
    pub document: Value,
    /// The public API of its client.
    pub surface: Surface,
    /// Configuration that does not fit: stale overlay actions, missing decisions.
    pub notes: Vec<String>,
}

impl Version {
    /// Returns the version that a draft describes.
    pub fn new(name: impl Into<String>, draft: Draft) -> Self {
        Self {
            name: name.into(),
            surface: surface::read(&draft.api, &draft.names),
            notes: listed_errors(&draft),
            document: draft.document,
        }
    }
}

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
    fn origin(&self) -> (&str, &str) {
        let end = self.text.find([':', ' ']).unwrap_or(self.text.len());
        let file = self.text.get(..end).unwrap_or_default();
        let file = match file.starts_with("spec/") {
            true => file,
            false => "document",
        };
        (&self.version, file)
    }
}

/// Compares two versions.
pub fn review(old: &Version, new: &Version) -> Review {
    let pairs = Pairs::of(&old.surface, &new.surface);
    let mut changes = groups::changes(&old.surface, &new.surface, &pairs);
    changes.extend(types::changes(&old.surface, &new.surface, &pairs));
    let more = document::changes(old, new, &changes);
    changes.extend(more);
    changes.sort_by(|one, other| one.order().cmp(&other.order()));
    changes.dedup();
    let notes = [old, new].into_iter().flat_map(|version| {
        let notes = version.notes.iter();
        notes.map(|text| Note {
            version: version.name.clone(),
            text: text.clone(),
        })
    });
    Review {
        old: old.name.clone(),
        new: new.name.clone(),
        level: changes.iter().map(|change| change.level).min(),
        notes: notes.collect(),
        changes,
    }
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
