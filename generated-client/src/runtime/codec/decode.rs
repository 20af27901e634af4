use std::borrow::Cow;

use serde_core::de::DeserializeSeed as _;
use serde_json::Value;

use super::decode_budget::DecodeLimits;
use super::decode_error::DecodeError;
use super::decode_error::failure;
use super::drift::{Drift, DriftKind};
use super::json_path::JsonPath;
use super::location::Location;
use super::parser_limits::{representable, rewritten};
use super::redaction::excerpt;
use super::sink::Sink;
use super::wire::Seed;
use super::wire::Wire;
use super::{missing, sent_fields};

/// A value that was read, and what was corrected on the way.
pub(crate) type Decoded<T> = (T, Vec<Drift>);

/// Reads a whole document, of any size.
pub(crate) fn decode<T: Wire>(
    operation: &'static str,
    body: &[u8],
) -> Result<Decoded<T>, DecodeError> {
    decode_within(operation, body, &DecodeLimits::default())
}

/// Reads a whole document.
pub(crate) fn decode_within<T: Wire>(
    operation: &'static str,
    body: &[u8],
    limits: &DecodeLimits,
) -> Result<Decoded<T>, DecodeError> {
    decode_into(operation, &mut Sink::within(limits), body, limits)
}

/// Reads a whole document that is the requested value, perhaps one that must have a member.
pub(crate) fn decode_with<T: Wire>(
    location: Location,
    needs: Option<&'static str>,
    body: &[u8],
    limits: &DecodeLimits,
) -> Result<Decoded<T>, DecodeError> {
    let sink = Sink::within(limits).for_value_with(needs);
    let mut sink = sink.rejecting_empty(!location.may_be_empty);
    decode_into(location.operation, &mut sink, body, limits)
}

fn decode_into<T: Wire>(
    operation: &'static str,
    sink: &mut Sink,
    body: &[u8],
    limits: &DecodeLimits,
) -> Result<Decoded<T>, DecodeError> {
    let mut value = T::empty();
    let ReadDocument { document, read } =
        read_document(operation, body, sink, limits, &mut |document, sink| {
            value = T::empty();
            let mut source = serde_json::Deserializer::from_str(document);
            let json_path = &JsonPath::root(sink);
            let target = &mut value;
            Seed { target, json_path }.deserialize(&mut source)?;
            let is_value = !json_path.take_absent();
            source.end().map(|()| is_value)
        })?;
    let body = document.as_bytes();
    check_recognised(operation, body, sink, &read)?;
    if read.is_ok()
        && let Some(name) = sink.missing_needed()
    {
        return Err(missing::error(operation, &[name], body));
    }
    finish(operation, body, sink, read).map(|drift| (value, drift))
}

/// A document that was read.
pub(super) struct ReadDocument<'d> {
    /// In the form in which it was read last.
    pub(super) document: Cow<'d, str>,
    /// The result of the last reading: whether there was a value.
    pub(super) read: Result<bool, serde_json::Error>,
}

/// Reads a document by a function, which reports to the sink, and again in another form if the parser rejects values in it,
/// or if a string is declared where only the text of a number is exact.
pub(super) fn read_document<'d>(
    operation: &'static str,
    body: &'d [u8],
    sink: &mut Sink,
    limits: &DecodeLimits,
    read: &mut dyn FnMut(&str, &Sink) -> Result<bool, serde_json::Error>,
) -> Result<ReadDocument<'d>, DecodeError> {
    let mut document = match text(operation, body) {
        Ok(document) => Cow::Borrowed(document),
        Err(error) => {
            *sink = of_rewritten(sink, limits);
            Cow::Owned(rewritten(body).ok_or(error)?)
        }
    };
    loop {
        let read = read(&document, sink);
        if let Err(error) = &read
            && let Some(other) = representable(error, &document)
        {
            *sink = of_rewritten(sink, limits);
            document = Cow::Owned(other);
        } else if let Some(other) = sink.for_number_text(limits) {
            *sink = other;
        } else {
            return Ok(ReadDocument { document, read });
        }
    }
}

/// Reads a value out of a parsed document, for example out of [`Envelope::rest`].
pub(crate) fn decode_value<T: Wire>(
    operation: &'static str,
    value: &Value,
    limits: &DecodeLimits,
) -> Result<Decoded<T>, DecodeError> {
    let mut sink = Sink::within(limits);
    let mut found = T::empty();
    let json_path = &JsonPath::root(&sink);
    let target = &mut found;
    let read = Seed { target, json_path }.deserialize(value);
    let read = read.map(|()| !json_path.take_absent());
    finish(operation, &[], &mut sink, read).map(|drift| (found, drift))
}

/// Writes a request body. A required field that nobody set is an error that names it.
pub(crate) fn encode<T: Wire>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let content = value.content();
    sent_fields::check(T::NAME, content).map_err(serde_core::ser::Error::custom)?;
    serde_json::to_vec(&content)
}

/// Returns the text of a body; checking the whole is faster than checking each string in it.
fn text<'de>(operation: &'static str, body: &'de [u8]) -> Result<&'de str, DecodeError> {
    std::str::from_utf8(body).map_err(|error| {
        let near = excerpt(body, error.valid_up_to());
        DecodeError::new(operation, String::new(), error.to_string(), near)
    })
}

/// Returns a sink for reading a document in another form, which it reports.
#[cold]
fn of_rewritten(sink: &Sink, limits: &DecodeLimits) -> Sink {
    let sink = sink.again(limits);
    JsonPath::root(&sink).correct(DriftKind::ConvertedValue);
    sink
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
    sink: &mut Sink,
    read: Result<bool, serde_json::Error>,
) -> Result<Vec<Drift>, DecodeError> {
    match read {
        Ok(true) => Ok(sink.take_drifts()),
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
