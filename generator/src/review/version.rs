//! A version of the document, and the client that it describes.

use serde_json::Value;

use crate::surface::{self, Surface};
use crate::{Draft, listed_errors};

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
