use std::cmp::Ordering;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::runtime::transport::headers::{reset_after, retry_after};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// How much longer than told to wait: the reset is in whole seconds, which may be rounded down.
const ROUNDING: Duration = Duration::from_secs(1);

/// How long to wait for what one call finds out, before another one is let through.
const PROBE: Duration = Duration::from_secs(1);

/// What the server told last about a limit, which may be used by others as well.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// What is left.
    remaining: u64,
    /// The time at which there may be more.
    more_at: Instant,
    /// When a call was let through after that time, to find out how much more there is.
    probed_at: Option<Instant>,
}

impl Told {
    pub(super) fn new(remaining: u64, more_at: Instant) -> Self {
        Self {
            remaining,
            more_at,
            probed_at: None,
        }
    }

    /// Returns whether the server would have room beside a reserve. Calls on their way may not be
    /// in its count yet. Once more room was promised, one call finds out how much.
    pub(super) fn has_room(&self, on_the_way: usize, reserve: usize, now: Instant) -> bool {
        let may_probe = || now >= self.more_at && self.probed_at.is_none_or(|at| at + PROBE <= now);
        self.left(on_the_way, reserve) > 0 || may_probe()
    }

    /// Notes that a call is let through.
    pub(super) fn start(&mut self, now: Instant) {
        if now >= self.more_at {
            self.probed_at = Some(now);
        }
    }

    /// Returns when there may be room after others that take `before`.
    pub(super) fn due(
        &self,
        before: usize,
        on_the_way: usize,
        reserve: usize,
        now: Instant,
    ) -> Instant {
        match self.left(on_the_way, reserve) > before as u64 {
            true => now,
            false => now.max(self.more_at),
        }
    }

    /// Returns what an answer leaves of what was told before. It may be the answer to an earlier
    /// call, so only less counts until there may be more.
    pub(super) fn after(before: Option<Self>, new: Option<Self>, now: Instant) -> Option<Self> {
        // Nothing was refused after the time was over.
        let before = before.filter(|before| now < before.more_at);
        let (Some(old), Some(new)) = (before, new) else {
            return new.or(before);
        };
        Some(match old.remaining.cmp(&new.remaining) {
            Ordering::Less => old,
            Ordering::Greater => new,
            Ordering::Equal => Self::new(new.remaining, old.more_at.max(new.more_at)),
        })
    }

    fn left(&self, on_the_way: usize, reserve: usize) -> u64 {
        self.remaining.saturating_sub((on_the_way + reserve) as u64)
    }
}

/// Returns how long the server asks to wait after a refusal, an hour at most.
pub(super) fn asked(headers: &HeaderMap) -> Option<Duration> {
    // Another status than 429 does without the reset, which is that of the general limits.
    retry_after(StatusCode::OK, headers).map(|wait| wait.min(HOUR))
}

/// Returns how long it takes until there may be more room in the general limits.
///
/// The reset is when the oldest call stops to count, be it that of the hour. If the minute's limit
/// is used up, there is room after a minute at the latest, so one call is worth trying then.
pub(super) fn more_after(headers: &HeaderMap) -> Duration {
    let reset = reset_after(headers).map(|wait| (wait + ROUNDING).min(MINUTE));
    reset.unwrap_or(ROUNDING)
}
