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
        match self {
            Self::Query(name) if let Ok(credential) = credential.to_str() => {
                url.query_pairs_mut().append_pair(name, credential);
            }
            Self::Cookie(_) if let Ok(cookie) = credential.to_str() => {
                let cookies = headers.get(COOKIE).map(|before| joined(before, cookie));
                headers.insert(COOKIE, cookies.unwrap_or(credential));
            }
            _ => {
                headers.insert(self.header(), credential);
            }
        }
    }

    /// Removes the credential from a request that goes to another host.
    pub(crate) fn remove(self, url: &mut Url, headers: &mut HeaderMap) {
        let Self::Query(name) = self else {
            headers.remove(self.header());
            return;
        };
        let Some(query) = url.query() else { return };
        // The other parameters stay as they are written.
        let is_other = |pair: &&str| {
            let mut parsed = url::form_urlencoded::parse(pair.as_bytes());
            parsed.next().is_none_or(|(found, _)| found != name)
        };
        let others: Vec<_> = query.split('&').filter(is_other).collect();
        let others = others.join("&");
        url.set_query(Some(others.as_str()).filter(|others| !others.is_empty()));
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
    let mut cookies = before.as_bytes().to_vec();
    cookies.extend_from_slice(b"; ");
    cookies.extend_from_slice(cookie.as_bytes());
    // Both are valid values of headers, so that the result is one.
    let mut joined = HeaderValue::from_bytes(&cookies).unwrap_or_else(|_| before.clone());
    joined.set_sensitive(true);
    joined
}

/// Encodes bytes in Base64, with padding. A library for it would be one more in a browser, where reqwest brings none.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit) & 63) as usize;
            let sign = DIGITS.get(index).copied().unwrap_or(b'=');
            let is_padding = digit > chunk.len();
            encoded.push(if is_padding { '=' } else { char::from(sign) });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The URL and the headers of a request from which a credential was removed.
    fn without(scheme: Scheme, url: &str) -> (String, HeaderMap) {
        let mut url = Url::parse(url).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-other", HeaderValue::from_static("kept"));
        scheme.apply(HeaderValue::from_static("s3"), &mut url, &mut headers);
        assert!(url.as_str().contains("s3") || headers.len() == 2);
        scheme.remove(&mut url, &mut headers);
        (url.into(), headers)
    }

    #[test]
    fn a_removed_credential_leaves_the_rest_as_it_is() {
        for scheme in [
            Scheme::Bearer,
            Scheme::Basic,
            Scheme::Header("x-key"),
            Scheme::Cookie("session"),
            Scheme::Query("key"),
            Scheme::Query("api key"),
        ] {
            for url in [
                "https://other.test/a",
                "https://other.test/a?keys=a,b&c=%2C",
            ] {
                let (left, headers) = without(scheme, url);
                assert_eq!((left.as_str(), headers.len()), (url, 1), "{scheme:?}");
            }
        }
    }
}
