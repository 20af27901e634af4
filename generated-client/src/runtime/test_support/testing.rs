//! Functions for the tests of this repository: operations without calls.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tracing::Span;

use crate::runtime::codec::{DecodeError, is_shown};
use crate::runtime::operation::drift_reporter::DriftReporter;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::sampling::FULL;
use crate::runtime::request::response::Response;

/// Reads a body as the operation reads a successful response, and writes it back. Returns also the
/// JSON paths of its drift.
pub fn rewrite(operation: &'static Meta, body: &[u8]) -> Result<(Value, Vec<String>), DecodeError> {
    let paths = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&paths);
    let drift = DriftReporter::new(Some(Arc::new(move |_, drift| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(drift.path.clone());
    })));
    let value = rewrite_raw(&RawResponse {
        meta: operation,
        path: None,
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: Bytes::copy_from_slice(body),
        attempts: 1,
        deadline: crate::runtime::platform::time::Instant::now(),
        page: None,
        drift: Arc::new(drift),
        span: Span::none(),
    })?;
    let paths = paths.lock().unwrap_or_else(PoisonError::into_inner);
    Ok((value, paths.clone()))
}

/// Reads a response again as its operation does, and writes it back, with the fields that a page
/// reads by itself.
pub fn rewrite_response<T>(response: &Response<T>) -> Result<Value, DecodeError> {
    rewrite_raw(response.raw_response())
}

fn rewrite_raw(response: &RawResponse) -> Result<Value, DecodeError> {
    match response.meta.rewrite {
        Some(rewrite) => rewrite(response),
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
