/// The limits that a [`Governor`](super::Governor) keeps. By default those of the API.
#[derive(Clone, Debug)]
pub struct Limits {
    pub(super) per_minute: usize,
    pub(super) per_hour: usize,
    pub(super) reserve: usize,
}

impl Default for Limits {
    /// Returns 250 calls a minute and 5,000 an hour, 5 of them reserved for urgent calls.
    fn default() -> Self {
        Self {
            per_minute: 250,
            per_hour: 5000,
            reserve: 5,
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

    /// Sets how many calls are kept back for urgent ones. At least one is left to the others.
    pub fn reserve(mut self, calls: usize) -> Self {
        self.reserve = calls;
        self
    }
}
