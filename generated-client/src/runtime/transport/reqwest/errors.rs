use std::error::Error;
use std::io::{self, ErrorKind};
use std::iter;

use crate::runtime::transport::transport_error::{TransportError, TransportErrorKind};

/// Classifies an error by what it says about the server's side.
pub(crate) fn transport_error(error: reqwest::Error) -> TransportError {
    // The URL may contain a presigned secret, and the caller knows the operation.
    let error = error.without_url();
    let kind = kind(&error);
    TransportError::new(kind, error)
}

fn kind(error: &reqwest::Error) -> TransportErrorKind {
    // Errors of the client itself, such as those of a body that cannot be read, are wrapped.
    let own = causes(error).find_map(|cause| cause.downcast_ref::<TransportError>());
    if let Some(own) = own {
        return own.kind();
    }
    if error.is_connect() {
        return if is_untrusted(error) {
            TransportErrorKind::Tls
        } else {
            TransportErrorKind::Connect
        };
    }
    if error.is_timeout() {
        return TransportErrorKind::Timeout;
    }
    if error.is_builder() {
        return TransportErrorKind::InvalidRequest;
    }
    #[cfg(feature = "http2")]
    {
        let http2 = causes(error).find_map(|cause| cause.downcast_ref::<h2::Error>());
        if let Some(kind) = http2.and_then(http2_kind) {
            return kind;
        }
    }
    if error.is_body() || error.is_decode() {
        return TransportErrorKind::Body;
    }
    TransportErrorKind::Interrupted
}

/// Returns the kind of an HTTP/2 error that says whether the request was processed.
#[cfg(feature = "http2")]
fn http2_kind(error: &h2::Error) -> Option<TransportErrorKind> {
    // A stream ends with the error of a GOAWAY frame only if that frame declares it unprocessed.
    let is_unprocessed = error.is_remote()
        && (error.is_go_away() || error.reason() == Some(h2::Reason::REFUSED_STREAM));
    if is_unprocessed {
        return Some(TransportErrorKind::Refused);
    }
    // Neither of the peer nor of the connection: the library refuses to send the request.
    let is_own = error.reason().is_none() && !error.is_io();
    is_own.then_some(TransportErrorKind::InvalidRequest)
}

/// Returns whether the two sides disagree about TLS. A connection that breaks during the handshake
/// is none of that: the next one may last.
fn is_untrusted(error: &reqwest::Error) -> bool {
    let is_broken = causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(is_break);
    !is_broken
        && !mentions(error, &["unexpected eof"])
        && mentions(error, &["certificate", "alert", "handshake", "tls", "ssl"])
}

fn is_break(error: &io::Error) -> bool {
    // One that wraps another passes over it when it is asked for its cause.
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    if let Some(inner) = inner {
        return is_break(inner);
    }
    matches!(
        error.kind(),
        ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::NotConnected
            | ErrorKind::BrokenPipe
            | ErrorKind::TimedOut
    )
}

/// Looks for words in a failure and its causes. The TLS libraries share no type to look for.
fn mentions(error: &reqwest::Error, words: &[&str]) -> bool {
    causes(error).any(|cause| {
        let message = cause.to_string().to_ascii_lowercase();
        words.iter().any(|word| message.contains(word))
    })
}

/// Returns a failure and what caused it, one after the other.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first: &(dyn Error + 'static) = error;
    iter::successors(Some(first), |cause| (*cause).source())
}
