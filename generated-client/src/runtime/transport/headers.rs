//! Headers of requests and responses: reserved names, rate limits, request IDs.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::HeaderName;
use http::{HeaderMap, Method, StatusCode, header};
use url::Url;

use crate::runtime::operation::meta::{Meta, Server};
use crate::runtime::platform::time::system_now;

/// Headers that only the client or the HTTP library may set: they frame messages, concern single
/// connections, or prove an identity.
const RESERVED: [&str; 13] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Returns whether callers must not set a header.
pub(crate) fn is_reserved(name: &HeaderName) -> bool {
    RESERVED.contains(&name.as_str())
}

/// Returns the URL as `Debug` shows it: of its query, which may be a credential, only the names of the
/// parameters. A presigned one is shown without any.
pub(crate) fn shown_url(operation: &Meta, url: &Url) -> String {
    let text = url.as_str();
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let names: Vec<_> = match operation.server {
        Server::Upload => Vec::new(),
        Server::Api | Server::Named(_) | Server::At(_) => {
            let parameters = url.query().unwrap_or_default().split('&');
            let names = parameters.filter_map(|parameter| parameter.split('=').next());
            names.filter(|name| !name.is_empty()).collect()
        }
    };
    match names.is_empty() {
        true => text.to_owned(),
        false => format!("{text}?{}", names.join("&")),
    }
}

/// The rate limit of a token, as a response reports it. Every part is optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests in an hour.
    pub limit: Option<u64>,
    /// The number of requests that remain, of the hour or of the minute.
    pub remaining: Option<u64>,
    /// The time, in Unix seconds, at which the oldest request ceases to count. It is not the time at
    /// which the whole budget is available again, and it may be in the past.
    pub reset: Option<u64>,
}

impl RateLimit {
    /// Reads the headers. Returns `None` if there are none of them.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| {
            let value = headers.get(name)?.to_str().ok()?;
            value.trim().parse().ok()
        };
        let limit = Self {
            limit: number("ratelimit-limit"),
            remaining: number("ratelimit-remaining"),
            reset: number("ratelimit-reset"),
        };
        (limit != Self::default()).then_some(limit)
    }
}

/// Returns the ID under which the provider's support finds a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get("x-request-id")?.to_str().ok()?;
    (!id.is_empty()).then_some(id)
}

/// Returns how long the server asks to wait: the time of `retry-after`, and at a rate limit the time
/// until the reset, if they are in the future.
pub(crate) fn retry_after(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let explicit = requested_wait(headers);
    if explicit.is_some() || status != StatusCode::TOO_MANY_REQUESTS {
        return explicit;
    }
    reset_after(headers)
}

/// Returns the time of `retry-after`, in seconds or as a date, of several the longest. A zero delay is ignored: it
/// would cause a retry storm.
pub(crate) fn requested_wait(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(header::RETRY_AFTER).iter();
    let values = values.filter_map(|value| value.to_str().ok());
    let waits = values.filter_map(|value| parse_retry_after(value.trim(), server_time(headers)));
    waits.max().filter(|wait| !wait.is_zero())
}

/// Returns the time until the rate limit's reset, if it is in the future.
pub(crate) fn reset_after(headers: &HeaderMap) -> Option<Duration> {
    let reset = Duration::from_secs(RateLimit::read(headers)?.reset?);
    let wait = UNIX_EPOCH
        .checked_add(reset)?
        .duration_since(server_time(headers));
    wait.ok().filter(|wait| !wait.is_zero())
}

fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    match httpdate::parse_http_date(value) {
        Ok(date) => Some(date.duration_since(now).unwrap_or_default()),
        // Proxies join several headers.
        Err(_) => value
            .split(',')
            .filter_map(|seconds| whole_seconds(seconds.trim()))
            .max(),
    }
}

/// Returns the time of a number of seconds. A fraction, which HTTP does not have, is rounded up.
fn whole_seconds(number: &str) -> Option<Duration> {
    let (digits, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_valid = is_number(digits) && is_number(fraction);
    let is_rounded = fraction.bytes().any(|digit| digit != b'0');
    // A number beyond 64 bits is a time that never comes.
    let seconds = || digits.parse().unwrap_or(u64::MAX);
    is_valid.then(|| Duration::from_secs(seconds().saturating_add(is_rounded.into())))
}

/// Returns the time on the server's clock, so that a wrong clock here does not matter.
fn server_time(headers: &HeaderMap) -> SystemTime {
    headers
        .get(header::DATE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| httpdate::parse_http_date(value).ok())
        .unwrap_or_else(system_now)
}

/// Returns whether the method gives the content of a request a meaning, so that an empty one has a
/// length.
pub(crate) fn has_defined_content(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}
