use std::borrow::Cow;

use serde_core::de::{DeserializeOwned, DeserializeSeed as _, Error as _, IgnoredAny};
use serde_json::{Map, Value};

use super::decode_budget::{DecodeBudget, DecodeLimits};
use super::json_value::JsonValue;
use super::parser_limits::{representable, rewritten};

/// The memory of a document that is looked at only.
const MAX_BYTES: usize = 64 << 20;

/// Reads a document that has no model and is looked at only.
pub(crate) fn json(body: &[u8]) -> Result<Value, serde_json::Error> {
    json_within(body, &DecodeLimits::new(MAX_BYTES))
}

/// Reads a document that has no model.
pub(crate) fn json_within(body: &[u8], limits: &DecodeLimits) -> Result<Value, serde_json::Error> {
    let json = document(body)?;
    parse(&json, limits).or_else(|error| match representable(&error, &json) {
        Some(document) => parse(&document, limits),
        None => Err(error),
    })
}

/// Reads a document as a type of the caller.
///
/// A type that cannot read the string instead of a number that is too large is an error about that number.
pub(crate) fn read_as<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    let json = document(body)?;
    serde_json::from_str(&json).or_else(|error| match representable(&error, &json) {
        Some(document) => serde_json::from_str(&document).map_err(|_| error),
        None => Err(error),
    })
}

/// Fails if a text is not JSON, not even with values that cannot be represented.
pub(crate) fn check_json(text: &str) -> Result<(), serde_json::Error> {
    match serde_json::from_str::<IgnoredAny>(text) {
        Err(error) if rewritten(text.as_bytes()).is_none() => Err(error),
        _ => Ok(()),
    }
}

/// Returns the text of a document. A parser for bytes would be another one to compile.
fn document(body: &[u8]) -> Result<Cow<'_, str>, serde_json::Error> {
    match str::from_utf8(body) {
        Ok(document) => Ok(Cow::Borrowed(document)),
        Err(error) => match rewritten(body) {
            Some(document) => Ok(Cow::Owned(document)),
            None => Err(serde_json::Error::custom(error)),
        },
    }
}

fn parse(json: &str, limits: &DecodeLimits) -> Result<Value, serde_json::Error> {
    let mut source = serde_json::Deserializer::from_str(json);
    let value = JsonValue(&DecodeBudget::new(limits)).deserialize(&mut source)?;
    source.end()?;
    Ok(value)
}

/// Takes a member out of an object. The code of a removal from a map is larger than that of a new map, and each crate
/// that removes something has to compile it.
pub(crate) fn take_member(object: &mut Map<String, Value>, name: &str) -> Option<Value> {
    if !object.contains_key(name) {
        return None;
    }
    let mut taken = None;
    for (key, value) in std::mem::take(object) {
        if key == name {
            taken = Some(value);
        } else {
            object.insert(key, value);
        }
    }
    taken
}
