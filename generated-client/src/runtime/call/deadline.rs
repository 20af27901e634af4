//! Points in time that are reckoned from limits which callers choose.

use std::time::Duration;

use tokio::time::Instant;

/// What "no limit" comes to: 30 years. A clock cannot hold every sum with `Duration::MAX`.
pub(crate) const FAR: Duration = Duration::from_secs(30 * 365 * 86_400);

/// Returns the time after a wait, however long it is.
pub(crate) fn after(start: Instant, wait: Duration) -> Instant {
    start + wait.min(FAR)
}
