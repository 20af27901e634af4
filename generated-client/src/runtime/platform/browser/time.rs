//! Clock and timers: `performance.now`, `Date.now` and `setTimeout`.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use gloo_timers::future::TimeoutFuture;

use web_time::web::SystemTimeExt as _;

pub(crate) use web_time::Instant;

/// The longest wait of one timer, in milliseconds. A longer one would end at once.
const MAX_TIMEOUT_MS: u32 = i32::MAX as u32;

/// The deadline of a future passed.
#[derive(Debug)]
pub(crate) struct Elapsed;

/// A wait until a point in time.
pub(crate) struct Sleep {
    end: Instant,
    /// The timer that is running. It starts when it is polled.
    timer: Option<TimeoutFuture>,
}

impl Sleep {
    /// Waits until another time.
    pub(crate) fn reset(mut self: Pin<&mut Self>, end: Instant) {
        self.end = end;
        self.timer = None;
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep")
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if let Some(timer) = &mut self.timer {
                ready!(Pin::new(timer).poll(context));
                self.timer = None;
            }
            // Timers may end a little early, and there is a longest one.
            let left = self.end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Poll::Ready(());
            }
            let millis = left.as_nanos().div_ceil(1_000_000);
            let millis =
                u32::try_from(millis).map_or(MAX_TIMEOUT_MS, |millis| millis.min(MAX_TIMEOUT_MS));
            self.timer = Some(TimeoutFuture::new(millis));
        }
    }
}

/// Waits for a time.
pub(crate) fn sleep(wait: Duration) -> Sleep {
    sleep_until(Instant::now() + wait)
}

/// Waits until a point in time.
pub(crate) fn sleep_until(end: Instant) -> Sleep {
    Sleep { end, timer: None }
}

/// Runs a future for a limited time.
pub(crate) async fn timeout<F: Future>(limit: Duration, future: F) -> Result<F::Output, Elapsed> {
    timeout_at(Instant::now() + limit, future).await
}

/// Runs a future until a point in time.
pub(crate) async fn timeout_at<F: Future>(end: Instant, future: F) -> Result<F::Output, Elapsed> {
    let (mut future, mut sleep) = (pin!(future), pin!(sleep_until(end)));
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        sleep.as_mut().poll(context).map(|()| Err(Elapsed))
    })
    .await
}

/// Returns the time on the clock of this machine.
pub(crate) fn system_now() -> SystemTime {
    web_time::SystemTime::now().to_std()
}

/// Timers can always be used here.
pub(crate) fn check(_: Instant) -> Result<(), &'static str> {
    Ok(())
}
