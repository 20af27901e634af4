//! What stops lowering.

use std::fmt;

/// The document or the configuration cannot be lowered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerError {
    /// JSON pointer into the document, or the place in `spec/codegen.toml`.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl LowerError {
    /// An error at `place`.
    pub(super) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for LowerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Everything that stops lowering, at least one error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerErrors(pub Vec<LowerError>);

impl fmt::Display for LowerErrors {
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

impl std::error::Error for LowerErrors {}

impl From<LowerError> for LowerErrors {
    fn from(error: LowerError) -> Self {
        Self(vec![error])
    }
}
