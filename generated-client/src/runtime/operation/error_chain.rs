//! An error with its causes on one line, which is what an error returned from `main` prints.

use std::{error::Error, fmt};

/// Displays an error and each of its causes, separated by `: `. A cause that the text before it
/// already ends with is left out.
pub(crate) struct Chain<'a>(pub(crate) &'a dyn Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = self.0.to_string();
        f.write_str(&written)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let message = error.to_string();
            if !written.ends_with(&message) {
                write!(f, ": {message}")?;
                written = message;
            }
            cause = error.source();
        }
        Ok(())
    }
}
