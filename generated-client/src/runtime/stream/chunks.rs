use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::stream::idle::IdleTimer;
use crate::runtime::transport::{ResponseBody, TransportError};

/// The chunks of a body, with a limit of the time until the next one.
pub(crate) struct Chunks {
    body: ResponseBody,
    idle: IdleTimer,
}

impl Chunks {
    pub(crate) fn new(body: ResponseBody, idle: Duration) -> Self {
        Self {
            body,
            idle: IdleTimer::new(idle),
        }
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.body.poll_chunk(context) {
            Poll::Ready(chunk) => {
                self.idle.stop();
                Poll::Ready(chunk)
            }
            Poll::Pending => self
                .idle
                .poll(context, "data")
                .map(|error| Some(Err(error))),
        }
    }
}
