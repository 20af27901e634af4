/// The limits that a [`Governor`](super::Governor) keeps. By default those of the API.
#[derive(Clone, Debug)]
pub struct Limits {
    pub(super) per_minute: usize,
    pub(super) per_hour: usize,
    pub(super) reserve: usize,
}

impl Default for Limits {
    /// Returns 250 calls a minute and 5,000 an hour, none of them reserved for urgent calls.
    fn default() -> Self {
        Self {
            per_minute: 250,
            per_hour: 5000,
            reserve: 0,
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
    /// while others use up the limits. The others lose as much: with a reserve of 5 they have 245 of
    /// 250 calls a minute, so that 1,000 calls take one more window, a minute longer.
    pub fn reserve(mut self, calls: usize) -> Self {
        self.reserve = calls;
        self
    }
}
