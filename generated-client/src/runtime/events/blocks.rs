use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::events::chunks::Chunks;
use crate::runtime::transport::TransportError;

/// The pieces of a stream of events. A blank line at the end brings out an event that was cut off,
/// which the parser would drop in silence.
pub(super) struct Blocks {
    chunks: Chunks,
    /// Whether what the parser finds from now on was cut off.
    has_ended: Arc<AtomicBool>,
}

impl Blocks {
    pub(super) fn new(chunks: Chunks, has_ended: Arc<AtomicBool>) -> Self {
        Self { chunks, has_ended }
    }
}

impl Stream for Blocks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended.load(Ordering::Relaxed) {
            return Poll::Ready(None);
        }
        let chunk = ready!(Pin::new(&mut self.chunks).poll_next(context));
        Poll::Ready(chunk.or_else(|| {
            self.has_ended.store(true, Ordering::Relaxed);
            Some(Ok(Bytes::from_static(b"\n\n")))
        }))
    }
}
