//! Writes back what was read, for tests that compare the two.
#![allow(
    dead_code,
    reason = "what is called depends on the groups that are compiled"
)]

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use tracing::Span;

use crate::runtime::client::drift::DriftReporter;
use crate::runtime::codec::{self, DecodeError, Wire};
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;

/// Reads an answer as its operation does, and writes it back.
pub(crate) type Rewrite = fn(&RawResponse) -> Result<Value, DecodeError>;

/// Members beside the items of a page that [`Page`](crate::Page) reads by itself, or that say no more than the items:
/// which is the first, and that they are a list.
const PAGING: [&str; 10] = [
    "links",
    "meta",
    "first_id",
    "object",
    "total",
    "total_items",
    "has_more",
    "last_id",
    "current_page",
    "total_pages",
];

impl RawResponse {
    /// Reads the answer as its operation does and writes it back, with the members that a page
    /// reads by itself.
    #[doc(hidden)]
    pub fn rewrite(&self) -> Result<Value, DecodeError> {
        match self.meta.rewrite {
            Some(rewrite) => rewrite(self),
            None => Ok(Value::Null),
        }
    }
}

impl Meta {
    /// Reads a body with the type of a successful answer and writes it back. Returns also the
    /// paths of the members that it lacked.
    #[doc(hidden)]
    pub fn rewrite(&'static self, body: &[u8]) -> Result<(Value, Vec<String>), DecodeError> {
        let paths = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&paths);
        let drift = DriftReporter::new(Some(Arc::new(move |_, drift| {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.push(drift.path.clone());
        })));
        let answer = RawResponse {
            meta: self,
            path: None,
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body),
            attempts: 1,
            deadline: Instant::now(),
            page: None,
            drift: Arc::new(drift),
            span: Span::none(),
        };
        let value = answer.rewrite()?;
        let paths = paths.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((value, paths.clone()))
    }
}

/// Writes back a page: its items, what paging reads, and the members that are neither.
pub(crate) fn listing<C: Wire>(
    answer: &RawResponse,
) -> Result<(Value, Map<String, Value>), DecodeError> {
    let at = answer.meta.at;
    let envelope = codec::decode_envelope::<C>(answer.meta.id, &answer.body, at)?;
    answer.report(&envelope.drift);
    let mut page = wrap(written(&envelope.value), at);
    let beside = envelope.rest.iter();
    let paging = beside.filter(|(name, _)| PAGING.contains(&name.as_str()));
    let paging = paging.map(|(name, value)| (name.clone(), value.clone()));
    merge(&mut page, paging.collect());
    Ok((page, envelope.rest))
}

/// Returns what a value is as JSON.
pub(crate) fn written<T: Wire>(value: &T) -> Value {
    serde_json::to_value(value.content()).unwrap_or_default()
}

/// Puts a value at a path of members.
pub(crate) fn wrap(value: Value, at: &[&str]) -> Value {
    at.iter()
        .rev()
        .fold(value, |value, name| json!({ *name: value }))
}

/// Adds members that are not there; objects on both sides are merged.
pub(crate) fn merge(page: &mut Value, beside: Value) {
    let (Value::Object(page), Value::Object(beside)) = (page, beside) else {
        return;
    };
    for (name, value) in beside {
        match page.get_mut(&name) {
            Some(existing) => merge(existing, value),
            None => drop(page.insert(name, value)),
        }
    }
}
