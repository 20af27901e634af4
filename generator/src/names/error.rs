/// Why names could not be claimed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {message}")]
pub struct NameError {
    /// JSON pointer of what has no name.
    pub pointer: String,
    /// The error, and how to correct it.
    pub message: String,
}

impl NameError {
    pub(super) fn new(pointer: &str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            message: message.into(),
        }
    }
}
