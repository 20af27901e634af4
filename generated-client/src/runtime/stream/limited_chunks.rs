use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::stream::event_size::{Measured, Meter};
use crate::runtime::stream::idle::IdleTimer;
use crate::runtime::stream::json_end::JsonEnd;
use crate::runtime::stream::utf8_chunks::Utf8Chunks;
use crate::runtime::transport::yield_budget::YieldBudget;
use crate::runtime::transport::{ResponseBody, TransportError, TransportErrorKind};

/// How many bytes are parsed at once.
const STEP: usize = 16 << 10;

/// The limits of a stream of events.
#[derive(Clone, Copy)]
pub(super) struct StreamLimits {
    /// How long no data may arrive while the caller waits.
    pub(super) idle: Duration,
    /// The size of an event.
    pub(super) event: usize,
    /// The size of text that is not an event, of which a message is made.
    pub(super) foreign: usize,
}

/// The chunks of a stream of events, none of which is larger than a limit. A blank line at the end
/// completes an event that was cut off, which the parser would ignore.
pub(super) struct Blocks {
    body: ResponseBody,
    utf8: Utf8Chunks,
    /// Received, but not parsed yet.
    received: Bytes,
    limits: StreamLimits,
    idle: IdleTimer,
    meter: Meter,
    yield_budget: YieldBudget,
    is_too_large: bool,
    /// Text that is not an event, and ends the stream.
    foreign: Option<Vec<u8>>,
    /// Finds the end of JSON in it.
    json_end: JsonEnd,
    /// Whether events that the parser returns from now on were cut off.
    has_ended: Arc<AtomicBool>,
}

/// Text in a stream of events that is not an event, for example the JSON of an error.
#[derive(Debug)]
pub(super) struct Foreign(pub(super) Bytes);

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream contains text that is not an event")
    }
}

impl Error for Foreign {}

impl Blocks {
    pub(super) fn new(
        body: ResponseBody,
        limits: StreamLimits,
        has_ended: Arc<AtomicBool>,
    ) -> Self {
        Self {
            body,
            utf8: Utf8Chunks::default(),
            received: Bytes::new(),
            limits,
            idle: IdleTimer::new(limits.idle),
            meter: Meter::new(limits.event),
            yield_budget: YieldBudget::default(),
            is_too_large: false,
            foreign: None,
            json_end: JsonEnd::default(),
            has_ended,
        }
    }

    fn too_large(&self) -> TransportError {
        let limit = self.limits.event;
        let message = format!(
            "an event of more than {limit} bytes; raise `ClientBuilder::max_response_bytes`"
        );
        TransportError::new(TransportErrorKind::TooLarge, message)
    }

    /// Returns what the parser gets of some bytes, `None` if that is nothing.
    fn take(&mut self, mut bytes: Bytes) -> Option<Bytes> {
        if self.foreign.is_none() {
            match self.meter.measure(&bytes) {
                Measured::Nothing => {}
                // The events before it are parsed.
                Measured::TooLarge(start) => {
                    self.is_too_large = true;
                    bytes.truncate(start);
                }
                Measured::Foreign(start) => {
                    self.add_foreign(&bytes.split_off(start));
                }
            }
            if self.meter.take_data() {
                self.idle.stop();
            }
        } else {
            self.add_foreign(&bytes);
            bytes.clear();
        }
        Some(bytes).filter(|bytes| !bytes.is_empty())
    }

    fn add_foreign(&mut self, bytes: &[u8]) {
        let foreign = self.foreign.get_or_insert_default();
        let left = self.limits.foreign.saturating_sub(foreign.len());
        let bytes = &bytes[..left.min(bytes.len())];
        let end = self.json_end.find(bytes).unwrap_or(bytes.len());
        foreign.extend_from_slice(&bytes[..end]);
    }

    /// Returns whether no more of foreign text is needed: it is as long as may be, or whole JSON.
    fn has_whole_foreign(&self) -> bool {
        let is_full = |text: &Vec<u8>| text.len() >= self.limits.foreign;
        self.foreign.as_ref().is_some_and(is_full) || self.json_end.is_found()
    }

    fn take_foreign(&mut self) -> Option<Result<Bytes, TransportError>> {
        let foreign = Foreign(self.foreign.take()?.into());
        self.has_ended.store(true, Ordering::Relaxed);
        Some(Err(TransportError::new(TransportErrorKind::Body, foreign)))
    }

    fn poll_bytes(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            if self.is_too_large {
                return Poll::Ready(Some(Err(self.too_large())));
            }
            if self.has_whole_foreign() {
                return Poll::Ready(self.take_foreign());
            }
            if self.yield_budget.poll(context).is_pending() {
                return Poll::Pending;
            }
            if self.received.is_empty() {
                match self.body.poll_chunk(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(Ok(chunk))) => self.received = self.utf8.decode(chunk),
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(None) => {
                        if let Some(foreign) = self.take_foreign() {
                            return Poll::Ready(Some(foreign));
                        }
                        self.has_ended.store(true, Ordering::Relaxed);
                        return Poll::Ready(Some(Ok(Bytes::from_static(b"\n\n"))));
                    }
                }
            }
            let bytes = self.received.split_to(STEP.min(self.received.len()));
            self.yield_budget.count(bytes.len());
            if let Some(bytes) = self.take(bytes) {
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
    }
}

impl Stream for Blocks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended.load(Ordering::Relaxed) {
            return Poll::Ready(None);
        }
        match self.poll_bytes(context) {
            Poll::Ready(bytes) => Poll::Ready(bytes),
            // Comments do not stop the timer, so that a stream of comments ends, too.
            Poll::Pending => self
                .idle
                .poll(context, "event")
                .map(|error| Some(Err(error))),
        }
    }
}
