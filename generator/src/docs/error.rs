//! Errors of `spec/docs`.

use crate::lines::lines;

/// An entry of `spec/docs` that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{location}: {message}")]
pub struct DocsError {
    /// File and key, e.g. `spec/docs/droplets.yaml: types.droplet.fields.memory`.
    pub location: String,
    /// The error, and how to correct it.
    pub message: String,
    /// Whether the entry matches nothing, so that it can be removed.
    pub is_unused: bool,
    /// Groups whose file the entry belongs to, where it is in the file of another one.
    pub owners: Vec<String>,
    /// The type that lacks a noun for a shared sentence.
    pub without_noun: Option<String>,
}

impl DocsError {
    pub(super) fn new(location: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            message: message.into(),
            is_unused: false,
            owners: Vec::new(),
            without_noun: None,
        }
    }
}

/// All errors of `spec/docs`, at least one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct DocsErrors(pub Vec<DocsError>);
