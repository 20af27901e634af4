use std::{fmt, ops::Deref, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use url::Url;

use crate::runtime::codec::{self, Wire};
use crate::runtime::error::call_failure::CallFacts;
use crate::runtime::operation::meta::{Meta, Verb};
use crate::runtime::transport::headers::{RateLimit, request_id, retry_after};

/// The longest text that stands for a message in an error's text.
const MESSAGE_LIMIT: usize = 500;

/// A failure that the API answered. Reads as its body.
#[derive(Debug)]
pub struct ErrorResponse<B = RawBody>(Box<(ErrorParts, B)>);

/// The body of a failure whose form is not documented, or not as documented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawBody {
    /// The message: wherever it stands in the body, or the text itself.
    pub message: String,
}

/// What every failure has that the API answered.
pub struct ErrorParts {
    call: CallFacts,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    truncated: bool,
    message: String,
    request_id: Option<String>,
}

impl ErrorParts {
    pub(crate) fn new(
        call: CallFacts,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        truncated: bool,
    ) -> Self {
        let json: Option<Value> = codec::json(&body).ok();
        let message = match json.as_ref().and_then(find_message) {
            Some(message) => message.to_owned(),
            None if status.is_redirection() => redirect_message(&headers),
            None => String::from_utf8_lossy(&body).trim().to_owned(),
        };
        let in_body = json
            .as_ref()
            .and_then(|json| json.get("request_id")?.as_str());
        let request_id = in_body
            .filter(|id| !id.is_empty())
            .or_else(|| request_id(&headers))
            .map(str::to_owned);
        Self {
            call,
            status,
            headers,
            body,
            truncated,
            message,
            request_id,
        }
    }

    /// Returns the failure with its body undecoded.
    pub fn raw(self) -> ErrorResponse<RawBody> {
        let message = self.message.clone();
        ErrorResponse(Box::new((self, RawBody { message })))
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.call.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, cut off where it was too large.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns whether the body was larger than what is kept of it.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Returns the message: wherever it stands in the body, or the text itself.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the ID under which DigitalOcean's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.call.attempts
    }

    /// Returns the number of the page that was asked for, where the call was one of many.
    pub fn page(&self) -> Option<u64> {
        self.call.page
    }

    /// Returns whether the server may have done what it was asked.
    pub fn may_have_been_applied(&self) -> bool {
        self.call.may_have_been_applied
    }

    /// Returns whether a deletion was repeated, found nothing, and may have caused that itself.
    fn was_probably_deleted(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
            && self.call.meta.verb == Verb::Delete
            && self.call.may_have_been_applied
    }

    /// Returns what the headers tell about the rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.headers)
    }

    /// Returns the time after which the API wants to be asked again.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.status, &self.headers)
    }
}

/// Shows the message and not the body, which may repeat what was sent.
impl fmt::Debug for ErrorParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorParts")
            .field("operation", &self.call.meta.id)
            .field("status", &self.status)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("attempts", &self.call.attempts)
            .finish_non_exhaustive()
    }
}

/// Writes operation, status, message, request ID and attempts.
impl fmt::Display for ErrorParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.write_operation(f)?;
        write!(f, ": {}", self.status)?;
        if !self.message.is_empty() {
            f.write_str(": ")?;
            write_limited(f, &self.message)?;
        }
        if self.status == StatusCode::FORBIDDEN {
            write_scopes(f, self.call.meta.scopes)?;
        }
        if self.was_probably_deleted() {
            f.write_str("; an earlier attempt has probably deleted it")?;
        }
        self.call.write_end(f, self.request_id())
    }
}

fn write_limited(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    match text.char_indices().nth(MESSAGE_LIMIT) {
        Some((end, _)) => write!(f, "{}…", &text[..end]),
        None => f.write_str(text),
    }
}

fn write_scopes(f: &mut fmt::Formatter<'_>, alternatives: &[&[&str]]) -> fmt::Result {
    for (index, scopes) in alternatives.iter().enumerate() {
        f.write_str(if index == 0 {
            "; needs scope "
        } else {
            ", or "
        })?;
        for (index, scope) in scopes.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { " + " })?;
            f.write_str(scope)?;
        }
    }
    Ok(())
}

/// Says where a redirect leads that was not followed: only reading requests are, within a host.
fn redirect_message(headers: &HeaderMap) -> String {
    let location = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    let url = location.and_then(|location| Url::parse(location).ok());
    match url.as_ref().and_then(Url::host_str) {
        Some(host) => format!("the redirect to {host} was not followed"),
        None => "the redirect was not followed".to_owned(),
    }
}

/// Returns the message of an error body, the text itself where it is no JSON.
pub(crate) fn message_of(body: &[u8]) -> Option<String> {
    let message = match codec::json(body) {
        Ok(json) => find_message(&json)?.to_owned(),
        Err(_) => String::from_utf8_lossy(body).trim().to_owned(),
    };
    Some(message).filter(|message| !message.is_empty())
}

/// Finds the message of an error body in the places where the hosts of the API put it.
fn find_message(body: &Value) -> Option<&str> {
    let places = [
        body.get("message"),
        body.pointer("/error/message"),
        body.get("error"),
    ];
    places
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find(|message| !message.is_empty())
}

impl<B> ErrorResponse<B> {
    pub(crate) fn as_parts(&self) -> &ErrorParts {
        &self.0.0
    }

    pub(crate) fn into_error_parts(self) -> ErrorParts {
        self.0.0
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.0.0.operation()
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.0.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.0.headers
    }

    /// Returns the body as it came, cut off where it was too large.
    pub fn body(&self) -> &Bytes {
        &self.0.0.body
    }

    /// Returns the message: wherever it stands in the body, or the text itself.
    pub fn message(&self) -> &str {
        &self.0.0.message
    }

    /// Returns the ID under which DigitalOcean's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.0.request_id()
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.0.attempts()
    }

    /// Returns the time after which the API wants to be asked again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.0.retry_after()
    }
}

impl<B> Deref for ErrorResponse<B> {
    type Target = B;

    fn deref(&self) -> &B {
        &self.0.1
    }
}

impl<B> fmt::Display for ErrorResponse<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.0.fmt(f)
    }
}

impl<B: fmt::Debug> std::error::Error for ErrorResponse<B> {}

/// A payload of an error set's variants.
#[allow(dead_code, reason = "unused where no group is compiled")]
pub(crate) trait FromErrorParts: Sized {
    /// Reads a failure, or hands it back raw where its body does not fit.
    fn from_parts(parts: ErrorParts) -> Result<Self, ErrorResponse<RawBody>>;

    /// Writes back what was read.
    #[cfg(feature = "fake")]
    fn rewrite(&self) -> Option<Value>;
}

impl<B: Wire> FromErrorParts for ErrorResponse<B> {
    fn from_parts(parts: ErrorParts) -> Result<Self, ErrorResponse<RawBody>> {
        match codec::decode_strict::<B>(parts.call.meta.id, &parts.body) {
            Ok(body) => Ok(Self(Box::new((parts, body)))),
            Err(_) => Err(parts.raw()),
        }
    }

    #[cfg(feature = "fake")]
    fn rewrite(&self) -> Option<Value> {
        Some(crate::runtime::test_support::rewriting::written(&self.0.1))
    }
}

impl FromErrorParts for ErrorResponse<RawBody> {
    fn from_parts(parts: ErrorParts) -> Result<Self, ErrorResponse<RawBody>> {
        Ok(parts.raw())
    }

    #[cfg(feature = "fake")]
    fn rewrite(&self) -> Option<Value> {
        Some(Value::Null)
    }
}
