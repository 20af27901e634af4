use std::{error, fmt, time::Duration};

use bytes::Bytes;

use crate::runtime::codec::escaped::escaped;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;

/// How many characters of a state an error's text shows.
const MAX_STATE_LENGTH: usize = 100;

/// A wait that ended without the resource being ready.
pub struct WaitError(Box<WaitErrorContent>);

struct WaitErrorContent {
    call: CallContext,
    state: Option<String>,
    response: Option<RawResponse>,
    reason: WaitReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitReason {
    Failed,
    Gone,
    Deadline(Duration),
    /// The deadline passed, and all responses were 404.
    NeverFound(Duration),
}

impl WaitError {
    pub(crate) fn new(
        call: CallContext,
        state: Option<String>,
        response: Option<RawResponse>,
        reason: WaitReason,
    ) -> Self {
        Self(Box::new(WaitErrorContent {
            call,
            state,
            response,
            reason,
        }))
    }

    /// Returns the operation that reads the state.
    pub fn operation(&self) -> &'static Meta {
        self.0.call.meta
    }

    /// Returns the last state that was seen.
    pub fn state(&self) -> Option<&str> {
        self.0.state.as_deref()
    }

    /// Returns the body of the response with the last state. It may hold more: why the resource
    /// failed, or its progress.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|response| &response.body)
    }

    /// Returns how often the state was read.
    pub fn polls(&self) -> u32 {
        self.0.call.attempts
    }

    /// Returns whether the deadline passed; otherwise the resource failed or is gone.
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.0.reason,
            WaitReason::Deadline(_) | WaitReason::NeverFound(_)
        )
    }

    /// Returns whether the resource was deleted during the wait.
    pub fn is_gone(&self) -> bool {
        self.0.reason == WaitReason::Gone
    }
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = escaped(self.state().unwrap_or("unknown"), MAX_STATE_LENGTH);
        let polls = self.polls();
        write!(f, "{}: ", self.operation())?;
        match self.0.reason {
            WaitReason::Failed => write!(f, "the resource failed with the state `{state}`")?,
            WaitReason::Gone => {
                write!(f, "the resource was deleted; its last state was `{state}`")?;
            }
            WaitReason::Deadline(deadline) => {
                write!(f, "still waiting after {deadline:?}")?;
                if self.state().is_some() {
                    write!(f, "; its last state was `{state}`")?;
                }
            }
            WaitReason::NeverFound(deadline) => write!(
                f,
                "still waiting after {deadline:?}; all responses were 404: the resource was never \
                 found"
            )?,
        }
        let plural = if polls == 1 { "" } else { "s" };
        write!(f, " [{polls} poll{plural}]")
    }
}

/// Shows the same line as `Display`.
impl fmt::Debug for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for WaitError {}
