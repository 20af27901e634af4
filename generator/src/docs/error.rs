//! Errors of `spec/docs`.

use std::fmt;

/// An entry of `spec/docs` that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl fmt::Display for DocsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.location, self.message)
    }
}

/// All errors of `spec/docs`, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocsErrors(pub Vec<DocsError>);

impl fmt::Display for DocsErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DocsErrors {}
