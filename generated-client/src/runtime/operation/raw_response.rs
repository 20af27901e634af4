use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tracing::Span;

use crate::runtime::codec::shown_headers::ShownHeaders;
use crate::runtime::codec::{DecodeLimits, Drift};
use crate::runtime::operation::drift_reporter::DriftReporter;
use crate::runtime::operation::meta::Meta;
#[cfg(feature = "__testing")]
use crate::runtime::operation::received::Received;
use crate::runtime::platform::time::Instant;

/// A successful response, read completely and not yet decoded.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) meta: &'static Meta,
    /// The path that the caller chose instead of an operation.
    pub(crate) path: Option<Arc<str>>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
    /// Until when it has to be decoded.
    pub(crate) deadline: Instant,
    pub(crate) limits: DecodeLimits,
    pub(crate) page: Option<u64>,
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) drift: Arc<DriftReporter>,
    /// The call's span, open until the response is decoded.
    pub(crate) span: Span,
}

impl RawResponse {
    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl RawResponse {
    /// Reports the corrections.
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) fn report(&self, drift: &[Drift]) {
        if !drift.is_empty() {
            self.drift.report(self.meta, drift);
        }
    }

    /// Returns a response without a call.
    #[cfg(feature = "__testing")]
    pub(crate) fn received(meta: &'static Meta, received: Received) -> Self {
        let Received {
            status,
            headers,
            body,
            on_drift,
        } = received;
        let drift = DriftReporter::new(Some(Arc::new(move |_, drift| on_drift(drift))));
        Self {
            meta,
            path: None,
            status,
            headers,
            body,
            attempts: 1,
            deadline: Instant::now(),
            limits: DecodeLimits::default(),
            page: None,
            drift: Arc::new(drift),
            span: Span::none(),
        }
    }

    /// Ends the call's span.
    pub(crate) fn close(&mut self) {
        self.span = Span::none();
    }
}

/// Shows the length of the body only: it may hold secrets.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.meta.id)
            .field("status", &self.status)
            .field("headers", &ShownHeaders(&self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
