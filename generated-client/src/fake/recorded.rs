use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::Url;

use crate::fake::operation_index::KnownOperation;
use crate::runtime::codec::shown_headers::ShownHeaders;
use crate::runtime::operation::Meta;
use crate::runtime::operation::wait_spec::WaitSpec;
use crate::runtime::transport::headers::shown_url;

/// A request that the fake received.
#[derive(Clone)]
pub struct RecordedRequest {
    pub(crate) operation: &'static Meta,
    pub(crate) attempt: u32,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The operation, also if the request was made by method and path.
    pub(crate) known: KnownOperation,
    /// The state that the caller waits for.
    pub(crate) awaited: Option<&'static WaitSpec>,
}

impl RecordedRequest {
    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.operation
    }

    /// Returns the number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URL.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, empty if there is none.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the path, as it was sent.
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// Returns the query, decoded.
    pub fn query(&self) -> Vec<(String, String)> {
        self.url.query_pairs().into_owned().collect()
    }

    /// Returns a query parameter.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.url.query_pairs();
        pairs
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.into_owned())
    }

    /// Returns a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body as JSON, `null` if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns a path argument, decoded.
    pub fn argument(&self, name: &str) -> Option<String> {
        let marker = format!("{{{name}}}");
        let index = self
            .known
            .path
            .split('/')
            .position(|segment| segment == marker)?;
        let from_end = self.known.path.split('/').count() - index;
        let segments: Vec<&str> = self.url.path().split('/').collect();
        let segment = segments.get(segments.len().checked_sub(from_end)?)?;
        Some(percent_decode_str(segment).decode_utf8_lossy().into_owned())
    }
}

/// Shows no credential, and the length of the body only: the output of tests ends up in logs.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("operation", &self.operation.id)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("url", &shown_url(self.operation, &self.url))
            .field("headers", &ShownHeaders(&self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
