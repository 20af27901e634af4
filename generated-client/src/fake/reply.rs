use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_core::Serialize;
use serde_json::json;

use crate::fake::fault::Fault;
use crate::runtime::codec::shown_headers::ShownHeaders;

/// A response of the fake.
#[derive(Clone, Default)]
pub struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) fault: Option<Fault>,
    pub(crate) is_unchanged: bool,
}

impl Reply {
    /// Returns a response with a status; from 400 on with the body of an error. An invalid status becomes 500.
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.as_u16() < 400 {
            return Self {
                status,
                ..Self::default()
            };
        }
        let reason = status.canonical_reason().unwrap_or("error");
        let id = reason.to_lowercase().replace(' ', "_");
        Self::json(&json!({ "id": id, "message": reason, "request_id": "fake-request" }))
            .with_status(status)
    }

    /// Returns a response of status 200 with a JSON body: a model of this crate, or
    /// `serde_json::json!` around one. A value that JSON cannot express becomes status 500.
    pub fn json(body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self::body("application/json", body),
            Err(error) => Self::body("text/plain", error.to_string())
                .with_status(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// Returns a response of status 200 with any body.
    pub fn body(content_type: &str, body: impl Into<Bytes>) -> Self {
        let reply = Self {
            body: body.into(),
            ..Self::default()
        };
        reply.header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Returns the fake's own response, with a fault.
    pub fn fault(fault: Fault) -> Self {
        Self {
            fault: Some(fault),
            is_unchanged: true,
            ..Self::default()
        }
    }

    /// Sets the status.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Adds a fault.
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Sets a header. An invalid one is left out.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            self.headers.insert(name, value);
        }
        self
    }
}

/// Shows the length of the body only: it may hold secrets.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &ShownHeaders(&self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}
