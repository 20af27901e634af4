//! The interface between the client and the network: [`Transport`] sends each attempt, and [`Middleware`] sees it before.

#[cfg(target_arch = "wasm32")]
pub(crate) mod fetch;
pub(crate) mod headers;
pub(crate) mod network;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod reqwest;
pub(crate) mod response_body;
pub(crate) mod saturating_time;
pub(crate) mod transport_error;
pub(crate) mod yield_budget;

use std::fmt;

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::runtime::codec::shown_headers::ShownHeaders;
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::meta::Meta;
#[cfg(feature = "fake")]
use crate::runtime::operation::wait_spec::WaitSpec;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::transport::headers::shown_url;
pub use crate::runtime::transport::response_body::ResponseBody;
pub use crate::runtime::transport::transport_error::{TransportError, TransportErrorKind};

/// Sends one request and returns its response.
///
/// It neither retries nor follows redirects, and knows nothing about the API: the client does the
/// rest.
///
/// Anything that sends requests can be a transport, for example a `tower` service with its layers:
///
/// ```
/// use digitalocean::Transport;
/// use digitalocean::transport::{BoxFuture, TransportError};
/// use digitalocean::transport::{TransportRequest, TransportResponse};
/// use tower_service::Service;
///
/// struct Tower<S>(S);
///
/// impl<S> Transport for Tower<S>
/// where
///     S: Service<TransportRequest, Response = TransportResponse, Error = TransportError>,
///     S: Clone + Send + Sync + 'static,
///     S::Future: Send,
/// {
///     fn send(
///         &self,
///         request: TransportRequest,
///     ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
///         let mut service = self.0.clone();
///         Box::pin(async move {
///             std::future::poll_fn(|context| service.poll_ready(context)).await?;
///             service.call(request).await
///         })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the response as soon as its headers have arrived.
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;

    /// Returns whether requests stay in this process, so that neither credentials nor https are
    /// needed.
    fn is_in_process(&self) -> bool {
        false
    }
}

/// One attempt of a call.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportRequest {
    /// The operation that is called.
    pub operation: &'static Meta,
    /// The number of this attempt, from 1.
    pub attempt: u32,
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: Url,
    /// The headers. The header with the credential is marked as sensitive.
    pub headers: HeaderMap,
    /// The body.
    pub body: Option<Payload>,
    /// The state that the caller waits for.
    #[cfg(feature = "fake")]
    pub(crate) awaited: Option<&'static WaitSpec>,
}

/// Shows neither credentials nor values of query parameters.
impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("operation", &self.operation.id)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("url", &shown_url(self.operation, &self.url))
            .field("headers", &ShownHeaders(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}

/// The start of a response.
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, which may not have arrived yet.
    pub body: ResponseBody,
}

impl TransportResponse {
    /// Returns a response.
    pub fn new(status: StatusCode, headers: HeaderMap, body: ResponseBody) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }
}

/// Shows the values only of headers that are known not to be secret.
impl fmt::Debug for TransportResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse")
            .field("status", &self.status)
            .field("headers", &ShownHeaders(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}
