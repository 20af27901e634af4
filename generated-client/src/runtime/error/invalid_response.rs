use std::{error, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::codec::DecodeError;
use crate::runtime::codec::escaped::escaped;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::span_error::record_error;
use crate::runtime::transport::headers::request_id;

/// How many characters an error's text shows of each part of the cause.
const MAX_PART_LENGTH: usize = 400;

/// A response whose body is not what the operation is documented to return.
///
/// # Troubleshooting
///
/// The text names the JSON path and shows an excerpt; [`body`](Self::body) is the whole body, which
/// can be read in another way.
pub struct InvalidResponse(Box<InvalidResponseContent>);

struct InvalidResponseContent {
    call: CallContext,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    cause: DecodeError,
}

impl InvalidResponse {
    /// Returns the error of a successful response, and ends the call's span with it.
    pub(crate) fn new(mut response: RawResponse, cause: DecodeError) -> Self {
        record_error(&response.span, "decode");
        response.close();
        let call = CallContext::of(&response);
        Self::with_context(
            call,
            response.status,
            response.headers,
            response.body,
            cause,
        )
    }

    pub(crate) fn with_context(
        call: CallContext,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        cause: DecodeError,
    ) -> Self {
        Self(Box::new(InvalidResponseContent {
            call,
            status,
            headers,
            body,
            cause,
        }))
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.0.call.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns the ID under which the provider's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.0.headers)
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.call.attempts
    }

    /// Returns whether the request may have been applied.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.call.may_have_been_applied
    }

    /// Returns the JSON path in the body, and what was expected there.
    pub fn cause(&self) -> &DecodeError {
        &self.0.cause
    }
}

impl fmt::Display for InvalidResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InvalidResponseContent {
            call,
            status,
            cause,
            ..
        } = &*self.0;
        call.write_operation(f)?;
        write!(f, ": {status}: unexpected response body")?;
        if !cause.path().is_empty() {
            write!(f, " at `{}`", escaped(cause.path(), MAX_PART_LENGTH))?;
        }
        write!(f, ": {}", escaped(cause.reason(), MAX_PART_LENGTH))?;
        if !cause.excerpt().is_empty() {
            write!(f, ", near `{}`", escaped(cause.excerpt(), MAX_PART_LENGTH))?;
        }
        call.write_end(f, self.request_id())
    }
}

/// Shows the same line as `Display`.
impl fmt::Debug for InvalidResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// The text contains the cause, so that `source()` must not return it: a report would print it twice.
impl error::Error for InvalidResponse {}
