//! The interface between the client and the network: [`Transport`] sends each attempt, and [`Middleware`] sees it before.

pub(crate) mod deadline;
#[cfg(target_arch = "wasm32")]
pub(crate) mod fetch;
pub(crate) mod headers;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod reqwest;
pub(crate) mod response_body;
pub(crate) mod turn;

use std::error::Error as StdError;
use std::{fmt, io};

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::runtime::codec::redaction::ShownHeaders;
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::error_chain::Chain;
use crate::runtime::operation::meta::Meta;
#[cfg(feature = "fake")]
use crate::runtime::operation::wait_spec::WaitSpec;
pub(crate) use crate::runtime::platform::future::{BoxFuture, BoxStream};
use crate::runtime::transport::headers::shown_url;
pub use crate::runtime::transport::response_body::ResponseBody;

/// The default transport: reqwest, or in a browser its `fetch`.
#[cfg(target_arch = "wasm32")]
pub(crate) use self::fetch as network;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::reqwest as network;

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

/// Shows neither credentials nor the query of a presigned URL.
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

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// Could not connect: the server did not see the request.
    Connect,
    /// The server's certificate was not accepted, or the TLS handshake failed.
    Tls,
    /// The request cannot be sent as it is, for example because its headers are too large for the
    /// server. The server did not see it.
    InvalidRequest,
    /// The request body could not be read, so that the server did not get all of it.
    Payload,
    /// The server refused to process the request on this connection: it did nothing.
    Refused,
    /// The connection broke after the request may have been read.
    Interrupted,
    /// The response body ended early, or could not be decompressed.
    Body,
    /// The response is larger than the client accepts.
    TooLarge,
    /// A time limit was reached.
    Timeout,
    /// The browser did not let the page see a response: the server does not allow requests from the
    /// origin of the page, or not this one (CORS).
    Blocked,
    /// Anything else.
    Other,
}

impl TransportErrorKind {
    /// Returns a short name, for spans and counters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::InvalidRequest => "invalid_request",
            Self::Payload => "payload",
            Self::Refused => "refused",
            Self::Interrupted => "interrupted",
            Self::Body => "body",
            Self::TooLarge => "too_large",
            Self::Timeout => "timeout",
            Self::Blocked => "blocked",
            Self::Other => "transport",
        }
    }
}

/// An error while sending a request or receiving the response.
pub struct TransportError {
    kind: TransportErrorKind,
    cause: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// Returns an error with its cause, which the text contains.
    pub fn new(
        kind: TransportErrorKind,
        cause: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            cause: cause.into(),
        }
    }

    /// Returns the error of the source of a body. Sending the request again does not help.
    pub(crate) fn unreadable(error: io::Error) -> Self {
        Self::new(TransportErrorKind::Payload, error)
    }

    /// Returns the cause, for example an [`io::Error`].
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.cause
    }

    /// Returns the kind of error.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the error with another kind.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn into_kind(mut self, kind: TransportErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Returns whether it is certain that the server did not act on the request.
    pub fn is_unprocessed(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Connect
                | TransportErrorKind::Tls
                | TransportErrorKind::InvalidRequest
                | TransportErrorKind::Payload
                | TransportErrorKind::Refused
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Connect => "could not connect",
            TransportErrorKind::Tls => "could not establish a trusted connection",
            TransportErrorKind::InvalidRequest => "the request cannot be sent",
            TransportErrorKind::Payload => "the request body could not be read",
            TransportErrorKind::Refused => "refused by the server before processing",
            TransportErrorKind::Interrupted => "connection interrupted",
            TransportErrorKind::Body => "broken response body",
            TransportErrorKind::TooLarge => "response too large",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Blocked => "blocked by the browser",
            TransportErrorKind::Other => "transport error",
        };
        write!(f, "{what}: {}", Chain(&*self.cause))
    }
}

/// Shows the same line as `Display`.
impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// The text contains all causes, so that none is a source: a report would print them twice.
impl StdError for TransportError {}

impl From<io::Error> for TransportError {
    fn from(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => {
                TransportErrorKind::Connect
            }
            io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => TransportErrorKind::Interrupted,
            _ => TransportErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
