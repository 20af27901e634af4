use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::runtime::operation::meta::Meta;
use crate::runtime::transport::headers::{Shown, retry_after};
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// When a call is repeated, and how long it waits before.
///
/// Repeated are transient failures: connections that fail or break, time limits of one attempt,
/// and the statuses 429, 500, 502, 503 and 504. GET, HEAD, PUT and DELETE are repeated after each
/// of them (unless the operation is known not to be idempotent), POST and PATCH only when the
/// server surely did nothing: it refused the connection, or answered 429. A call that repeats
/// more is asked for with `Request::retry_if`.
///
/// The wait is what `retry-after` says, else the time until the rate limit's reset if it lies in
/// the future, else it doubles each time and is drawn between nothing and that (full jitter).
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
/// // One call differs from the others: some refusals are transient, and the caller knows which.
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
    /// Returns 5 attempts, waits from 1 to 30 s, at most 60 s where the server asks for it, and no
    /// new attempt after 5 minutes.
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

    /// Returns a policy that never repeats.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sets how often a request is sent at most, the first time included.
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

    /// Sets the longest wait that a server may ask for.
    pub fn longest_requested_wait(mut self, longest: Duration) -> Self {
        self.longest_requested_wait = longest;
        self
    }

    /// Sets the time after which no new attempt is made, counted from the first one.
    pub fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Returns how long to wait before the next attempt, `None` where there is none.
    pub(crate) fn wait(
        &self,
        meta: &Meta,
        attempted: &Attempted<'_>,
        wanted: bool,
    ) -> Option<Duration> {
        if attempted.attempt >= self.attempts || !(wanted || attempted.may_repeat(meta)) {
            return None;
        }
        Some(match attempted.requested_wait() {
            Some(wait) => stretch(wait.min(self.longest_requested_wait)),
            None => self.backoff_before(attempted.attempt + 1),
        })
    }

    /// Returns whether an attempt may be made so long after the first one.
    pub(crate) fn allows(&self, elapsed: Duration) -> bool {
        elapsed <= self.total
    }

    /// Draws a wait with full jitter.
    fn backoff_before(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(2).min(20);
        let ceiling = self
            .first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait);
        ceiling.mul_f64(fastrand::f64())
    }
}

/// Adds up to a tenth, at most a second: those who were told the same time do not come at once.
fn stretch(wait: Duration) -> Duration {
    let tenth = (wait / 10).min(Duration::from_secs(1));
    wait.saturating_add(tenth.mul_f64(fastrand::f64()))
}

/// Returns whether the same request may be answered otherwise a little later.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

/// An attempt that failed, as `Request::retry_if` sees it.
#[non_exhaustive]
pub struct Attempted<'a> {
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The status, if there was an answer.
    pub status: Option<StatusCode>,
    /// The message that the API answered with.
    pub message: Option<&'a str>,
    /// The headers, if there was an answer.
    pub headers: Option<&'a HeaderMap>,
    /// What went wrong on the way, if something did.
    pub error: Option<&'a TransportError>,
}

/// Shows the values only of headers that are known not to be secret.
impl fmt::Debug for Attempted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempted")
            .field("attempt", &self.attempt)
            .field("status", &self.status)
            .field("message", &self.message)
            .field("headers", &self.headers.map(Shown))
            .field("error", &self.error)
            .finish()
    }
}

impl Attempted<'_> {
    /// Returns whether the same request may succeed a little later.
    pub fn is_transient(&self) -> bool {
        if let Some(error) = self.error {
            return !matches!(
                error.kind(),
                TransportErrorKind::Tls
                    | TransportErrorKind::InvalidRequest
                    | TransportErrorKind::Payload
                    | TransportErrorKind::TooLarge
                    | TransportErrorKind::Other
            );
        }
        self.status.is_some_and(is_transient_status)
    }

    /// Returns whether the server surely did not do what it was asked.
    pub fn is_unprocessed(&self) -> bool {
        match (self.error, self.status) {
            (Some(error), _) => error.is_unprocessed(),
            (None, Some(status)) => !status.is_server_error() && !status.is_success(),
            (None, None) => true,
        }
    }

    fn may_repeat(&self, meta: &Meta) -> bool {
        self.is_transient() && (meta.idempotent || self.is_unprocessed())
    }

    fn requested_wait(&self) -> Option<Duration> {
        retry_after(self.status?, self.headers?)
    }
}
