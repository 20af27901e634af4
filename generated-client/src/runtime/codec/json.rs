use serde_core::de::DeserializeSeed as _;
use serde_json::{Map, Value};

use super::decode_budget::{DecodeBudget, DecodeLimits};
use super::json_value::JsonValue;
use super::parser_limits::representable;

/// The memory of a document that is looked at only.
const MAX_BYTES: usize = 64 << 20;

/// Reads a document that has no model and is looked at only.
pub(crate) fn json(body: &[u8]) -> Result<Value, serde_json::Error> {
    json_within(body, &DecodeLimits::new(MAX_BYTES))
}

/// Reads a document that has no model.
pub(crate) fn json_within(body: &[u8], limits: &DecodeLimits) -> Result<Value, serde_json::Error> {
    // From text, as all documents: a parser for bytes would be another one to compile.
    let json = std::str::from_utf8(body).map_err(serde_core::de::Error::custom)?;
    parse(json, limits).or_else(|error| match representable(&error, json) {
        Some(document) => parse(&document, limits),
        None => Err(error),
    })
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
