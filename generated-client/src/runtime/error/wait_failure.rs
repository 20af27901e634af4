use std::{error, fmt, time::Duration};

use bytes::Bytes;

use crate::runtime::error::call_failure::CallFacts;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;

/// A wait that ended without the resource being ready.
#[derive(Debug)]
pub struct WaitFailure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    call: CallFacts,
    state: Option<String>,
    answer: Option<RawResponse>,
    reason: WaitReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitReason {
    Failed,
    Gone,
    Deadline(Duration),
}

impl WaitFailure {
    pub(crate) fn new(
        call: CallFacts,
        state: Option<String>,
        answer: Option<RawResponse>,
        reason: WaitReason,
    ) -> Self {
        Self(Box::new(Inner {
            call,
            state,
            answer,
            reason,
        }))
    }

    /// Returns the operation that was asked for the state.
    pub fn operation(&self) -> &'static Meta {
        self.0.call.meta
    }

    /// Returns the last state that was seen.
    pub fn state(&self) -> Option<&str> {
        self.0.state.as_deref()
    }

    /// Returns the body of the answer that told the last state. It may tell more: why the resource
    /// failed, or how far it has come.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.answer.as_ref().map(|answer| &answer.body)
    }

    /// Returns how often the state was asked for.
    pub fn polls(&self) -> u32 {
        self.0.call.attempts
    }

    /// Returns whether the deadline passed; otherwise the resource failed or is gone.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.reason, WaitReason::Deadline(_))
    }

    /// Returns whether the resource was deleted meanwhile.
    pub fn is_gone(&self) -> bool {
        self.0.reason == WaitReason::Gone
    }
}

impl fmt::Display for WaitFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state().unwrap_or("unknown");
        let polls = self.polls();
        write!(f, "{}: ", self.operation())?;
        match self.0.reason {
            WaitReason::Failed => write!(f, "the resource failed: its state is `{state}`")?,
            WaitReason::Gone => write!(f, "the resource is gone; its last state was `{state}`")?,
            WaitReason::Deadline(deadline) => write!(
                f,
                "still waiting after {deadline:?}; its last state was `{state}`"
            )?,
        }
        let plural = if polls == 1 { "" } else { "s" };
        write!(f, " [{polls} poll{plural}]")
    }
}

impl error::Error for WaitFailure {}
