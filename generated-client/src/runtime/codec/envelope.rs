//! Values inside of envelopes: `{"droplets": [...], "links": {...}}`.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::decode::{ReadDocument, check_recognised, finish, read_document};
use super::decode_budget::DecodeLimits;
use super::decode_error::DecodeError;
use super::drift::Drift;
use super::json::{json_within, take_member};
use super::json_path::JsonPath;
use super::json_value::JsonValue;
use super::location::Location;
use super::missing;
use super::paths::{EACH, choose};
use super::sink::Sink;
use super::wire::Seed;
use super::wire::Wire;

/// A value out of an envelope, and the members of the envelope next to it.
pub(crate) struct Envelope<T> {
    /// The enveloped value.
    pub(crate) value: T,
    /// All other members, those of inner envelopes under their names.
    pub(crate) rest: Map<String, Value>,
    /// The corrections so far.
    pub(crate) drift: Vec<Drift>,
}

/// Reads the value of a response of any size.
#[cfg(test)]
pub(crate) fn decode_envelope<T: Wire>(
    location: Location,
    body: &[u8],
) -> Result<Envelope<T>, DecodeError> {
    decode_envelope_within(location, body, &DecodeLimits::default())
}

/// Reads the value of a response, and keeps what is next to it.
///
/// A response without the value is an error: an empty list and no list are two things.
pub(crate) fn decode_envelope_within<T: Wire>(
    location: Location,
    body: &[u8],
    limits: &DecodeLimits,
) -> Result<Envelope<T>, DecodeError> {
    if location.or_at.is_empty() {
        return decode_at(location, body, limits);
    }
    // An error of JSON syntax, or of the limits, is reported by the reading itself.
    let document = json_within(body, limits).unwrap_or_default();
    let at = choose(location, &document)?;
    match at {
        [list, inner @ ..] if list.ends_with(EACH) => decode_elements(
            location,
            body,
            document,
            (list.trim_end_matches(EACH), inner),
            limits,
        ),
        at => decode_at(Location { at, ..location }, body, limits),
    }
}

/// Reads the value at a path of members, in one pass.
fn decode_at<T: Wire>(
    location: Location,
    body: &[u8],
    limits: &DecodeLimits,
) -> Result<Envelope<T>, DecodeError> {
    let sink = Sink::within(limits).for_value_at(location.at.len());
    let mut sink = sink.rejecting_empty(!location.may_be_empty);
    let Location { operation, at, .. } = location;
    let mut value = T::empty();
    let mut is_value = false;
    let mut rest = Map::new();
    let ReadDocument { document, read } =
        read_document(operation, body, &mut sink, limits, &mut |document, sink| {
            (value, is_value, rest) = (T::empty(), false, Map::new());
            let mut source = serde_json::Deserializer::from_str(document);
            let open = Open {
                operation,
                at,
                json_path: &JsonPath::root(sink),
                target: &mut value,
                is_value: &mut is_value,
                rest: &mut rest,
            };
            open.deserialize(&mut source)?;
            source.end().map(|()| true)
        })?;
    let body = document.as_bytes();
    if read.is_ok() && !is_value && !missing::is_permitted(location, body) {
        return Err(missing::error(operation, at, body));
    }
    check_recognised(operation, body, &sink, &read)?;
    let drift = finish(operation, body, &mut sink, read)?;
    Ok(Envelope { value, rest, drift })
}

/// Reads a list whose elements hold the values under a name, or the first element of a list.
fn decode_elements<T: Wire>(
    location: Location,
    body: &[u8],
    mut document: Value,
    (list, inner): (&'static str, &[&str]),
    limits: &DecodeLimits,
) -> Result<Envelope<T>, DecodeError> {
    let operation = location.operation;
    let found = document
        .as_object_mut()
        .and_then(|members| take_member(members, list));
    let elements = match found {
        Some(Value::Array(elements)) => elements,
        _ => Vec::new(),
    };
    let found = match inner.first() {
        None => elements.into_iter().next(),
        Some(name) => {
            let (values, remaining) = take_each(operation, elements, (list, name))?;
            if let Some(members) = document.as_object_mut() {
                members.insert(list.to_owned(), Value::Array(remaining));
            }
            Some(Value::Array(values))
        }
    };
    let Some(found) = found else {
        return Err(missing::error(operation, location.at, body));
    };
    let sink = Sink::within(limits).for_value_at(1);
    let mut sink = sink.rejecting_empty(!location.may_be_empty);
    let root = JsonPath::root(&sink);
    let mut value = T::empty();
    let seed = Seed {
        target: &mut value,
        json_path: &root.member(operation, list),
    };
    let read = seed.deserialize(found).map(|()| !root.take_absent());
    check_recognised(operation, body, &sink, &read)?;
    let drift = finish(operation, body, &mut sink, read)?;
    let rest = match document {
        Value::Object(rest) => rest,
        _ => Map::new(),
    };
    Ok(Envelope { value, rest, drift })
}

/// Takes the value under a name out of each element of a list. Also returns what is left of the elements.
fn take_each(
    operation: &'static str,
    mut elements: Vec<Value>,
    (list, name): (&str, &str),
) -> Result<(Vec<Value>, Vec<Value>), DecodeError> {
    let mut values = Vec::new();
    for (index, element) in elements.iter_mut().enumerate() {
        let members = element.as_object_mut();
        let Some(value) = members.and_then(|members| take_member(members, name)) else {
            let path = format!("{list}[{index}].{name}");
            return Err(missing::in_element(operation, path, element));
        };
        values.push(value);
    }
    Ok((values, elements))
}

/// Opens an envelope: reads what is at the path into `target`, everything else into `rest`.
struct Open<'a, T> {
    operation: &'static str,
    at: &'a [&'static str],
    json_path: &'a JsonPath<'a>,
    target: &'a mut T,
    is_value: &'a mut bool,
    rest: &'a mut Map<String, Value>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Open<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        let json_path = self.json_path;
        let read = match self.at {
            [] => {
                *self.target = T::empty();
                let read = self.target.read(source, json_path);
                read.map(|()| *self.is_value = !json_path.take_absent())
            }
            _ if json_path.is_root() => source.deserialize_map(self),
            _ => source.deserialize_option(self),
        };
        if read.is_err() {
            json_path.fail();
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
                let value = keep(&mut map, &key, self.rest, self.json_path)?;
                self.rest.insert(key, value);
                continue;
            }
            let json_path = self.json_path.member(self.operation, name);
            if *self.is_value {
                json_path.fail();
                return Err(A::Error::duplicate_field(name));
            }
            let mut remaining = Map::new();
            map.next_value_seed(Open {
                operation: self.operation,
                at,
                json_path: &json_path,
                target: &mut *self.target,
                is_value: &mut *self.is_value,
                rest: &mut remaining,
            })?;
            if !remaining.is_empty() {
                self.rest.insert(key, Value::Object(remaining));
            }
        }
        Ok(())
    }
}

/// Reads a value that is next to the requested one.
fn keep<'de, A: MapAccess<'de>>(
    map: &mut A,
    key: &str,
    rest: &Map<String, Value>,
    json_path: &JsonPath<'_>,
) -> Result<Value, A::Error> {
    let budget = json_path.budget();
    let charged = budget.charge_entry::<Value, _>(key, rest.len());
    let read = charged.and_then(|()| map.next_value_seed(JsonValue(budget)));
    read.inspect_err(|_| json_path.entry(key).fail())
}
