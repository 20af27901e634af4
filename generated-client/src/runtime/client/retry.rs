use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::runtime::codec::shown_headers::ShownHeaders;
use crate::runtime::operation::meta::Meta;
use crate::runtime::transport::headers::{requested_wait, reset_after};
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Which errors a call is repeated after, and how long it waits before it is.
///
/// Calls are repeated after transient errors: connections that fail or break, time limits of one
/// attempt, and the statuses 408, 429, 500, 502, 503, 504, 520 to 524 and 530. GET, HEAD, PUT and
/// DELETE are repeated after each of them (unless the operation is known not to be idempotent),
/// POST and PATCH only if it is certain that the server did not act on the request: it refused the
/// connection or the request, or responded with 429, or with 503 and `retry-after`.
/// `Request::retry_if` repeats a call after other errors, too.
///
/// The call waits as long as `retry-after` says. A longer time than
/// [`longest_requested_wait`](Self::longest_requested_wait) is not shortened: the call fails at
/// once, and [`Error::retry_after`](crate::Error::retry_after) returns the time. Without the header
/// it waits for the rate limit's reset, if that is in the future, else for a random time up to a
/// limit that doubles with each attempt (full jitter).
///
/// ```
/// use digitalocean::RetryPolicy;
/// # use digitalocean::fake::{Fake, Reply};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let fake = Fake::new();
/// # fake.enqueue(Reply::status(503));
/// # fake.enqueue(Reply::status(422));
/// let client = fake.client_builder().retry(RetryPolicy::new().attempts(3)).build()?;
/// // Some 422s of this call are transient, and the caller knows which.
/// let request = client.account().get().retry_if(|attempted| {
///     attempted.status.is_some_and(|status| status == 422)
/// });
/// assert_eq!(request.send().await?.attempts(), 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
    longest_requested_wait: Duration,
    total: Duration,
}

impl Default for RetryPolicy {
    /// Returns 5 attempts, waits from 1 to 30 s, up to 60 s if the server asks for it, and no new
    /// attempt after 5 minutes.
    fn default() -> Self {
        Self {
            attempts: 5,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
            longest_requested_wait: Duration::from_secs(60),
            total: Duration::from_secs(300),
        }
    }
}

impl RetryPolicy {
    /// Returns the default policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a policy that never repeats a call.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sets how often a request is sent at most, including the first time.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the first and the longest wait between attempts.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// Sets the longest wait that a server may ask for. Calls fail at once if it asks for more.
    pub fn longest_requested_wait(mut self, longest: Duration) -> Self {
        self.longest_requested_wait = longest;
        self
    }

    /// Sets the time after which no new attempt is made, counted from the first one.
    pub fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Returns how long to wait before the next attempt, `None` if there is none.
    pub(crate) fn wait(
        &self,
        meta: &Meta,
        attempted: &FailedAttempt<'_>,
        wanted: bool,
    ) -> Option<Duration> {
        if attempted.attempt >= self.attempts || !(wanted || attempted.may_repeat(meta)) {
            return None;
        }
        let longest = self.longest_requested_wait;
        if let Some(wait) = attempted.requested_wait() {
            return (wait <= longest).then(|| stretch(wait));
        }
        // The reset may be that of the hour, and there may be room long before.
        Some(match attempted.reset() {
            Some(wait) => stretch(wait.min(longest)),
            None => self.backoff_before(attempted.attempt + 1),
        })
    }

    /// Returns whether an attempt may be made at this time after the first one.
    pub(crate) fn allows(&self, elapsed: Duration) -> bool {
        elapsed <= self.total
    }

    /// Returns a random wait with full jitter.
    fn backoff_before(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(2).min(20);
        let ceiling = self
            .first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait);
        ceiling.mul_f64(fastrand::f64())
    }
}

/// Adds up to a tenth, at most a second, so that calls that got the same time are not sent together.
fn stretch(wait: Duration) -> Duration {
    let tenth = (wait / 10).min(Duration::from_secs(1));
    wait.saturating_add(tenth.mul_f64(fastrand::f64()))
}

/// Returns whether the same request may succeed a little later.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    let is_of_cdn = |status| matches!(status, 520..=524 | 530);
    let status = status.as_u16();
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504) || is_of_cdn(status)
}

/// An attempt that failed, the argument of `Request::retry_if`.
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The status, if there was a response.
    pub status: Option<StatusCode>,
    /// The message in the body of the response.
    pub message: Option<&'a str>,
    /// The headers, if there was a response.
    pub headers: Option<&'a HeaderMap>,
    /// The error of the connection, if there was one.
    pub error: Option<&'a TransportError>,
}

/// Shows the values only of headers that are known not to be secret.
impl fmt::Debug for FailedAttempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedAttempt")
            .field("attempt", &self.attempt)
            .field("status", &self.status)
            .field("message", &self.message)
            .field("headers", &self.headers.map(ShownHeaders))
            .field("error", &self.error)
            .finish()
    }
}

impl FailedAttempt<'_> {
    /// Returns whether the same request may succeed a little later.
    pub fn is_transient(&self) -> bool {
        if let Some(error) = self.error {
            return !matches!(
                error.kind(),
                TransportErrorKind::Tls
                    | TransportErrorKind::InvalidRequest
                    | TransportErrorKind::Payload
                    | TransportErrorKind::TooLarge
                    | TransportErrorKind::Blocked
                    | TransportErrorKind::Other
            );
        }
        self.status.is_some_and(is_transient_status)
    }

    /// Returns whether it is certain that the server did not act on the request.
    pub fn is_unprocessed(&self) -> bool {
        match (self.error, self.status) {
            (Some(error), _) => error.is_unprocessed(),
            // The server may have read the request before it gave up.
            (None, Some(StatusCode::REQUEST_TIMEOUT)) => false,
            // It names a time because it refuses all requests until then.
            (None, Some(StatusCode::SERVICE_UNAVAILABLE)) => self.requested_wait().is_some(),
            (None, Some(status)) => !status.is_server_error() && !status.is_success(),
            (None, None) => true,
        }
    }

    fn may_repeat(&self, meta: &Meta) -> bool {
        self.is_transient() && (meta.idempotent || self.is_unprocessed())
    }

    fn requested_wait(&self) -> Option<Duration> {
        requested_wait(self.headers?)
    }

    /// Returns the time until the reset of a rate limit that is used up.
    fn reset(&self) -> Option<Duration> {
        let is_limited = self.status == Some(StatusCode::TOO_MANY_REQUESTS);
        reset_after(self.headers.filter(|_| is_limited)?)
    }
}
