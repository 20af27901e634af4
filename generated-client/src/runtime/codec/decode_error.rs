use std::error::Error;
use std::fmt;

use super::redaction::{excerpt, is_shown, offset_of};
use super::sink::Sink;

/// A response that does not have the shape that the document declares.
#[derive(Clone)]
pub struct DecodeError(Box<DecodeReport>);

#[derive(Clone, Debug)]
struct DecodeReport {
    operation: &'static str,
    path: String,
    reason: String,
    excerpt: String,
}

impl DecodeError {
    pub(super) fn new(
        operation: &'static str,
        path: String,
        reason: String,
        excerpt: String,
    ) -> Self {
        Self(Box::new(DecodeReport {
            operation,
            path,
            reason,
            excerpt,
        }))
    }

    /// Returns the failure of reading a document without a model.
    pub(crate) fn from_json(
        operation: &'static str,
        body: &[u8],
        error: &serde_json::Error,
    ) -> Self {
        failure(operation, body, &mut Sink::default(), error)
    }

    /// Returns the ID of the operation of the response.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Returns the JSON path, for example `droplets[3].id`; empty for the root.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns what was expected and what was found.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Returns at most 200 bytes that describe the body around the path: names of fields, types and
    /// lengths of values, and only such values as are known not to be secret.
    pub fn excerpt(&self) -> &str {
        &self.0.excerpt
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DecodeReport {
            operation,
            path,
            reason,
            excerpt,
        } = &*self.0;
        write!(
            f,
            "the response of `{operation}` does not match the client's model"
        )?;
        if !path.is_empty() {
            write!(f, " at `{path}`")?;
        }
        write!(f, ": {reason}")?;
        if !excerpt.is_empty() {
            write!(f, ", near `{excerpt}`")?;
        }
        Ok(())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DecodeReport {
            operation,
            path,
            reason,
            excerpt,
        } = &*self.0;
        f.debug_struct("DecodeError")
            .field("operation", operation)
            .field("path", path)
            .field("reason", reason)
            .field("excerpt", excerpt)
            .finish()
    }
}

impl Error for DecodeError {}

/// Returns the error that callers see for an error of serde.
#[cold]
pub(super) fn failure(
    operation: &'static str,
    body: &[u8],
    sink: &mut Sink,
    error: &serde_json::Error,
) -> DecodeError {
    let (path, sensitive) = sink.take_failure();
    if sensitive {
        let reason = "not a string (the value is secret)".to_owned();
        return DecodeError::new(operation, path, reason, String::new());
    }
    if body.trim_ascii().is_empty() {
        return DecodeError::new(operation, path, "it is empty".to_owned(), String::new());
    }
    let offset = offset_of(body, error.line(), error.column());
    let reason = reason_of(error, is_shown(names_of(&path)));
    DecodeError::new(operation, path, reason, excerpt(body, offset))
}

/// Returns the names of the fields on a JSON path.
fn names_of(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    let names = path.split(['.', '[']);
    names.map(|name| name.trim_end_matches(']'))
}

/// Returns serde_json's message without the line and column, which the path makes redundant, and
/// without the value that was found, unless it is known not to be secret.
fn reason_of(error: &serde_json::Error, is_shown: bool) -> String {
    const MAX_LENGTH: usize = 80;
    let mut reason = error.to_string();
    if let Some(end) = reason.rfind(" at line ") {
        reason.truncate(end);
    }
    // "invalid type: string \"x\", expected an integer", "invalid value: integer `5`, expected …"
    let quotes = ['"', '`'];
    let (Some(open), Some(end)) = (reason.find(quotes), reason.rfind(", expected ")) else {
        return reason;
    };
    let Some(close) = reason[..end].rfind(quotes).filter(|close| open < *close) else {
        return reason;
    };
    let shown = reason.floor_char_boundary(open + 1 + MAX_LENGTH);
    if !is_shown {
        let start = reason[..open].trim_end().len();
        reason.replace_range(start..=close, "");
    } else if shown < close {
        reason.replace_range(shown..close, "…");
    }
    reason
}
