//! Adds credentials to requests: the `Authorization` header, or what an API uses instead of it.

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

/// How a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "an API has some of them")]
pub(crate) enum Scheme {
    /// As a bearer token.
    Bearer,
    /// As user name and password, with a colon between them.
    Basic,
    /// In a header of this name.
    Header(&'static str),
    /// In a query parameter of this name.
    Query(&'static str),
    /// In a cookie of this name.
    Cookie(&'static str),
}

impl Scheme {
    /// Returns the header that carries the credential.
    pub(crate) fn header(self) -> HeaderName {
        match self {
            Self::Header(name) => HeaderName::from_bytes(name.as_bytes()).unwrap_or(AUTHORIZATION),
            Self::Cookie(_) => COOKIE,
            Self::Bearer | Self::Basic | Self::Query(_) => AUTHORIZATION,
        }
    }

    /// Adds the credential to a request.
    pub(crate) fn apply(self, credential: HeaderValue, url: &mut Url, headers: &mut HeaderMap) {
        match (self, credential.to_str()) {
            (Self::Query(name), Ok(credential)) => {
                url.query_pairs_mut().append_pair(name, credential);
            }
            (Self::Cookie(_), Ok(cookie)) => {
                let cookies = headers.get(COOKIE).map(|before| joined(before, cookie));
                headers.insert(COOKIE, cookies.unwrap_or(credential));
            }
            _ => {
                headers.insert(self.header(), credential);
            }
        }
    }

    /// Returns the value of the header for a credential.
    pub(crate) fn value(self, credential: &str) -> String {
        match self {
            Self::Bearer => format!("Bearer {credential}"),
            Self::Basic => format!("Basic {}", base64(credential.as_bytes())),
            Self::Cookie(name) => format!("{name}={credential}"),
            Self::Header(_) | Self::Query(_) => credential.to_owned(),
        }
    }
}

/// Returns a header with one more cookie. All cookies of a request are in one header.
fn joined(before: &HeaderValue, cookie: &str) -> HeaderValue {
    let mut text = before.as_bytes().to_vec();
    text.extend_from_slice(b"; ");
    text.extend_from_slice(cookie.as_bytes());
    // Both are valid values of headers, so that the result is one.
    let mut joined = HeaderValue::from_bytes(&text).unwrap_or_else(|_| before.clone());
    joined.set_sensitive(true);
    joined
}

/// Encodes bytes in Base64, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit) & 63) as usize;
            let sign = DIGITS.get(index).copied().unwrap_or(b'=');
            let is_padding = digit > chunk.len();
            text.push(if is_padding { '=' } else { char::from(sign) });
        }
    }
    text
}
