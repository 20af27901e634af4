use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep};

use crate::runtime::deadline::after;
use crate::runtime::transport::{ResponseBody, TransportError, TransportErrorKind};

/// The pieces of a stream's body: silent for a while at most, and no event larger than a limit.
pub(crate) struct Chunks {
    body: ResponseBody,
    idle: Duration,
    timer: Pin<Box<Sleep>>,
    limit: usize,
    /// The bytes since the last event, which the reader of events sets back.
    unread: Arc<AtomicUsize>,
}

impl Chunks {
    pub(crate) fn new(
        body: ResponseBody,
        idle: Duration,
        limit: usize,
        unread: Arc<AtomicUsize>,
    ) -> Self {
        Self {
            body,
            idle,
            timer: Box::pin(sleep(idle)),
            limit,
            unread,
        }
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(chunk) = self.body.poll_chunk(context) {
            let next = after(Instant::now(), self.idle);
            self.timer.as_mut().reset(next);
            let Some(Ok(chunk)) = chunk else {
                return Poll::Ready(chunk);
            };
            let unread = self.unread.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len();
            if unread > self.limit {
                let limit = self.limit;
                return Poll::Ready(Some(Err(TransportError::new(
                    TransportErrorKind::TooLarge,
                    format!("an event of more than {limit} bytes"),
                ))));
            }
            return Poll::Ready(Some(Ok(chunk)));
        }
        ready!(self.timer.as_mut().poll(context));
        let idle = self.idle;
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Timeout,
            format!("the stream was silent for {idle:?}"),
        ))))
    }
}
