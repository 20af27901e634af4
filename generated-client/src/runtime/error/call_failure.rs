use std::{error, fmt, time::Duration};

use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::headers::request_id;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// How much of a request ID an error's text shows. They have 36 characters.
const LONGEST_ID: usize = 100;

/// A call that ended without an answer that could be used.
///
/// # Troubleshooting
///
/// [`kind`](Self::kind) tells connection problems from broken answers and time limits. Where the
/// text says that the request may have been applied, look at the resource before trying again.
#[derive(Debug)]
pub struct CallFailure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    call: CallFacts,
    cause: Cause,
    /// Known where the answer had started to arrive.
    request_id: Option<String>,
}

/// What is known about a call when it fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallFacts {
    pub(crate) meta: &'static Meta,
    pub(crate) attempts: u32,
    pub(crate) page: Option<u64>,
    pub(crate) may_have_been_applied: bool,
}

impl CallFacts {
    /// Returns what is known when an answer has started to arrive.
    pub(crate) fn of(answer: &RawResponse) -> Self {
        Self {
            meta: answer.meta,
            attempts: answer.attempts,
            page: answer.page,
            may_have_been_applied: !answer.meta.verb.is_safe(),
        }
    }

    /// Writes the operation, and the page where it is one of many.
    pub(crate) fn write_operation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.meta)?;
        match self.page {
            Some(page) => write!(f, " page {page}"),
            None => Ok(()),
        }
    }

    /// Writes what follows the message.
    pub(crate) fn write_end(
        &self,
        f: &mut fmt::Formatter<'_>,
        request_id: Option<&str>,
    ) -> fmt::Result {
        f.write_str(" [")?;
        if let Some(id) = request_id {
            write!(f, "request {}, ", &id[..id.floor_char_boundary(LONGEST_ID)])?;
        }
        let attempts = self.attempts;
        let plural = if attempts == 1 { "" } else { "s" };
        write!(f, "{attempts} attempt{plural}]")?;
        if self.may_have_been_applied {
            f.write_str("; the request may have been applied")?;
        }
        Ok(())
    }
}

#[derive(Debug)]
enum Cause {
    Transport(TransportError),
    Rule(String),
    /// The rate limits leave room after this time at the earliest.
    Held(Duration),
}

impl CallFailure {
    fn of(call: CallFacts, cause: Cause) -> Self {
        Self(Box::new(Inner {
            call,
            cause,
            request_id: None,
        }))
    }

    /// Returns the failure of an answer that had started to arrive.
    pub(crate) fn while_reading(answer: &RawResponse, cause: TransportError) -> Self {
        let mut failure = Self::new(CallFacts::of(answer), cause);
        failure.0.request_id = request_id(&answer.headers).map(str::to_owned);
        failure
    }

    pub(crate) fn new(call: CallFacts, cause: TransportError) -> Self {
        Self::of(call, Cause::Transport(cause))
    }

    pub(crate) fn rule(call: CallFacts, rule: String) -> Self {
        Self::of(call, Cause::Rule(rule))
    }

    /// Returns the failure of a call that would have had to wait longer than it may.
    pub(crate) fn held(call: CallFacts, wait: Duration) -> Self {
        Self::of(call, Cause::Held(wait))
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Meta {
        self.0.call.meta
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.call.attempts
    }

    /// Returns the ID under which DigitalOcean's support finds the request, where the answer had
    /// started to arrive.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the number of the page that was asked for, where the call was one of many.
    pub fn page(&self) -> Option<u64> {
        self.0.call.page
    }

    /// Returns whether the server may have done what it was asked.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.call.may_have_been_applied
    }

    /// Returns what went wrong on the way, `None` where nothing did.
    pub fn kind(&self) -> Option<TransportErrorKind> {
        match &self.0.cause {
            Cause::Transport(cause) => Some(cause.kind()),
            Cause::Held(_) => Some(TransportErrorKind::Timeout),
            Cause::Rule(_) => None,
        }
    }

    /// Returns the failure of the transport, `None` where it did not fail.
    pub fn cause(&self) -> Option<&TransportError> {
        match &self.0.cause {
            Cause::Transport(cause) => Some(cause),
            Cause::Rule(_) | Cause::Held(_) => None,
        }
    }

    /// Returns how long the call would have had to wait for room within the rate limits, where that
    /// was longer than it may take.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.cause {
            Cause::Held(wait) => Some(wait).filter(|wait| !wait.is_zero()),
            Cause::Transport(_) | Cause::Rule(_) => None,
        }
    }

    /// Returns whether the rate governor let nothing through.
    pub(crate) fn is_held(&self) -> bool {
        matches!(self.0.cause, Cause::Held(_))
    }
}

impl fmt::Display for CallFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.call.write_operation(f)?;
        match &self.0.cause {
            Cause::Transport(cause) => write!(f, ": {cause}")?,
            Cause::Rule(rule) => write!(f, ": {rule}")?,
            Cause::Held(Duration::ZERO) => {
                f.write_str(
                    ": the rate governor let nothing through within the call's time limit",
                )?;
            }
            Cause::Held(wait) => write!(
                f,
                ": the rate limits leave room after {wait:.1?} at the earliest, \
                 which is longer than the call may take"
            )?,
        }
        self.0.call.write_end(f, self.request_id())
    }
}

// The text holds the cause, so that it is no source: reports that follow sources would say it twice.
impl error::Error for CallFailure {}
