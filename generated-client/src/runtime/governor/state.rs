use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::runtime::governor::limits::Limits;
use crate::runtime::governor::window::Window;
use crate::runtime::headers::{RateLimit, reset_after, retry_after};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// How long to wait for a second try where the server does not say.
const UNKNOWN: Duration = Duration::from_secs(1);

/// What is used of the limits.
pub(super) struct State {
    minute: Window,
    hour: Window,
    buckets: Vec<(&'static str, Window)>,
    reserve: usize,
    told: Option<Told>,
    pub(super) waiting: usize,
}

/// What the server told last.
#[derive(Clone, Copy)]
struct Told {
    /// The calls that are left, of whichever limit is nearer.
    remaining: u64,
    /// The time at which there may be one more.
    more_at: Instant,
}

impl State {
    pub(super) fn new(limits: &Limits) -> Self {
        let window = |(name, limit, length): &(&'static str, usize, Duration)| {
            (*name, Window::new(*limit, *length))
        };
        Self {
            minute: Window::new(limits.per_minute, MINUTE),
            hour: Window::new(limits.per_hour, HOUR),
            buckets: limits.buckets.iter().map(window).collect(),
            reserve: limits.reserve,
            told: None,
            waiting: 0,
        }
    }

    /// Returns whether a special limit has room, or when it may have.
    pub(super) fn bucket_is_free(&mut self, name: &str, now: Instant) -> Result<(), Instant> {
        match self.bucket(Some(name)) {
            Some(window) => window.room(0, now),
            None => Ok(()),
        }
    }

    /// Starts a call, or returns when it may be possible.
    pub(super) fn take(
        &mut self,
        bucket: Option<&str>,
        urgent: bool,
        now: Instant,
    ) -> Result<(), Instant> {
        let reserve = if urgent { 0 } else { self.reserve };
        let rooms = [
            self.minute.room(reserve, now),
            self.hour.room(reserve, now),
            self.told(now),
        ];
        if let Some(until) = rooms.into_iter().filter_map(Result::err).max() {
            return Err(until);
        }
        self.minute.start();
        self.hour.start();
        if let Some(window) = self.bucket(bucket) {
            window.start();
        }
        Ok(())
    }

    /// Ends a call.
    pub(super) fn finish(&mut self, bucket: Option<&str>, now: Instant) {
        self.minute.end(now);
        self.hour.end(now);
        if let Some(window) = self.bucket(bucket) {
            window.end(now);
        }
    }

    /// Takes in what an answer tells about the limits.
    pub(super) fn learn(&mut self, status: StatusCode, headers: &HeaderMap, now: Instant) {
        let remaining = RateLimit::read(headers).and_then(|limit| limit.remaining);
        let is_limited = status == StatusCode::TOO_MANY_REQUESTS;
        let remaining = if is_limited { Some(0) } else { remaining };
        let Some(remaining) = remaining else { return };
        // The reset is in whole seconds, which may be rounded down.
        let wait = match is_limited {
            true => retry_after(status, headers),
            false => reset_after(headers).map(|wait| wait + UNKNOWN),
        };
        self.told = Some(Told {
            remaining,
            more_at: now + wait.unwrap_or(UNKNOWN).min(HOUR),
        });
    }

    /// Returns whether the server would have room. Calls on their way may not be in its count yet.
    /// Once more room was promised, one call finds out how much.
    fn told(&self, now: Instant) -> Result<(), Instant> {
        let Some(told) = self.told else {
            return Ok(());
        };
        let on_the_way = self.hour.on_the_way();
        if told.remaining > on_the_way as u64 || (on_the_way == 0 && now >= told.more_at) {
            return Ok(());
        }
        if on_the_way > 0 {
            // The next answer tells more.
            return Err(now + MINUTE);
        }
        Err(told.more_at)
    }

    /// Lets all who wait through on a copy of the windows, and one more.
    pub(super) fn predicted_wait(&self, start: Instant) -> Duration {
        let (mut minute, mut hour) = (self.minute.clone(), self.hour.clone());
        let mut now = start;
        if let Err(until) = self.told(now)
            && self.hour.on_the_way() == 0
        {
            now = until;
        }
        for _ in 0..=self.waiting {
            while let Some(until) = [minute.room(self.reserve, now), hour.room(self.reserve, now)]
                .into_iter()
                .filter_map(Result::err)
                .max()
            {
                now = until;
            }
            for window in [&mut minute, &mut hour] {
                window.start();
                window.end(now);
            }
        }
        now.duration_since(start)
    }

    fn bucket(&mut self, name: Option<&str>) -> Option<&mut Window> {
        let mut buckets = self.buckets.iter_mut();
        let bucket = buckets.find(|(other, _)| Some(*other) == name)?;
        Some(&mut bucket.1)
    }
}
