//! The time limits of a call and of its attempts. `attempts.rs` keeps them.

use std::time::Duration;

use crate::generated::facts::FACTS;
use crate::runtime::call::Call;
use crate::runtime::operation::meta::Server;
use crate::runtime::platform::time::Instant;
use crate::runtime::transport::saturating_time::after;

/// How long an attempt may take by default.
const USUAL_ATTEMPT: Duration = Duration::from_secs(60);

impl Call {
    /// Returns when a call that starts now has to be over.
    pub(super) fn deadline(&self, started: Instant) -> Instant {
        after(started, self.options.timeout.unwrap_or(self.shared.timeout))
    }

    /// Returns how long an attempt may take: the setting of the client, else a usual time, or more if
    /// the caller gave this call more. Some hosts take their time, and so do large files.
    pub(super) fn attempt_limit(&self) -> Duration {
        let own = self.options.attempt_timeout.unwrap_or_default();
        let is_slow = match self.meta.server {
            Server::Api | Server::At(_) => false,
            Server::Named(name) => FACTS.host(name).is_some_and(|host| host.is_slow),
            Server::Upload => true,
        };
        let usual = if is_slow {
            Duration::MAX
        } else {
            USUAL_ATTEMPT
        };
        let limit = self.shared.attempt_timeout;
        limit.unwrap_or_else(|| usual.max(own))
    }
}
