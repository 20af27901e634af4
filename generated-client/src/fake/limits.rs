//! The rate limits of the API: two sliding windows for all requests, and those of some.

use std::collections::VecDeque;
use std::time::{Duration, UNIX_EPOCH};

use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::runtime::platform::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// The time at which the fake's clock starts, in Unix seconds.
const START: u64 = 1_767_225_600;

/// A limit of some requests, in addition to the general ones. It is defined here by method and path
/// and not taken from the client, so that tests notice a difference between the two.
struct Special {
    limit: usize,
    length: Duration,
    /// How much of it a request takes, `None` if the limit does not apply to it.
    takes: fn(&RecordedRequest) -> Option<usize>,
}

const SPECIALS: [Special; 4] = [
    Special {
        limit: 12,
        length: Duration::from_secs(60),
        takes: |request| one(is(request, "POST", "/v2/floating_ips")),
    },
    Special {
        limit: 10,
        length: Duration::from_secs(60),
        takes: |request| one(is(request, "GET", "/v2/account/keys")),
    },
    Special {
        limit: 5,
        length: Duration::from_secs(10),
        takes: |request| one(request.known.path.starts_with("/v2/cdn/endpoints")),
    },
    Special {
        limit: 50,
        length: Duration::from_secs(20),
        takes: |request| {
            let is_purge = is(request, "DELETE", "/v2/cdn/endpoints/{cdn_id}/cache");
            let files = || request.json()["files"].as_array().map_or(0, Vec::len);
            is_purge.then(files)
        },
    },
];

fn is(request: &RecordedRequest, method: &str, path: &str) -> bool {
    request.known.method == method && request.known.path == path
}

fn one(applies: bool) -> Option<usize> {
    applies.then_some(1)
}

/// The requests that count, and their limits.
pub(super) struct SimulatedLimits {
    per_minute: usize,
    per_hour: usize,
    start: Instant,
    counted: VecDeque<Instant>,
    special: [VecDeque<Instant>; SPECIALS.len()],
}

impl SimulatedLimits {
    pub(super) fn new(per_minute: usize, per_hour: usize) -> Self {
        Self {
            per_minute,
            per_hour,
            start: Instant::now(),
            counted: VecDeque::new(),
            special: Default::default(),
        }
    }

    /// Counts a request, or returns the refusal. Refused requests do not count.
    pub(super) fn count(&mut self, request: &RecordedRequest) -> Option<Reply> {
        let now = Instant::now();
        forget(&mut self.counted, HOUR, now);
        for (special, counted) in SPECIALS.iter().zip(&mut self.special) {
            forget(counted, special.length, now);
        }
        if self.left(now) == 0 {
            return Some(refusal(self.free_at(now), now));
        }
        let all = || SPECIALS.iter().zip(&self.special);
        let mut full = all().filter_map(|(special, counted)| {
            let taken = (special.takes)(request)?;
            special.free_at(counted, taken, now)
        });
        if let Some(free_at) = full.next() {
            return Some(refusal(free_at, now));
        }
        self.counted.push_back(now);
        for (special, counted) in SPECIALS.iter().zip(&mut self.special) {
            let taken = (special.takes)(request).unwrap_or_default();
            counted.extend(std::iter::repeat_n(now, taken));
        }
        None
    }

    /// Adds headers with the remaining requests. The reset is that of the hour, whichever limit is nearer.
    pub(super) fn report(&self, reply: Reply) -> Reply {
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

    /// Returns when the next request is allowed.
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

impl Special {
    /// Returns when the request is allowed, `None` if it is allowed now. A request that takes more than the limit by
    /// itself is never allowed.
    fn free_at(&self, counted: &VecDeque<Instant>, taken: usize, now: Instant) -> Option<Instant> {
        let beyond = (counted.len() + taken).checked_sub(self.limit + 1)?;
        let leaving = counted.get(beyond).copied().unwrap_or(now);
        Some(leaving + self.length)
    }
}

fn forget(counted: &mut VecDeque<Instant>, length: Duration, now: Instant) {
    while counted.front().is_some_and(|at| *at + length <= now) {
        counted.pop_front();
    }
}

fn refusal(free_at: Instant, now: Instant) -> Reply {
    let wait = free_at.saturating_duration_since(now);
    let seconds = wait.as_millis().div_ceil(1000).to_string();
    Reply::status(429).header("retry-after", &seconds)
}
