use std::{error, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::call::span;
use crate::runtime::codec::DecodeError;
use crate::runtime::error::call_failure::CallFacts;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::headers::request_id;

/// A successful answer that could not be read.
///
/// # Troubleshooting
///
/// The text names the JSON path and shows an excerpt; [`body`](Self::body) is the whole answer,
/// which can be read in another way.
#[derive(Debug)]
pub struct DecodeFailure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    answer: RawResponse,
    cause: DecodeError,
}

impl DecodeFailure {
    pub(crate) fn new(mut answer: RawResponse, cause: DecodeError) -> Self {
        span::fail(&answer.span, "decode");
        answer.close();
        Self(Box::new(Inner { answer, cause }))
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.0.answer.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.answer.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.answer.headers
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.0.answer.body
    }

    /// Returns the ID under which DigitalOcean's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.0.answer.headers)
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.answer.attempts
    }

    /// Returns the place in the body and what was expected there.
    pub fn cause(&self) -> &DecodeError {
        &self.0.cause
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = &self.0.answer;
        let call = CallFacts {
            meta: answer.meta,
            attempts: answer.attempts,
            page: answer.page,
            may_have_been_applied: !answer.meta.verb.is_safe(),
        };
        call.write_operation(f)?;
        write!(
            f,
            ": {}: unexpected answer: {}",
            answer.status, self.0.cause
        )?;
        call.write_end(f, self.request_id())
    }
}

// The text holds the cause, so that it is no source: reports that follow sources would say it twice.
impl error::Error for DecodeFailure {}
