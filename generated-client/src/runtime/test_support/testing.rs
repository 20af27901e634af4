//! Functions for the tests of this repository: operations without calls.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::runtime::codec::{DecodeError, is_shown};
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::received::Received;
use crate::runtime::operation::sampling::FULL;
use crate::runtime::request::response::Response;

/// Reads a body as the operation reads a successful response, and writes it back. Returns also the
/// JSON paths of its drift.
pub fn rewrite(operation: &'static Meta, body: &[u8]) -> Result<(Value, Vec<String>), DecodeError> {
    let paths = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&paths);
    let received = Received {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: Bytes::copy_from_slice(body),
        on_drift: Box::new(move |drift| {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.push(drift.path.clone());
        }),
    };
    let value = rewrite_received(operation, received)?;
    let paths = paths.lock().unwrap_or_else(PoisonError::into_inner);
    Ok((value, paths.clone()))
}

/// Reads a response again as its operation does, and writes it back, with the fields that a page
/// reads by itself. Its drift was reported when it was read.
pub fn rewrite_response<T>(response: &Response<T>) -> Result<Value, DecodeError> {
    let raw = response.raw_response();
    let received = Received {
        status: raw.status,
        headers: raw.headers.clone(),
        body: raw.body.clone(),
        on_drift: Box::new(|_| {}),
    };
    rewrite_received(raw.meta, received)
}

fn rewrite_received(operation: &'static Meta, received: Received) -> Result<Value, DecodeError> {
    match operation.rewrite {
        Some(rewrite) => rewrite(operation, received),
        None => Ok(Value::Null),
    }
}

/// Returns the body that the fake generates for a successful response.
pub fn sample(operation: &Meta) -> Vec<u8> {
    let sample = operation.sample.map(|sample| sample(operation.at, FULL));
    sample.unwrap_or_default()
}

/// Returns the event that the fake generates, none where the operation has no events.
pub fn sample_event(operation: &Meta) -> Option<Vec<u8>> {
    operation.sample_event.map(|sample| sample(&[], FULL))
}

/// Returns whether excerpts in errors show the values of the fields of a name.
pub fn excerpts_show(name: &str) -> bool {
    is_shown(std::iter::once(name))
}
