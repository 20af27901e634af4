use std::error::Error;
use std::io::{self, ErrorKind};
use std::iter;

use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Sorts a failure by what it says about the server's side.
pub(crate) fn transport_error(error: reqwest::Error) -> TransportError {
    // The address may hold a presigned secret, and the caller knows the operation.
    let error = error.without_url();
    let kind = kind(&error);
    TransportError::new(kind, error)
}

fn kind(error: &reqwest::Error) -> TransportErrorKind {
    // What the client itself found, such as a body that cannot be read, is wrapped on the way.
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
        return TransportErrorKind::Other;
    }
    // HTTP/2's REFUSED_STREAM promises that nothing was processed.
    if mentions(error, &["refused stream"]) {
        return TransportErrorKind::Refused;
    }
    if error.is_body() || error.is_decode() {
        return TransportErrorKind::Body;
    }
    TransportErrorKind::Interrupted
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
        let text = cause.to_string().to_ascii_lowercase();
        words.iter().any(|word| text.contains(word))
    })
}

/// Returns a failure and what caused it, one after the other.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first: &(dyn Error + 'static) = error;
    iter::successors(Some(first), |cause| (*cause).source())
}
