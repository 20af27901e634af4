use std::{error, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::runtime::codec::escaped::escaped;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::error_body::ErrorBody;
use crate::runtime::operation::meta::Meta;
use crate::runtime::transport::headers::{RateLimit, request_id, retry_after};

/// How many characters of a message an error's text shows.
const MAX_MESSAGE_LENGTH: usize = 500;

/// A response with an error status.
///
/// [`code`](Self::code), [`message`](Self::message) and [`request_id`](Self::request_id) are found
/// in every form of error body that the API has; [`json`](Self::json) reads the body as a type of
/// its own.
///
/// ```
/// use digitalocean::{ApiError, Error};
/// # use digitalocean::fake::{Fake, Reply};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> digitalocean::Result<()> {
/// # let fake = Fake::new();
/// # let body = serde_json::json!({ "id": "unprocessable_entity", "message": "Region is not available" });
/// # fake.enqueue(Reply::json(&body).with_status(http::StatusCode::UNPROCESSABLE_ENTITY));
/// # let client = fake.client()?;
/// let result = client.account().get().await;
/// if let Err(Error::Api(ApiError::UnprocessableEntity(response))) = result {
///     assert_eq!(response.code(), Some("unprocessable_entity"));
///     assert_eq!(response.message(), "Region is not available");
///     let body: serde_json::Value = response.json()?;
///     assert_eq!(body["id"], "unprocessable_entity");
/// }
/// # Ok(())
/// # }
/// ```
pub struct ErrorResponse(Box<ErrorResponseContent>);

struct ErrorResponseContent {
    call: CallContext,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    truncated: bool,
    code: Option<String>,
    message: String,
    /// Shown by error texts instead of the message.
    excerpt: Option<String>,
    request_id: Option<String>,
}

impl ErrorResponse {
    pub(crate) fn new(
        call: CallContext,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        truncated: bool,
    ) -> Self {
        let read = ErrorBody::read(&body);
        let excerpt = read.shown().map(str::to_owned);
        let excerpt = excerpt.filter(|shown| read.message.as_ref() != Some(shown));
        let request_id = read
            .request_id
            .or_else(|| request_id(&headers).map(str::to_owned));
        Self(Box::new(ErrorResponseContent {
            call,
            status,
            headers,
            body,
            truncated,
            code: read.code,
            message: read.message.unwrap_or_default(),
            excerpt,
            request_id,
        }))
    }

    /// Returns the error with another message, if there is one.
    pub(crate) fn with_message(mut self, message: Option<String>) -> Self {
        if let Some(message) = message {
            self.0.excerpt = None;
            self.0.message = message;
        }
        self
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the code of the error: the body's `id`, for example `not_found`. Some APIs
    /// call it `error.code` or `error.type`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the message of the body, or the body's text where it has none. It is empty where the
    /// body is. `Display` shows only the structure of JSON without a message, which may repeat secrets
    /// of the request.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the ID under which the provider's support finds the request: that of the body, else
    /// that of the headers.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the body as it was received, [cut off](Self::is_truncated) where it was too large.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns whether the body was larger than
    /// [`max_error_bytes`](crate::ClientBuilder::max_error_bytes) and was cut off.
    pub fn is_truncated(&self) -> bool {
        self.0.truncated
    }

    pub(super) fn call(&self) -> &CallContext {
        &self.0.call
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.0.call.meta
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.call.attempts
    }

    /// Returns the number of the page that was requested, where the call was one of many.
    pub fn page(&self) -> Option<u64> {
        self.0.call.page
    }

    /// Returns the rate limit that the headers state.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.0.headers)
    }

    /// Returns how long the API asks to wait before the next request.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.0.status, &self.0.headers)
    }

    /// Returns whether the request, or an earlier attempt of it, may have been applied.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.call.may_have_been_applied
    }

    /// Returns whether a repeated deletion got a 404 that its own first attempt may have caused.
    fn was_probably_deleted(&self) -> bool {
        self.0.status == StatusCode::NOT_FOUND
            && self.operation().method == Method::DELETE
            && self.0.call.may_have_been_applied
    }
}

/// Writes operation, status, message, request ID and attempts.
impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let call = &self.0.call;
        call.write_operation(f)?;
        write!(f, ": {}", self.status())?;
        let shown = self.0.excerpt.as_deref().unwrap_or(self.message());
        if !shown.is_empty() {
            write!(f, ": {}", escaped(shown, MAX_MESSAGE_LENGTH))?;
        }
        if self.status() == StatusCode::FORBIDDEN {
            write_scopes(f, call.meta.scopes)?;
        }
        if self.was_probably_deleted() {
            f.write_str("; an earlier attempt has probably deleted it")?;
        }
        call.write_end(f, self.request_id())
    }
}

/// Shows the same line as `Display`, and nothing of the body, which may repeat the request.
impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for ErrorResponse {}

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
