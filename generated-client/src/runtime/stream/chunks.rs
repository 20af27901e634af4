use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep};

use crate::runtime::call::deadline::after;
use crate::runtime::transport::{ResponseBody, TransportError, TransportErrorKind};

/// The pieces of a body, which is silent for a while at most.
pub(crate) struct Chunks {
    body: ResponseBody,
    idle: Duration,
    timer: Pin<Box<Sleep>>,
    /// Whether somebody waits for the next piece: only then is silence the server's.
    is_awaited: bool,
}

impl Chunks {
    pub(crate) fn new(body: ResponseBody, idle: Duration) -> Self {
        Self {
            body,
            idle,
            timer: Box::pin(sleep(idle)),
            is_awaited: false,
        }
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(chunk) = self.body.poll_chunk(context) {
            self.is_awaited = false;
            return Poll::Ready(chunk);
        }
        if !self.is_awaited {
            self.is_awaited = true;
            let end = after(Instant::now(), self.idle);
            self.timer.as_mut().reset(end);
        }
        ready!(self.timer.as_mut().poll(context));
        let idle = self.idle;
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Timeout,
            format!("the stream was silent for {idle:?}"),
        ))))
    }
}
