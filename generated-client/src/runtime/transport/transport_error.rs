use std::error::Error as StdError;
use std::{fmt, io};

use crate::runtime::operation::error_chain::Chain;

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
    #[cold]
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
