use std::{borrow::Cow, error, fmt, sync::Arc};

use crate::runtime::operation::error_chain::Chain;
use crate::runtime::operation::meta::Meta;

/// A request or a client that could not be built. Nothing was sent.
///
/// # Troubleshooting
///
/// The text names the argument, setting or environment variable that is wrong, and what to do.
#[derive(Clone)]
pub struct BuildError {
    operation: Option<&'static Meta>,
    /// The path that the caller chose instead of an operation.
    path: Option<Arc<str>>,
    message: Cow<'static, str>,
    source: Option<Arc<dyn error::Error + Send + Sync>>,
}

impl BuildError {
    /// Returns an error with a message that says what is wrong and what to do.
    #[cold]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            operation: None,
            path: None,
            message: message.into(),
            source: None,
        }
    }

    /// Returns the error for an environment variable whose value is not text.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn not_unicode(variable: &str) -> Self {
        Self::new(format!(
            "environment variable {variable} is not valid UTF-8; set it to text, or remove it"
        ))
    }

    /// Returns the error with its cause, which the message must not repeat.
    pub fn with_source(mut self, source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Returns the error with the operation that could not be sent.
    pub(crate) fn of(mut self, operation: &'static Meta, path: Option<Arc<str>>) -> Self {
        self.operation = Some(operation);
        self.path = path;
        self
    }

    /// Returns the operation that could not be sent, if the error is about one.
    pub fn operation(&self) -> Option<&'static Meta> {
        self.operation
    }

    /// Returns the error of a body that JSON cannot express.
    pub(crate) fn from_encoding(source: impl fmt::Display) -> Self {
        Self::new(format!("cannot write the body: {source}"))
    }

    /// Returns the message without the operation.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            operation.write_called(f, self.path.as_deref())?;
            f.write_str(": ")?;
        }
        f.write_str(&self.message)
    }
}

/// Shows the message and the cause on one line.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Chain(self), f)
    }
}

impl error::Error for BuildError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn error::Error + 'static))
    }
}
