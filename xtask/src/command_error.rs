use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::usage::USAGE;

/// Why a command did not do its work.
#[derive(Debug)]
pub(crate) enum CommandError {
    /// The command line makes no sense: exit code 2.
    Usage(String),
    /// The work failed: exit code 1.
    Failed(String),
    /// The work is done, and this many changes break users of the client: exit code 3.
    Breaking(usize),
}

impl CommandError {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    pub(crate) fn failed(message: impl fmt::Display) -> Self {
        Self::Failed(message.to_string())
    }

    /// Returns a function that adds the path to an I/O error.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Failed(format!("{}: {error}", path.display()))
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
            Self::Breaking(_) => ExitCode::from(3),
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => write!(f, "error: {message}\n\n{}", USAGE.trim_end()),
            Self::Failed(message) => write!(f, "error: {message}"),
            Self::Breaking(1) => f.write_str("1 change breaks users of the client"),
            Self::Breaking(count) => write!(f, "{count} changes break users of the client"),
        }
    }
}

impl From<lexopt::Error> for CommandError {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}
