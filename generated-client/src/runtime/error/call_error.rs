use std::{error, fmt, time::Duration};

use crate::runtime::codec::escaped::escaped;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::error_chain::Chain;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::headers::request_id;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// How many characters an error's text shows of its cause, which may contain text of a server.
const MAX_CAUSE_LENGTH: usize = 500;

/// A call that ended without a usable response.
///
/// # Troubleshooting
///
/// [`kind`](Self::kind) distinguishes connection problems, broken responses and time limits. Where
/// the text says that the request may have been applied, read the resource before you try again.
pub struct CallError(Box<CallErrorContent>);

struct CallErrorContent {
    call: CallContext,
    cause: Cause,
    /// Known where the response had started to arrive.
    request_id: Option<String>,
}

enum Cause {
    Transport(TransportError),
    /// No credential could be had for a further attempt.
    Credential(BuildError),
    /// The pages of a list contradict each other.
    Pages(String),
    /// The rate limits leave no room before this time has passed.
    RateLimits(Duration),
    RateLimitsUnknown,
}

impl CallError {
    fn of(call: CallContext, cause: Cause) -> Self {
        Self(Box::new(CallErrorContent {
            call,
            cause,
            request_id: None,
        }))
    }

    pub(crate) fn while_reading(response: &RawResponse, cause: TransportError) -> Self {
        let mut error = Self::transport(CallContext::of(response), cause);
        error.0.request_id = request_id(&response.headers).map(str::to_owned);
        error
    }

    pub(crate) fn transport(call: CallContext, cause: TransportError) -> Self {
        Self::of(call, Cause::Transport(cause))
    }

    pub(crate) fn credential(call: CallContext, cause: BuildError) -> Self {
        Self::of(call, Cause::Credential(cause))
    }

    pub(crate) fn pages(call: CallContext, message: String) -> Self {
        Self::of(call, Cause::Pages(message))
    }

    /// Returns the error of a call that would have to wait for the rate limits longer than it may
    /// take.
    pub(crate) fn rate_limits(call: CallContext, wait: Duration) -> Self {
        Self::of(call, Cause::RateLimits(wait))
    }

    /// Returns the error of a call whose wait for the rate limits is unknown, because the server that
    /// counts the calls does not respond.
    pub(crate) fn rate_limits_unknown(call: CallContext) -> Self {
        Self::of(call, Cause::RateLimitsUnknown)
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.0.call.meta
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.call.attempts
    }

    /// Returns the ID under which the provider's support finds the request, where the response had
    /// started to arrive.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the number of the page that was requested, where the call was one of many.
    pub fn page(&self) -> Option<u64> {
        self.0.call.page
    }

    /// Returns whether the request may have been applied.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.call.may_have_been_applied
    }

    /// Returns the kind of transport error, `None` where the transport had none.
    pub fn kind(&self) -> Option<TransportErrorKind> {
        match &self.0.cause {
            Cause::Transport(cause) => Some(cause.kind()),
            Cause::RateLimits(_) | Cause::RateLimitsUnknown => Some(TransportErrorKind::Timeout),
            Cause::Credential(_) | Cause::Pages(_) => None,
        }
    }

    /// Returns the error of the transport, `None` where it had none.
    pub fn cause(&self) -> Option<&TransportError> {
        match &self.0.cause {
            Cause::Transport(cause) => Some(cause),
            Cause::Credential(_)
            | Cause::Pages(_)
            | Cause::RateLimits(_)
            | Cause::RateLimitsUnknown => None,
        }
    }

    /// Returns how long the call would have had to wait for the rate limits, where that was longer
    /// than it may take.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.cause {
            Cause::RateLimits(wait) => Some(wait).filter(|wait| !wait.is_zero()),
            Cause::RateLimitsUnknown
            | Cause::Transport(_)
            | Cause::Credential(_)
            | Cause::Pages(_) => None,
        }
    }

    /// Returns whether the client's own rate governor did not let the call through.
    pub(crate) fn is_rate_limited_locally(&self) -> bool {
        matches!(
            self.0.cause,
            Cause::RateLimits(_) | Cause::RateLimitsUnknown
        )
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.call.write_operation(f)?;
        match &self.0.cause {
            Cause::Transport(cause) => {
                write!(f, ": {}", escaped(&cause.to_string(), MAX_CAUSE_LENGTH))?;
            }
            Cause::Credential(cause) => write!(f, ": {cause}")?,
            Cause::Pages(message) => write!(f, ": {}", escaped(message, MAX_CAUSE_LENGTH))?,
            Cause::RateLimitsUnknown => f.write_str(
                ": the server that counts the calls of several processes does not respond, and \
                 `Outage::Fail` is set",
            )?,
            Cause::RateLimits(Duration::ZERO) => f.write_str(
                ": the rate governor did not let the call through within its time limit",
            )?,
            Cause::RateLimits(wait) => write!(
                f,
                ": the rate limits allow the call after {wait:.1?} at the earliest, which is longer \
                 than it may take"
            )?,
        }
        self.0.call.write_end(f, self.request_id())
    }
}

/// Shows the message and the causes on one line.
impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Chain(self), f)
    }
}

impl error::Error for CallError {
    /// Returns the cause of a missing credential. The text contains the transport's error, which is
    /// therefore no source: a report would print it twice.
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.0.cause {
            Cause::Credential(cause) => cause.source(),
            Cause::Transport(_)
            | Cause::Pages(_)
            | Cause::RateLimits(_)
            | Cause::RateLimitsUnknown => None,
        }
    }
}
