use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::runtime::governor::limits::Limits;
use crate::runtime::governor::window::Window;
use crate::runtime::headers::{RateLimit, reset_after, retry_after};
use crate::runtime::meta::Bucket;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// How long to wait for a second try where the server does not say.
const UNKNOWN: Duration = Duration::from_secs(1);

/// What a call takes of a special limit.
#[derive(Clone, Copy)]
pub(super) struct Charge {
    pub(super) bucket: Bucket,
    pub(super) count: usize,
}

/// What is used of the limits.
pub(super) struct State {
    minute: Window,
    hour: Window,
    /// By the names of their buckets, of which there are a handful.
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
        Self {
            minute: Window::new(limits.per_minute, MINUTE),
            hour: Window::new(limits.per_hour, HOUR),
            buckets: Vec::new(),
            reserve: limits.reserve,
            told: None,
            waiting: 0,
        }
    }

    /// Returns whether a special limit has room, or when it may have.
    pub(super) fn bucket_is_free(&mut self, charge: Charge, now: Instant) -> Result<(), Instant> {
        self.bucket(charge.bucket).room(charge.count, 0, now)
    }

    /// Starts a call, or returns when it may be possible.
    pub(super) fn take(
        &mut self,
        charges: &[Charge],
        urgent: bool,
        now: Instant,
    ) -> Result<(), Instant> {
        let reserve = if urgent { 0 } else { self.reserve };
        let rooms = [
            self.minute.room(1, reserve, now),
            self.hour.room(1, reserve, now),
            self.told(reserve, now),
        ];
        if let Some(until) = rooms.into_iter().filter_map(Result::err).max() {
            return Err(until);
        }
        self.minute.start(1);
        self.hour.start(1);
        for charge in charges {
            self.bucket(charge.bucket).start(charge.count);
        }
        Ok(())
    }

    /// Ends a call.
    pub(super) fn finish(&mut self, charges: &[Charge], now: Instant) {
        self.minute.end(1, now);
        self.hour.end(1, now);
        for charge in charges {
            self.bucket(charge.bucket).end(charge.count, now);
        }
    }

    /// Takes in what an answer tells about the limits.
    pub(super) fn learn(&mut self, status: StatusCode, headers: &HeaderMap, now: Instant) {
        let is_limited = status == StatusCode::TOO_MANY_REQUESTS;
        let remaining = match is_limited {
            true => Some(0),
            false => RateLimit::read(headers).and_then(|limit| limit.remaining),
        };
        let before = self.told.filter(|told| now < told.more_at);
        let Some(remaining) = remaining else {
            // Nothing was refused after the time was over.
            self.told = before;
            return;
        };
        // An answer may arrive after one to a later call.
        if before.is_some_and(|before| before.remaining < remaining) {
            return;
        }
        self.told = Some(Told {
            remaining,
            more_at: now + more_after(is_limited, headers),
        });
    }

    /// Returns whether the server would have room beside a reserve. Calls on their way may not be
    /// in its count yet. Once more room was promised, one call finds out how much.
    fn told(&self, reserve: usize, now: Instant) -> Result<(), Instant> {
        let Some(told) = self.told else {
            return Ok(());
        };
        let on_the_way = self.hour.on_the_way();
        let is_left = told.remaining > (on_the_way + reserve) as u64;
        if is_left || (on_the_way == 0 && now >= told.more_at) {
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
        if let Err(until) = self.told(self.reserve, now)
            && self.hour.on_the_way() == 0
        {
            now = until;
        }
        for _ in 0..=self.waiting {
            while let Some(until) = [
                minute.room(1, self.reserve, now),
                hour.room(1, self.reserve, now),
            ]
            .into_iter()
            .filter_map(Result::err)
            .max()
            {
                now = until;
            }
            for window in [&mut minute, &mut hour] {
                window.start(1);
                window.end(1, now);
            }
        }
        now.duration_since(start)
    }

    fn bucket(&mut self, bucket: Bucket) -> &mut Window {
        let known = self
            .buckets
            .iter()
            .position(|(name, _)| *name == bucket.name);
        let index = known.unwrap_or_else(|| {
            let length = Duration::from_secs(bucket.seconds.into());
            let window = Window::new(bucket.limit as usize, length);
            self.buckets.push((bucket.name, window));
            self.buckets.len() - 1
        });
        &mut self.buckets[index].1
    }
}

/// Returns how long it takes until there may be more room.
///
/// The reset is when the oldest call stops to count, be it that of the hour. If the minute's limit
/// is used up, there is room after a minute at the latest, so one call is worth trying then.
fn more_after(is_limited: bool, headers: &HeaderMap) -> Duration {
    // Any other status does without the reset.
    let asked = retry_after(StatusCode::OK, headers).filter(|_| is_limited);
    // It is in whole seconds, which may be rounded down.
    let reset = || reset_after(headers).map(|wait| (wait + UNKNOWN).min(MINUTE));
    match asked {
        Some(wait) => wait.min(HOUR),
        None => reset().unwrap_or(UNKNOWN),
    }
}
