//! The seam between the client and the network.

pub(crate) mod body;
pub(crate) mod file_chunks;
pub(crate) mod headers;
pub(crate) mod payload;
pub(crate) mod reqwest;

use std::error::Error as StdError;
use std::{fmt, future::Future, io, pin::Pin};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::runtime::operation::meta::Meta;
use crate::runtime::transport::headers::{Shown, shown_url};
use crate::runtime::transport::payload::Payload;
#[cfg(feature = "fake")]
use crate::runtime::wait::wait_spec::WaitSpec;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A stream on the heap.
pub type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;

/// Sends one request and returns one answer.
///
/// It neither retries nor follows redirects, and knows nothing of the API: the client does the rest.
///
/// Anything that sends requests can be one, for example a `tower` service with its layers:
///
/// ```
/// use digitalocean::{BoxFuture, Transport, TransportError};
/// use digitalocean::{TransportRequest, TransportResponse};
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
    /// Sends a request and returns the answer as soon as its headers are there.
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
    /// The address.
    pub url: Url,
    /// The headers. The one with the credential is marked as sensitive.
    pub headers: HeaderMap,
    /// The body.
    pub body: Option<Payload>,
    /// What the caller waits for.
    #[cfg(feature = "fake")]
    pub(crate) awaited: Option<&'static WaitSpec>,
}

/// Shows neither a credential, marked as one or not, nor what makes a presigned URL secret.
impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("operation", &self.operation.id)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("url", &shown_url(self.operation, &self.url))
            .field("headers", &Shown(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}

/// The start of an answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, which may still be on its way.
    pub body: ResponseBody,
}

impl TransportResponse {
    /// Returns an answer.
    pub fn new(status: StatusCode, headers: HeaderMap, body: ResponseBody) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }
}

/// The body of an answer.
pub struct ResponseBody(pub(crate) Incoming);

pub(crate) enum Incoming {
    Bytes(Option<Bytes>),
    Network(::reqwest::Body),
    Stream(BoxStream<'static, Result<Bytes, TransportError>>),
}

impl ResponseBody {
    /// Returns a body that is there already.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self(Incoming::Bytes(Some(bytes.into())))
    }

    /// Returns a body that arrives in pieces.
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Incoming::Stream(Box::pin(stream)))
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody")
    }
}

/// What went wrong on the way to the server or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: the server did not see the request.
    Connect,
    /// The server's certificate was not accepted, or the TLS handshake failed.
    Tls,
    /// The request's body could not be read, so that the server did not get all of it.
    Payload,
    /// The server refused to process the request on this connection: it did nothing.
    Refused,
    /// The connection broke after the request may have been read.
    Interrupted,
    /// The answer broke off.
    Body,
    /// The answer is larger than the client accepts.
    TooLarge,
    /// A time limit was reached.
    Timeout,
    /// Anything else.
    Other,
}

impl TransportErrorKind {
    /// Returns a short name, for spans and counters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Payload => "payload",
            Self::Refused => "refused",
            Self::Interrupted => "interrupted",
            Self::Body => "body",
            Self::TooLarge => "too_large",
            Self::Timeout => "timeout",
            Self::Other => "transport",
        }
    }
}

/// A failure to send a request or to receive the answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// Returns a failure with its cause.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the failure as one of another kind.
    pub(crate) fn into_kind(mut self, kind: TransportErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Returns whether the server surely did not process the request.
    pub fn is_harmless(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Connect
                | TransportErrorKind::Tls
                | TransportErrorKind::Payload
                | TransportErrorKind::Refused
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Tls => "no trusted connection",
            TransportErrorKind::Payload => "the body could not be read",
            TransportErrorKind::Refused => "refused by the server before processing",
            TransportErrorKind::Interrupted => "connection interrupted",
            TransportErrorKind::Body => "answer broken off",
            TransportErrorKind::TooLarge => "answer too large",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Other => "transport failure",
        };
        write!(f, "{what}: {}", self.source)?;
        let mut cause = self.source.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

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
