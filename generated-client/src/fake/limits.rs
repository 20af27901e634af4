//! The rate limits of the API: two sliding windows.

use std::collections::VecDeque;
use std::time::{Duration, UNIX_EPOCH};

use tokio::time::Instant;

use crate::fake::Reply;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// The time at which the fake's clock starts, in Unix seconds.
const START: u64 = 1_767_225_600;

/// The requests that count, and how many may.
pub(super) struct Limits {
    per_minute: usize,
    per_hour: usize,
    start: Instant,
    counted: VecDeque<Instant>,
}

impl Limits {
    pub(super) fn new(per_minute: usize, per_hour: usize) -> Self {
        Self {
            per_minute,
            per_hour,
            start: Instant::now(),
            counted: VecDeque::new(),
        }
    }

    /// Counts a request, or returns the refusal.
    pub(super) fn count(&mut self) -> Option<Reply> {
        let now = Instant::now();
        while self.counted.front().is_some_and(|at| *at + HOUR <= now) {
            self.counted.pop_front();
        }
        if self.left(now) == 0 {
            let wait = self.free_at(now).saturating_duration_since(now);
            let seconds = wait.as_millis().div_ceil(1000).to_string();
            return Some(Reply::status(429).header("retry-after", &seconds));
        }
        self.counted.push_back(now);
        None
    }

    /// Tells in headers what is left. The reset is that of the hour, whichever limit is nearer.
    pub(super) fn tell(&self, reply: Reply) -> Reply {
        let now = Instant::now();
        let left = self.left(now).to_string();
        let seconds = |at: Instant| START + at.saturating_duration_since(self.start).as_secs();
        let reset = self.hour_moves_at(now);
        let date = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds(now)));
        reply
            .header("date", &date)
            .header("ratelimit-limit", &self.per_hour.to_string())
            .header("ratelimit-remaining", &left)
            .header("ratelimit-reset", &seconds(reset).to_string())
    }

    fn left(&self, now: Instant) -> usize {
        let in_minute = self.per_minute.saturating_sub(self.in_minute(now));
        in_minute.min(self.per_hour.saturating_sub(self.counted.len()))
    }

    fn in_minute(&self, now: Instant) -> usize {
        let newest_first = self.counted.iter().rev();
        newest_first.take_while(|at| **at + MINUTE > now).count()
    }

    /// Returns when there is room again.
    fn free_at(&self, now: Instant) -> Instant {
        match self.counted.len() >= self.per_hour {
            true => self.hour_moves_at(now),
            false => self.oldest_in_minute(now) + MINUTE,
        }
    }

    fn hour_moves_at(&self, now: Instant) -> Instant {
        self.counted.front().map_or(now, |oldest| *oldest + HOUR)
    }

    fn oldest_in_minute(&self, now: Instant) -> Instant {
        let index = self.counted.len() - self.in_minute(now);
        self.counted.get(index).copied().unwrap_or(now)
    }
}
