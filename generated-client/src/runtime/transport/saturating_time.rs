//! Points in time that are computed from the time limits of callers.

use std::time::Duration;

use crate::runtime::platform::time::Instant;

/// The longest time, 30 years, which is used for "no limit": a clock cannot represent every sum with
/// `Duration::MAX`.
pub(crate) const FAR: Duration = Duration::from_secs(30 * 365 * 86_400);

/// Returns the time after a wait, however long it is.
pub(crate) fn after(start: Instant, wait: Duration) -> Instant {
    start + wait.min(FAR)
}
