use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::runtime::platform::time::{Instant, Sleep, sleep};
use crate::runtime::transport::saturating_time::after;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Limits how long nothing arrives while the caller waits for it.
pub(crate) struct IdleTimer {
    limit: Duration,
    timer: Pin<Box<Sleep>>,
    is_running: bool,
}

impl IdleTimer {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            limit,
            timer: Box::pin(sleep(limit)),
            is_running: false,
        }
    }

    /// Records that something arrived. The time until the caller waits again does not count.
    pub(crate) fn stop(&mut self) {
        self.is_running = false;
    }

    /// Records that the caller waits for `what`, and returns an error once it has waited too long.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>, what: &str) -> Poll<TransportError> {
        if !self.is_running {
            self.is_running = true;
            let end = after(Instant::now(), self.limit);
            self.timer.as_mut().reset(end);
        }
        ready!(self.timer.as_mut().poll(context));
        let limit = self.limit;
        let message = format!("no {what} arrived for {limit:?}");
        Poll::Ready(TransportError::new(TransportErrorKind::Timeout, message))
    }
}
