//! Clock and timers: those of tokio, which tests can pause.

use std::panic::catch_unwind;
use std::time::SystemTime;

use tokio::runtime::Handle;

pub(crate) use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout, timeout_at};

/// Returns the time on the clock of this machine.
pub(crate) fn system_now() -> SystemTime {
    SystemTime::now()
}

/// Returns why timers cannot be used here, if they cannot.
pub(crate) fn check(now: Instant) -> Result<(), &'static str> {
    if Handle::try_current().is_err() {
        return Err("the call runs outside of a tokio runtime, which it needs");
    }
    // tokio has no function that returns whether a runtime has timers: creating one panics.
    catch_unwind(|| drop(sleep_until(now))).map_err(
        |_| "the tokio runtime has no timers, which the call needs; build it with `enable_all`",
    )
}
