use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::stream::chunks::Chunks;
use crate::runtime::stream::meter::Meter;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The pieces of a stream of events, none of which is larger than a limit. A blank line at the end
/// brings out an event that was cut off, which the parser would drop in silence.
pub(super) struct Blocks {
    chunks: Chunks,
    limit: usize,
    meter: Meter,
    is_too_large: bool,
    /// Whether what the parser finds from now on was cut off.
    has_ended: Arc<AtomicBool>,
}

impl Blocks {
    pub(super) fn new(chunks: Chunks, limit: usize, has_ended: Arc<AtomicBool>) -> Self {
        Self {
            chunks,
            limit,
            meter: Meter::new(limit),
            is_too_large: false,
            has_ended,
        }
    }

    fn too_large(&self) -> TransportError {
        let limit = self.limit;
        let text = format!(
            "an event of more than {limit} bytes; raise `ClientBuilder::max_response_bytes`"
        );
        TransportError::new(TransportErrorKind::TooLarge, text)
    }
}

impl Stream for Blocks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended.load(Ordering::Relaxed) {
            return Poll::Ready(None);
        }
        if self.is_too_large {
            return Poll::Ready(Some(Err(self.too_large())));
        }
        let chunk = ready!(Pin::new(&mut self.chunks).poll_next(context));
        Poll::Ready(Some(match chunk {
            Some(Ok(mut chunk)) => {
                // The events before the one that is too large are given.
                if let Some(start) = self.meter.measure(&chunk) {
                    self.is_too_large = true;
                    chunk.truncate(start);
                }
                Ok(chunk)
            }
            Some(Err(error)) => Err(error),
            None => {
                self.has_ended.store(true, Ordering::Relaxed);
                Ok(Bytes::from_static(b"\n\n"))
            }
        }))
    }
}
