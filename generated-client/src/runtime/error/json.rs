//! [`ErrorResponse::json`], whose result may be another error.

use serde_core::de::DeserializeOwned;

use crate::runtime::codec::{DecodeError, read_as};
use crate::runtime::error::error_response::ErrorResponse;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::{Error, Result};

impl ErrorResponse {
    /// Reads the body as JSON, for what it holds beyond code and message. The error types that the
    /// document declares are in the modules of the groups; a method's documentation names the one
    /// that it may return.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        read_as(self.body()).map_err(|error| {
            let cause = DecodeError::from_json(self.operation().id, self.body(), &error);
            let (headers, body) = (self.headers().clone(), self.body().clone());
            Error::Decode(InvalidResponse::with_context(
                self.call().clone(),
                self.status(),
                headers,
                body,
                cause,
            ))
        })
    }
}
