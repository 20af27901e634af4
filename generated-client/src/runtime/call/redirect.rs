//! Redirects: reading requests follow them within their host.

use http::header::LOCATION;
use http::{Method, StatusCode};
use url::Url;

use crate::runtime::client::middleware::is_same_host;
use crate::runtime::transport::TransportResponse;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 5;

/// The redirects that an attempt has followed.
#[derive(Default)]
pub(super) struct Redirects {
    visited: Vec<Url>,
}

/// The next step after a response that is a redirect.
pub(super) enum Redirect {
    Follow(Url),
    /// Return the response as an error with this message.
    Refuse(String),
}

impl Redirects {
    /// Returns the next step after a response, `None` if it is not a redirect. A request that changes
    /// something is not sent again, and no other host sees one.
    pub(super) fn after(
        &mut self,
        method: &Method,
        url: &Url,
        response: &TransportResponse,
    ) -> Option<Redirect> {
        if response.status == StatusCode::NOT_MODIFIED {
            let message = "the resource was not modified since the version that the request names; \
                        send the request without a condition to get it";
            return Some(Redirect::Refuse(message.to_owned()));
        }
        if !response.status.is_redirection() {
            return None;
        }
        Some(match self.target(method, url, response) {
            Ok(next) => {
                self.visited.push(url.clone());
                Redirect::Follow(next)
            }
            Err(text) => Redirect::Refuse(text),
        })
    }

    /// Returns the URL of a redirect, or why it is not followed.
    fn target(
        &self,
        method: &Method,
        url: &Url,
        response: &TransportResponse,
    ) -> Result<Url, String> {
        let location = response.headers.get(LOCATION);
        let location = location.and_then(|location| location.to_str().ok());
        let next = location.and_then(|location| url.join(location).ok());
        let is_known = matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        let Some(next) = next.filter(|_| is_known) else {
            return Err("the redirect was not followed: it has no valid location".to_owned());
        };
        let host = next.host_str().unwrap_or_default();
        let has_user = !next.username().is_empty() || next.password().is_some();
        if !is_same_host(url, &next) || has_user {
            return Err(format!(
                "the redirect to {host} was not followed: requests stay within their host and credential"
            ));
        }
        if !method.is_safe() {
            return Err(format!(
                "the redirect to {host} was not followed: only GET and HEAD requests are redirected"
            ));
        }
        if next == *url || self.visited.contains(&next) {
            return Err(
                "redirect loop: the redirect points to a URL that was requested".to_owned(),
            );
        }
        if self.visited.len() == MAX_REDIRECTS {
            return Err(format!(
                "redirect loop: more than {MAX_REDIRECTS} redirects"
            ));
        }
        Ok(next)
    }
}
