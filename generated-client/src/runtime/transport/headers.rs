//! The headers that the API answers with beside the standard ones.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{AUTHORIZATION, COOKIE, HeaderName, PROXY_AUTHORIZATION};
use http::{HeaderMap, StatusCode, header};
use url::Url;

use crate::runtime::operation::meta::{Meta, Server};

/// The headers of a request by which somebody is known.
const CREDENTIALS: [HeaderName; 3] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];

/// The headers of a request as `Debug` shows them: without credentials.
pub(crate) struct Shown<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            if CREDENTIALS.contains(name) {
                map.entry(name, &format_args!("Sensitive"));
            } else {
                map.entry(name, value);
            }
        }
        map.finish()
    }
}

/// Returns the address as `Debug` shows it: a presigned one without its query, which opens it.
pub(crate) fn shown_url<'a>(operation: &Meta, url: &'a Url) -> &'a str {
    let text = url.as_str();
    match operation.server {
        Server::Upload => text.split('?').next().unwrap_or_default(),
        Server::Api | Server::Inference | Server::Agent => text,
    }
}

/// What an answer tells about the rate limit of its token. Every part is optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests in an hour.
    pub limit: Option<u64>,
    /// The number of requests that are left, of the hour or of the minute.
    pub remaining: Option<u64>,
    /// The time, in Unix seconds, at which the oldest request stops to count. It is not the time
    /// at which everything is free again, and it may lie in the past.
    pub reset: Option<u64>,
}

impl RateLimit {
    /// Reads the headers, `None` where there are none of them.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| {
            let text = headers.get(name)?.to_str().ok()?;
            text.trim().parse().ok()
        };
        let limit = Self {
            limit: number("ratelimit-limit"),
            remaining: number("ratelimit-remaining"),
            reset: number("ratelimit-reset"),
        };
        (limit != Self::default()).then_some(limit)
    }
}

/// Returns the ID under which DigitalOcean's support finds a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get("x-request-id")?.to_str().ok()?;
    (!id.is_empty()).then_some(id)
}

/// Returns how long the API wants to be left alone: `retry-after`, in seconds or as a date, and at
/// a rate limit the time of the reset, if they lie in the future. "At once" tells nothing: whoever
/// is obeyed then is asked in a storm.
pub(crate) fn retry_after(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let now = server_time(headers);
    let explicit = headers
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| parse_retry_after(text.trim(), now))
        .filter(|wait| !wait.is_zero());
    if explicit.is_some() || status != StatusCode::TOO_MANY_REQUESTS {
        return explicit;
    }
    reset_after(headers)
}

/// Returns the time until the rate limit's reset, if it lies in the future.
pub(crate) fn reset_after(headers: &HeaderMap) -> Option<Duration> {
    let reset = Duration::from_secs(RateLimit::read(headers)?.reset?);
    let wait = UNIX_EPOCH
        .checked_add(reset)?
        .duration_since(server_time(headers));
    wait.ok().filter(|wait| !wait.is_zero())
}

fn parse_retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// Returns the server's idea of the time, so that a wrong clock here does not matter.
fn server_time(headers: &HeaderMap) -> SystemTime {
    headers
        .get(header::DATE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| httpdate::parse_http_date(text).ok())
        .unwrap_or_else(SystemTime::now)
}
