use std::error::Error;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::excerpt::{excerpt, is_shown, offset_of};
use super::{Drift, Place, Seed, Sink, Wire, sending};
use crate::runtime::client::drift::DriftKind;

/// A value that was read, and what was corrected on the way.
pub(crate) type Decoded<T> = (T, Vec<Drift>);

/// A value out of an envelope, and the members of the envelope beside it.
pub(crate) struct Envelope<T> {
    /// The enveloped value; the zero value of what is no record where the envelope lacks it.
    pub(crate) value: T,
    /// All other members, those of inner envelopes under their names.
    pub(crate) rest: Map<String, Value>,
    /// What was corrected on the way.
    pub(crate) drift: Vec<Drift>,
}

/// An answer that does not have the shape that the document declares.
#[derive(Clone)]
pub struct DecodeError(Box<Report>);

#[derive(Clone, Debug)]
struct Report {
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

/// Reads the value at a path of members and keeps what stands beside it, in one pass.
pub(crate) fn decode_envelope<T: Wire>(
    operation: &'static str,
    body: &[u8],
    at: &'static [&'static str],
) -> Result<Envelope<T>, DecodeError> {
    let sink = Sink::default();
    let root = Place::root(&sink);
    let mut source = serde_json::Deserializer::from_str(text(operation, body)?);
    let mut value = T::empty();
    let mut is_value = false;
    let mut rest = Map::new();
    let open = Open {
        operation,
        at,
        place: &root,
        target: &mut value,
        is_value: &mut is_value,
        rest: &mut rest,
    };
    let read = open.deserialize(&mut source).and_then(|()| source.end());
    if read.is_ok() && !is_value {
        if !T::NAME.is_empty() {
            // A list may be left out where it is empty. There is no such thing as an empty resource.
            let reason = format!("the answer lacks the {} that was asked for", T::NAME);
            return Err(DecodeError::new(
                operation,
                at.join("."),
                reason,
                excerpt(body, 0),
            ));
        }
        report_missing(operation, at, &root);
    }
    let drift = finish(operation, body, sink, read.map(|()| true))?;
    Ok(Envelope { value, rest, drift })
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
fn text<'de>(operation: &'static str, body: &'de [u8]) -> Result<&'de str, DecodeError> {
    std::str::from_utf8(body).map_err(|error| {
        let near = excerpt(body, error.valid_up_to());
        DecodeError::new(operation, String::new(), error.to_string(), near)
    })
}

/// Turns what serde returned into what was corrected, or the failure that callers see.
fn finish(
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

fn report_missing(operation: &'static str, at: &[&'static str], place: &Place<'_>) {
    match at {
        [] => place.drift(),
        [name, inner @ ..] => report_missing(operation, inner, &place.member(operation, name)),
    }
}

/// Opens an envelope: reads what is at the path into `target`, everything else into `rest`.
struct Open<'a, T> {
    operation: &'static str,
    at: &'a [&'static str],
    place: &'a Place<'a>,
    target: &'a mut T,
    is_value: &'a mut bool,
    rest: &'a mut Map<String, Value>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Open<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        let place = self.place;
        let read = match self.at {
            [] => {
                *self.target = T::empty();
                let read = self.target.read(source, place);
                read.map(|is_value| *self.is_value = is_value)
            }
            _ if place.is_root() => source.deserialize_map(self),
            _ => source.deserialize_option(self),
        };
        if read.is_err() {
            place.fail();
        }
        read
    }
}

impl<'de, T: Wire> Visitor<'de> for Open<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.first() {
            Some(name) => write!(f, "an object with the member `{name}`"),
            None => f.write_str("a value"),
        }
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((name, at)) = self.at.split_first() else {
            return Ok(());
        };
        while let Some(key) = map.next_key::<String>()? {
            if key != *name {
                self.rest.insert(key, map.next_value()?);
                continue;
            }
            let mut beside = Map::new();
            let place = self.place.member(self.operation, name);
            map.next_value_seed(Open {
                operation: self.operation,
                at,
                place: &place,
                target: &mut *self.target,
                is_value: &mut *self.is_value,
                rest: &mut beside,
            })?;
            if !beside.is_empty() {
                self.rest.insert(key, Value::Object(beside));
            }
        }
        Ok(())
    }
}

impl DecodeError {
    fn new(operation: &'static str, path: String, reason: String, excerpt: String) -> Self {
        Self(Box::new(Report {
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

    /// Returns the ID of the operation that answered so.
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
        let Report {
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
        let Report {
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
