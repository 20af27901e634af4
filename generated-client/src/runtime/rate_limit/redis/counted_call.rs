use std::time::Duration;

use crate::runtime::platform::time::Instant;

/// A window: so many calls in so much time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    pub(super) limit: usize,
    pub(super) length: Duration,
}

impl Length {
    pub(super) fn with_reserve(self, reserve: usize) -> Self {
        Self {
            limit: self.limit.saturating_sub(reserve).max(1),
            ..self
        }
    }

    /// Returns the length in which each process may make one call, if there are more of them than
    /// calls in the window.
    pub(super) fn stretched(self, processes: usize) -> Duration {
        let times = processes.div_ceil(self.limit).max(1);
        self.length
            .saturating_mul(u32::try_from(times).unwrap_or(u32::MAX))
    }
}

/// A call that counts until the window has passed after its end.
#[derive(Clone, Copy)]
pub(super) struct CountedCall {
    /// When it ended, or will have ended at the latest.
    pub(super) at: Instant,
    pub(super) owner: Owner,
}

/// Whose call it is, for a process that counts alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// It was admitted before, or by the server: all shares get smaller.
    All,
    /// It was admitted by this process alone, from its own share.
    Own,
    /// Another process admitted it from a share of its own.
    Other,
}

/// A process among those that share the limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProcessShare {
    pub(super) processes: usize,
    pub(super) rank: usize,
}
