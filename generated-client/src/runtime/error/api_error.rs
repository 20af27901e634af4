//! [`ApiError`] is generated, with a variant for each status that the document names. What does not
//! depend on the statuses is here.

use std::{error, fmt};

use crate::runtime::error::error_response::ErrorResponse;
use crate::runtime::error::{ApiError, Error};

/// Writes what the [response](ApiError::response) writes.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.response().fmt(f)
    }
}

/// Shows the same line as `Display`.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for ApiError {}

impl From<ErrorResponse> for Error {
    fn from(response: ErrorResponse) -> Self {
        Self::Api(ApiError::from(response))
    }
}
