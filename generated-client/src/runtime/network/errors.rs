use std::error::Error;

use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Sorts a failure by what it says about the server's side.
pub(crate) fn transport_error(error: reqwest::Error) -> TransportError {
    // The address may hold a presigned secret, and the caller knows the operation.
    let error = error.without_url();
    let kind = kind(&error);
    TransportError::new(kind, error)
}

fn kind(error: &reqwest::Error) -> TransportErrorKind {
    if error.is_connect() {
        return if mentions(error, &["certificate", "handshake", "tls", "ssl"]) {
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

/// Looks for words in a failure and its causes. The TLS libraries share no type to look for.
fn mentions(error: &reqwest::Error, words: &[&str]) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let text = error.to_string().to_ascii_lowercase();
        if words.iter().any(|word| text.contains(word)) {
            return true;
        }
        cause = error.source();
    }
    false
}
