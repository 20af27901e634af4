use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;

use crate::runtime::codec::{DecodeError, read_as};
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::headers::{RateLimit, request_id};

/// A successful response: the value that the operation returns, and status, headers and body.
///
/// ```
/// # use digitalocean::fake::Fake;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> digitalocean::Result<()> {
/// # let client = Fake::new().client()?;
/// let response = client.droplets().list().send().await?;
/// println!("{}, {:?}", response.status(), response.rate_limit());
/// for droplet in response.value() {
///     println!("{}", droplet.name);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, mut raw: RawResponse) -> Self {
        raw.close();
        Self { value, raw }
    }

    /// Returns the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value by value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.raw.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// Returns the rate limit that the headers state.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.raw.headers)
    }

    /// Returns the ID under which the provider's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.raw.headers)
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    #[cfg(feature = "__testing")]
    pub(crate) fn raw_response(&self) -> &RawResponse {
        &self.raw
    }

    /// Returns the body as it was received.
    pub fn body(&self) -> &Bytes {
        &self.raw.body
    }

    /// Reads the body as another type, for example `serde_json::Value`, which also holds what the
    /// document does not declare.
    pub fn json<V: DeserializeOwned>(&self) -> Result<V> {
        read_as(&self.raw.body).map_err(|error| {
            let cause = DecodeError::from_json(self.raw.meta.id, &self.raw.body, &error);
            Error::Decode(InvalidResponse::new(self.raw.clone(), cause))
        })
    }
}
