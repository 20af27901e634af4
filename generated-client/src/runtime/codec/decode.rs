use std::error::Error;
use std::fmt;

use serde_core::de::DeserializeSeed as _;
use serde_json::Value;

use super::excerpt::{excerpt, is_shown, offset_of};
use super::{Drift, DriftKind, Place, Seed, Sink, Wire, missing, sending};

/// A value that was read, and what was corrected on the way.
pub(crate) type Decoded<T> = (T, Vec<Drift>);

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

/// Reads a whole document.
pub(crate) fn decode<T: Wire>(
    operation: &'static str,
    body: &[u8],
) -> Result<Decoded<T>, DecodeError> {
    let sink = Sink::default();
    let mut source = serde_json::Deserializer::from_str(text(operation, body)?);
    let mut value = T::empty();
    let seed = Seed {
        target: &mut value,
        place: &Place::root(&sink),
    };
    let read = seed.deserialize(&mut source);
    let read = read.and_then(|is_value| source.end().map(|()| is_value));
    check_recognised(operation, body, &sink, &read)?;
    finish(operation, body, sink, read).map(|drift| (value, drift))
}

/// Reads a document that is taken as it is or not at all: a correction is a failure too.
pub(crate) fn decode_strict<T: Wire>(
    operation: &'static str,
    body: &[u8],
) -> Result<T, DecodeError> {
    let (value, drift) = decode(operation, body)?;
    let is_missing = |drift: &Drift| drift.kind == DriftKind::MissingMember;
    match drift.into_iter().find(is_missing) {
        None => Ok(value),
        Some(drift) => Err(DecodeError::new(
            operation,
            drift.path,
            format!("missing member `{}` of {}", drift.member, drift.owner),
            excerpt(body, 0),
        )),
    }
}

/// Reads a value out of a parsed document, for example out of [`Envelope::rest`].
pub(crate) fn decode_value<T: Wire>(
    operation: &'static str,
    value: &Value,
) -> Result<Decoded<T>, DecodeError> {
    let sink = Sink::default();
    let mut found = T::empty();
    let seed = Seed {
        target: &mut found,
        place: &Place::root(&sink),
    };
    let read = seed.deserialize(value);
    finish(operation, &[], sink, read).map(|drift| (found, drift))
}

/// Reads a document that has no model.
pub(crate) fn json(body: &[u8]) -> Result<Value, serde_json::Error> {
    // From text, as all documents: a parser for bytes would be another one to compile.
    let text = std::str::from_utf8(body).map_err(serde_core::de::Error::custom)?;
    serde_json::from_str(text)
}

/// Writes a request body. A required field that nobody set is an error that names it.
pub(crate) fn encode<T: Wire>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let content = value.content();
    sending::check(T::NAME, content).map_err(serde_core::ser::Error::custom)?;
    serde_json::to_vec(&content)
}

/// Returns the text of a body; checking the whole is faster than checking each string in it.
pub(super) fn text<'de>(operation: &'static str, body: &'de [u8]) -> Result<&'de str, DecodeError> {
    std::str::from_utf8(body).map_err(|error| {
        let near = excerpt(body, error.valid_up_to());
        DecodeError::new(operation, String::new(), error.to_string(), near)
    })
}

/// Fails where the requested value, or an item of it, is an object without a known member.
pub(super) fn check_recognised<T>(
    operation: &'static str,
    body: &[u8],
    sink: &Sink,
    read: &Result<T, serde_json::Error>,
) -> Result<(), DecodeError> {
    match sink.unrecognised() {
        Some(at) if read.is_ok() => Err(missing::unrecognised(operation, at, body)),
        _ => Ok(()),
    }
}

/// Turns what serde returned into what was corrected, or the failure that callers see.
pub(super) fn finish(
    operation: &'static str,
    body: &[u8],
    sink: Sink,
    read: Result<bool, serde_json::Error>,
) -> Result<Vec<Drift>, DecodeError> {
    match read {
        Ok(true) => Ok(sink.into_drifts()),
        Ok(false) => {
            let reason = "found null, expected a value".to_owned();
            Err(DecodeError::new(
                operation,
                String::new(),
                reason,
                excerpt(body, 0),
            ))
        }
        Err(error) => Err(failure(operation, body, sink, &error)),
    }
}

#[cold]
fn failure(
    operation: &'static str,
    body: &[u8],
    sink: Sink,
    error: &serde_json::Error,
) -> DecodeError {
    let (path, sensitive) = sink.into_failure();
    if sensitive {
        let reason = "not a string (the value is secret)".to_owned();
        return DecodeError::new(operation, path, reason, String::new());
    }
    if body.trim_ascii().is_empty() {
        return DecodeError::new(operation, path, "it is empty".to_owned(), String::new());
    }
    let offset = offset_of(body, error.line(), error.column());
    let reason = reason_of(error, is_shown(path.split(['.', '['])));
    DecodeError::new(operation, path, reason, excerpt(body, offset))
}

/// Returns serde_json's message without the line and column, which the path makes redundant, and
/// without the value that was found, unless it is known not to be secret.
fn reason_of(error: &serde_json::Error, is_shown: bool) -> String {
    const LONGEST: usize = 80;
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
    let shown = reason.floor_char_boundary(open + 1 + LONGEST);
    if !is_shown {
        let start = reason[..open].trim_end().len();
        reason.replace_range(start..=close, "");
    } else if shown < close {
        reason.replace_range(shown..close, "…");
    }
    reason
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
        failure(operation, body, Sink::default(), error)
    }

    /// Returns the ID of the operation of the response.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Returns the JSON path of the place, for example `droplets[3].id`; empty for the root.
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
            "the answer of `{operation}` does not fit the client's model"
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
