use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Clocks and timers have steps. A call that is late by this much is surely not early.
const STEP: Duration = Duration::from_millis(10);

/// The calls of a sliding window.
///
/// The server counts a call somewhere between its start and its end. Counting it while it is on its
/// way and for the window's length after its end never counts less than the server.
#[derive(Debug)]
pub(super) struct Window {
    limit: usize,
    length: Duration,
    on_the_way: usize,
    ended: VecDeque<Instant>,
}

impl Window {
    pub(super) fn new(limit: usize, length: Duration) -> Self {
        Self {
            limit: limit.max(1),
            length: length + STEP,
            on_the_way: 0,
            ended: VecDeque::new(),
        }
    }

    /// Returns whether there is room for some more beside a reserve.
    pub(super) fn has_room(&mut self, more: usize, reserve: usize, now: Instant) -> bool {
        self.forget(now);
        self.used() < self.threshold(more, reserve)
    }

    /// Returns when there will be room for some more, after others that take `before`, as far as
    /// can be foreseen: those on their way are taken to end now, and so are others when they start.
    pub(super) fn due(
        &mut self,
        before: usize,
        more: usize,
        reserve: usize,
        now: Instant,
    ) -> Instant {
        self.forget(now);
        let used = self.used();
        let Some(mut index) = (used + before).checked_sub(self.threshold(more, reserve)) else {
            return now;
        };
        // The call of this index, counted from the oldest one, has to leave the window. If it has
        // not come yet, another has to leave before that one, and so on.
        let mut wait = Duration::ZERO;
        while index >= used {
            wait += self.length;
            match index.checked_sub(self.threshold(1, reserve)) {
                Some(earlier) => index = earlier,
                None => return now + wait,
            }
        }
        let end = self.ended.get(index).copied().unwrap_or(now);
        end + self.length + wait
    }

    pub(super) fn start(&mut self, count: usize) {
        self.on_the_way += count;
    }

    /// Takes back a start: nothing was sent.
    pub(super) fn cancel(&mut self, count: usize) {
        self.on_the_way = self.on_the_way.saturating_sub(count);
    }

    pub(super) fn end(&mut self, count: usize, now: Instant) {
        self.cancel(count);
        self.ended.extend(std::iter::repeat_n(now, count));
    }

    pub(super) fn on_the_way(&self) -> usize {
        self.on_the_way
    }

    /// Returns how much is left.
    pub(super) fn left(&self) -> usize {
        self.limit.saturating_sub(self.used())
    }

    pub(super) fn length(&self) -> Duration {
        self.length
    }

    fn used(&self) -> usize {
        self.ended.len() + self.on_the_way
    }

    /// Returns how much may be used at most for some more to have room.
    fn threshold(&self, more: usize, reserve: usize) -> usize {
        let limit = self.limit.saturating_sub(reserve).max(1);
        // What is more than the limit by itself goes through alone.
        (limit + 1).saturating_sub(more).max(1)
    }

    fn forget(&mut self, now: Instant) {
        let is_over = |end: &Instant| *end + self.length <= now;
        while self.ended.front().is_some_and(is_over) {
            self.ended.pop_front();
        }
    }
}
