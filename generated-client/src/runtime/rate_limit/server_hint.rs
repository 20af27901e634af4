use std::cmp::Ordering;
use std::time::Duration;

use http::HeaderMap;

use crate::runtime::platform::time::Instant;
use crate::runtime::transport::headers::{self, reset_after};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// Added to a reset: it is in whole seconds, which may be rounded down.
const ROUNDING: Duration = Duration::from_secs(1);

/// How long to wait for the response to one probing call before another is sent.
const PROBE: Duration = Duration::from_secs(1);

/// The latest response headers about a limit, which other programs may use as well.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServerHint {
    remaining: u64,
    /// The time at which more may remain.
    more_at: Instant,
    /// When a call was sent after that time, to find out how much remains.
    probed_at: Option<Instant>,
}

impl ServerHint {
    pub(super) fn new(remaining: u64, more_at: Instant) -> Self {
        Self {
            remaining,
            more_at,
            probed_at: None,
        }
    }

    /// Returns whether the server has room in addition to a reserve. The server may not have counted
    /// calls under way. Once more may remain, one call finds out how much.
    pub(super) fn has_room(&self, under_way: usize, reserve: usize, now: Instant) -> bool {
        let may_probe = || now >= self.more_at && self.probed_at.is_none_or(|at| at + PROBE <= now);
        self.left(under_way, reserve) > 0 || may_probe()
    }

    /// Records that a call starts.
    pub(super) fn start(&mut self, now: Instant) {
        if now >= self.more_at {
            self.probed_at = Some(now);
        }
    }

    /// Predicts when there is room after `before` other calls.
    pub(super) fn due(
        &self,
        before: usize,
        under_way: usize,
        reserve: usize,
        now: Instant,
    ) -> Instant {
        match self.left(under_way, reserve) > before as u64 {
            true => now,
            false => now.max(self.more_at),
        }
    }

    /// Combines a hint with that of a new response. The response may be to an earlier call, so only
    /// a smaller number replaces the old one until more may remain.
    pub(super) fn observe(old: Option<Self>, new: Option<Self>, now: Instant) -> Option<Self> {
        // Nothing was refused after the time was over.
        let old = old.filter(|old| now < old.more_at);
        let (Some(old), Some(new)) = (old, new) else {
            return new.or(old);
        };
        Some(match old.remaining.cmp(&new.remaining) {
            Ordering::Less => old,
            Ordering::Greater => new,
            Ordering::Equal => Self::new(new.remaining, old.more_at.max(new.more_at)),
        })
    }

    fn left(&self, under_way: usize, reserve: usize) -> u64 {
        self.remaining.saturating_sub((under_way + reserve) as u64)
    }
}

/// Returns how long the server asks to wait after a refusal, at most an hour.
pub(super) fn requested_wait(headers: &HeaderMap) -> Option<Duration> {
    headers::requested_wait(headers).map(|wait| wait.min(HOUR))
}

/// Returns how long it takes until more may remain of the general limits.
///
/// The reset is when the oldest call leaves its window, which may be the window of an hour. If the
/// limit of the minute is used up, there is room after a minute at the latest, so that one call is
/// worth trying then.
pub(super) fn more_after(headers: &HeaderMap) -> Duration {
    let reset = reset_after(headers).map(|wait| (wait + ROUNDING).min(MINUTE));
    reset.unwrap_or(ROUNDING)
}
