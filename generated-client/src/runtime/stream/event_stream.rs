use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use serde_json::Value;
use sse_stream::SseByteStream;

use crate::runtime::call::span;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::error_response::ErrorResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::Streaming;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::request::Reads;
use crate::runtime::stream::blocks::Blocks;
use crate::runtime::stream::chunks::Chunks;
use crate::runtime::stream::event::{Event, RawEvent};
use crate::runtime::transport::headers::request_id;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Data that says that the stream is complete.
const DONE: &str = "[DONE]";

/// The events of an answer, while they arrive.
///
/// Events of an unknown type or shape come as [`Event::Unknown`]. An event that tells an error, a
/// connection that breaks and a long silence end the stream with an error.
///
/// A stream is complete when the server says so: with `data: [DONE]`, or with a last event of one
/// of the operation's [`stream_ends`](crate::Meta::stream_ends). One that ends otherwise was cut
/// off, and gives an [`Error::Transport`] after its last event, as a connection that breaks does.
///
/// ```
/// use digitalocean::Event;
/// use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let client = Fake::new().client()?;
/// let question = ChatMessage::new("user").content("Hello");
/// let body = ChatCompletionRequest::new("llama3.3-70b-instruct", [question]);
/// let mut events = client.serverless_inference().create_chat_completion(body).stream().await?;
/// while let Some(event) = events.next().await {
///     match event? {
///         Event::Known(chunk) => println!("{:?}", chunk.choices),
///         Event::Unknown(event) => println!("an event of a new kind: {}", event.data),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct EventStream<O> {
    raw: RawEvents,
    reads: Reads<O>,
}

/// The events of an answer, not decoded. Compiled once.
pub(super) struct RawEvents {
    answer: RawResponse,
    events: SseByteStream<Blocks>,
    /// Whether the answer has ended, so that a further event is one that was cut off.
    is_over: Arc<AtomicBool>,
    /// Whether the last event is one that may end the stream.
    is_complete: bool,
    has_ended: bool,
}

impl<O> EventStream<O> {
    pub(super) fn new(raw: RawEvents) -> Self {
        Self {
            raw,
            reads: PhantomData,
        }
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.answer.headers
    }

    /// Returns the ID under which DigitalOcean's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.raw.answer.headers)
    }
}

impl<O: Streaming> EventStream<O> {
    /// Returns the next event, `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<O::Event>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O> Unpin for EventStream<O> {}

impl<O: Streaming> Stream for EventStream<O> {
    type Item = Result<Event<O::Event>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = self.raw.poll_next(context);
        event.map(|event| {
            Some(
                event?.map(|event| match O::read_event(event.data.as_bytes()) {
                    Some(known) => Event::Known(known),
                    None => Event::Unknown(event),
                }),
            )
        })
    }
}

/// Shows the operation.
impl<O: Streaming> fmt::Debug for EventStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "EventStream")
    }
}

impl RawEvents {
    /// Reads the events of an answer, none of which may have more bytes than `limit`.
    pub(super) fn new(answer: RawResponse, chunks: Chunks, limit: usize) -> Self {
        let is_over = Arc::default();
        let blocks = Blocks::new(chunks, limit, Arc::clone(&is_over));
        Self {
            answer,
            events: SseByteStream::new(blocks),
            is_over,
            is_complete: false,
            has_ended: false,
        }
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let event = ready!(self.poll_event(context));
        if !matches!(event, Some(Ok(_))) {
            self.has_ended = true;
            if let Some(Err(error)) = &event {
                span::fail_late(&self.answer.span, error);
            }
            self.answer.close();
        }
        Poll::Ready(event)
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent>>> {
        loop {
            let block = match ready!(Pin::new(&mut self.events).poll_next(context)) {
                Some(Ok(block)) => block,
                Some(Err(error)) => return Poll::Ready(Some(Err(self.broken(error)))),
                None => return Poll::Ready(self.unfinished().map(Err)),
            };
            // A block without data is no event: it keeps the connection alive.
            let Some(data) = block.data else { continue };
            if data.trim() == DONE {
                return Poll::Ready(None);
            }
            let event = RawEvent {
                name: block.event,
                data,
                id: block.id,
            };
            self.is_complete = self.is_end(&event);
            let error = self.error(&event).or_else(|| self.cut());
            return Poll::Ready(Some(error.map_or(Ok(event), Err)));
        }
    }

    /// Returns whether an event is of a type that may end the stream.
    fn is_end(&self, event: &RawEvent) -> bool {
        let ends = self.answer.meta.stream_ends;
        let is_of = |end: &&str| {
            let has_type = |json: Value| json["type"] == **end;
            event.name.as_deref() == Some(*end)
                || event.data.contains(*end)
                    && serde_json::from_str(&event.data).is_ok_and(has_type)
        };
        ends.iter().any(is_of)
    }

    /// Returns the error that an event reports, if it reports one.
    fn error(&self, event: &RawEvent) -> Option<Error> {
        let tells = |json: Value| {
            let error = &json["error"];
            // Some servers send the member empty with each event.
            let is_told = !error.is_null() && *error != "" && *error != false;
            json["type"] == "error" || is_told
        };
        // A cheap look first: few events hold the word.
        let is_failure = event.name.as_deref() == Some("error")
            || event.data.contains("error") && serde_json::from_str(&event.data).is_ok_and(tells);
        if !is_failure {
            return None;
        }
        let RawResponse {
            status, headers, ..
        } = &self.answer;
        let data = Bytes::from(event.data.clone());
        let context = CallContext::of(&self.answer);
        Some(ErrorResponse::new(context, *status, headers.clone(), data, false).into())
    }

    /// Returns the error of a response that ended within an event.
    fn cut(&self) -> Option<Error> {
        let is_cut = self.is_over.load(Ordering::Relaxed) && !self.is_complete;
        is_cut.then(|| self.lost("the stream ended within an event".to_owned()))
    }

    /// Returns the error of a response that ended between two events, without the documented end.
    fn unfinished(&self) -> Option<Error> {
        if self.is_complete {
            return None;
        }
        let mut text = format!("the stream ended without `{DONE}`");
        for end in self.answer.meta.stream_ends {
            text.push_str(&format!(" or `{end}`"));
        }
        Some(self.lost(text))
    }

    fn lost(&self, text: String) -> Error {
        let error = TransportError::new(TransportErrorKind::Body, text);
        Error::while_reading(&self.answer, error)
    }

    fn broken(&self, error: sse_stream::Error) -> Error {
        let error = match error {
            sse_stream::Error::Body(source) => match source.downcast::<TransportError>() {
                Ok(error) => *error,
                Err(source) => TransportError::new(TransportErrorKind::Body, source),
            },
            error => TransportError::new(TransportErrorKind::Body, error),
        };
        Error::while_reading(&self.answer, error)
    }
}
