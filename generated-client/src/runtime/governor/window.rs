use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Clocks and timers have steps. A call that is late by this much is surely not early.
const STEP: Duration = Duration::from_millis(10);

/// The calls of a sliding window.
///
/// The server counts a call somewhere between its start and its end. Counting it while it is on its
/// way and for the window's length after its end never counts less than the server.
#[derive(Clone, Debug)]
pub(super) struct Window {
    limit: usize,
    length: Duration,
    on_the_way: usize,
    ended: VecDeque<Instant>,
}

impl Window {
    pub(super) fn new(limit: usize, length: Duration) -> Self {
        Self {
            limit,
            length: length + STEP,
            on_the_way: 0,
            ended: VecDeque::new(),
        }
    }

    /// Returns whether there is room for some more beside a reserve, or when there may be.
    pub(super) fn room(
        &mut self,
        more: usize,
        reserve: usize,
        now: Instant,
    ) -> Result<(), Instant> {
        while self
            .ended
            .front()
            .is_some_and(|end| *end + self.length <= now)
        {
            self.ended.pop_front();
        }
        let limit = self.limit.saturating_sub(reserve).max(1);
        // What is more than the limit by itself goes through alone.
        let limit = (limit + 1).saturating_sub(more).max(1);
        let used = self.ended.len() + self.on_the_way;
        if used < limit {
            return Ok(());
        }
        // So many of the oldest calls have to leave the window. Those on their way tell when they
        // end.
        match self.ended.get(used - limit) {
            Some(end) => Err(*end + self.length),
            None => Err(now + self.length),
        }
    }

    pub(super) fn start(&mut self, more: usize) {
        self.on_the_way += more;
    }

    pub(super) fn end(&mut self, count: usize, now: Instant) {
        self.on_the_way = self.on_the_way.saturating_sub(count);
        self.ended.extend(std::iter::repeat_n(now, count));
    }

    pub(super) fn on_the_way(&self) -> usize {
        self.on_the_way
    }
}
