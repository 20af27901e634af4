use std::time::Duration;

use crate::generated::facts::FACTS;
use crate::runtime::operation::counted::Bucket;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// More calls than a client can make in a window.
const UNLIMITED: usize = u32::MAX as usize;

/// The limits that a [`Governor`](super::Governor) keeps. By default those of the API.
#[derive(Clone, Debug)]
pub struct Limits {
    pub(super) per_minute: usize,
    pub(super) per_hour: usize,
    pub(super) reserve: usize,
    shortened: u32,
}

impl Default for Limits {
    /// Returns the limits of the API, where these are known, and otherwise none. Nothing is reserved for urgent calls.
    fn default() -> Self {
        let (per_minute, per_hour) = FACTS.calls.unwrap_or((UNLIMITED, UNLIMITED));
        Self {
            per_minute,
            per_hour,
            reserve: 0,
            shortened: 1,
        }
    }
}

impl Limits {
    /// Sets the calls a minute, at least 1.
    pub fn per_minute(mut self, calls: usize) -> Self {
        self.per_minute = calls.max(1);
        self
    }

    /// Sets the calls an hour, at least 1.
    pub fn per_hour(mut self, calls: usize) -> Self {
        self.per_hour = calls.max(1);
        self
    }

    /// Sets how many calls a minute, and an hour, are reserved for urgent ones (`Request::urgent`), 0
    /// by default. At least one call is left to the others.
    ///
    /// Urgent calls are admitted first in any case. With a reserve they need not even wait for room
    /// while others use up the limits. The others lose as much.
    pub fn reserve(mut self, calls: usize) -> Self {
        self.reserve = calls;
        self
    }

    /// Divides the lengths of all windows, for tests against a server that does the same: with 20, so
    /// many calls as in a minute may be made in three seconds.
    pub fn shorten_windows(mut self, by: u32) -> Self {
        self.shortened = by.max(1);
        self
    }

    /// Returns the general limits: so many calls in so much time.
    pub(super) fn general(&self) -> [(usize, Duration); 2] {
        [
            (self.per_minute, MINUTE / self.shortened),
            (self.per_hour, HOUR / self.shortened),
        ]
    }

    /// Returns a special limit.
    pub(super) fn special(&self, bucket: Bucket) -> (usize, Duration) {
        let length = Duration::from_secs(bucket.seconds.into());
        (bucket.limit as usize, length / self.shortened)
    }
}
