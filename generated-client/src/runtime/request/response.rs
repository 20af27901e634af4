use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;

use crate::runtime::codec::DecodeError;
use crate::runtime::error::Error;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::headers::{RateLimit, request_id};

/// A successful answer: the result, and all that came with it. Reads as the result.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    answer: RawResponse,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, mut answer: RawResponse) -> Self {
        answer.close();
        Self { value, answer }
    }

    /// Returns the result by value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.answer.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// Returns what the headers tell about the rate limit, `None` where they tell nothing.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.answer.headers)
    }

    /// Returns the ID under which DigitalOcean's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.answer.headers)
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.answer.attempts
    }

    /// Reads the answer again and writes it back, for tests that compare the two.
    #[cfg(feature = "fake")]
    #[doc(hidden)]
    pub fn rewrite(&self) -> Result<serde_json::Value, DecodeError> {
        self.answer.rewrite()
    }

    /// Returns the body as it came.
    pub fn raw(&self) -> &Bytes {
        &self.answer.body
    }

    /// Reads the body as another type, for example `serde_json::Value`, which holds also what the
    /// document does not declare.
    pub fn raw_json<V: DeserializeOwned>(&self) -> Result<V, Error> {
        serde_json::from_slice(&self.answer.body).map_err(|error| {
            let cause = DecodeError::from_json(self.answer.meta.id, &self.answer.body, &error);
            Error::Decode(InvalidResponse::new(self.answer.clone(), cause))
        })
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
