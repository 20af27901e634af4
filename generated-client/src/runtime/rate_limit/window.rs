use std::collections::VecDeque;
use std::time::Duration;

use crate::runtime::platform::time::Instant;
use crate::runtime::transport::saturating_time::after;

/// The resolution of clocks and timers. A call that is late by this much is surely not early.
pub(super) const RESOLUTION: Duration = Duration::from_millis(10);

/// The calls in a sliding window.
///
/// The server counts a call at some time between its start and its end. Counting it while it is
/// under way and for the length of the window after its end never counts less than the server.
#[derive(Clone, Debug)]
pub(super) struct Window {
    limit: usize,
    length: Duration,
    under_way: usize,
    ended: VecDeque<Instant>,
}

impl Window {
    pub(super) fn new(limit: usize, length: Duration) -> Self {
        Self {
            limit: limit.max(1),
            length: length + RESOLUTION,
            under_way: 0,
            ended: VecDeque::new(),
        }
    }

    /// Returns whether there is room for `more` calls in addition to a reserve.
    pub(super) fn has_room(&mut self, more: usize, reserve: usize, now: Instant) -> bool {
        self.remove_old(now);
        self.used() < self.threshold(more, reserve)
    }

    /// Predicts when there is room for `more` calls after `before` others, and never too late: calls
    /// under way are assumed to end now, and the others when they start.
    pub(super) fn due(
        &mut self,
        before: usize,
        more: usize,
        reserve: usize,
        now: Instant,
    ) -> Instant {
        self.remove_old(now);
        let used = self.used();
        let Some(index) = (used + before).checked_sub(self.threshold(more, reserve)) else {
            return now;
        };
        // The call of this index, counted from the oldest one, has to leave the window first. If it
        // has not started yet, as many windows pass until it is one of those that have.
        let per_window = self.threshold(1, reserve);
        let windows = (index + 1).saturating_sub(used).div_ceil(per_window);
        let count = u32::try_from(windows).unwrap_or(u32::MAX);
        let wait = self.length.saturating_mul(count);
        match index.checked_sub(windows * per_window) {
            Some(index) => {
                let end = self.ended.get(index).copied().unwrap_or(now);
                after(end + self.length, wait)
            }
            None => after(now, wait),
        }
    }

    pub(super) fn start(&mut self, count: usize) {
        self.under_way += count;
    }

    /// Reverts a start: nothing was sent.
    pub(super) fn cancel(&mut self, count: usize) {
        self.under_way = self.under_way.saturating_sub(count);
    }

    pub(super) fn end(&mut self, count: usize, now: Instant) {
        self.cancel(count);
        self.ended.extend(std::iter::repeat_n(now, count));
    }

    pub(super) fn under_way(&self) -> usize {
        self.under_way
    }

    /// Returns how many more calls the limit allows.
    pub(super) fn left(&self) -> usize {
        self.limit.saturating_sub(self.used())
    }

    pub(super) fn length(&self) -> Duration {
        self.length
    }

    fn used(&self) -> usize {
        self.ended.len() + self.under_way
    }

    /// Returns below which number of used calls there is room for `more`.
    fn threshold(&self, more: usize, reserve: usize) -> usize {
        let limit = self.limit.saturating_sub(reserve).max(1);
        // A call that exceeds the limit by itself is sent alone.
        (limit + 1).saturating_sub(more).max(1)
    }

    fn remove_old(&mut self, now: Instant) {
        let is_over = |end: &Instant| *end + self.length <= now;
        while self.ended.front().is_some_and(is_over) {
            self.ended.pop_front();
        }
    }
}
