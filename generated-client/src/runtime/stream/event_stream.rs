use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use serde_core::de::Error as _;
use serde_json::Value;
use sse_stream::SseByteStream;

use crate::runtime::call::decoding::{Decoding, is_large_text};
use crate::runtime::call::span;

use crate::runtime::codec::{DecodeError, DecodeLimits, check_json, json};
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::error_response::ErrorResponse;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::streaming::Streaming;
use crate::runtime::platform::time::Instant;
use crate::runtime::request::reads::Reads;
use crate::runtime::stream::error_event::{is_error, reports_error};
use crate::runtime::stream::event::{Event, RawEvent};
use crate::runtime::stream::limited_chunks::{Blocks, Foreign, StreamLimits};
use crate::runtime::transport::headers::request_id;
use crate::runtime::transport::saturating_time::after;
use crate::runtime::transport::yield_budget::YieldBudget;
use crate::runtime::transport::{ResponseBody, TransportError, TransportErrorKind};

/// Data that says that the stream is complete.
const DONE: &str = "[DONE]";

/// How much an event adds to its bytes when the work of a task is counted.
const EVENT_WORK: usize = 1 << 10;

/// The events of a response, while they arrive.
///
/// Events of an unknown type or shape are returned as [`Event::Unknown`]. The stream ends with an
/// error after an event that reports one, after data that is not JSON, when the connection breaks,
/// and when no event arrives for the client's
/// [`stream_idle_timeout`](crate::ClientBuilder::stream_idle_timeout), comments not counted.
///
/// A stream is complete when the server says so: with `data: [DONE]`, or with a last event of one
/// of the operation's [`stream_ends`](crate::operation::Meta::stream_ends). A stream that ends
/// otherwise was cut off, and returns an [`Error::Transport`] after its last event.
///
/// ```
/// use digitalocean::stream::Event;
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
///         Event::Unknown(event) => println!("an event of a new type: {}", event.data),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct EventStream<O> {
    raw: RawEvents,
    /// The decoding of a large event.
    decoding: Option<Decoding>,
    reads: Reads<O>,
}

/// The events of a response, not decoded. Compiled once.
pub(super) struct RawEvents {
    response: RawResponse,
    events: SseByteStream<Blocks>,
    idle: Duration,
    /// Gives other tasks a turn between events that arrived together.
    yield_budget: YieldBudget,
    /// Whether the response has ended, so that a further event is one that was cut off.
    is_over: Arc<AtomicBool>,
    /// Whether the last event is one that may end the stream.
    is_complete: bool,
    has_ended: bool,
}

impl<O> EventStream<O> {
    pub(super) fn new(raw: RawEvents) -> Self {
        Self {
            raw,
            decoding: None,
            reads: PhantomData,
        }
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.response.headers
    }

    /// Returns the ID under which the provider's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.raw.response.headers)
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
        let decoded = loop {
            if let Some(decoding) = &mut self.decoding {
                let decoded = ready!(decoding.poll_as(context));
                self.decoding = None;
                break decoded;
            }
            match ready!(self.raw.poll_next(context)) {
                Some(Ok(event)) if is_large_text(event.data.as_bytes()) => {
                    let response = self.raw.response_of_event();
                    let decoding = Decoding::start(response, move |response| {
                        let decoded: Result<_> = Ok(decode::<O>(event, &response.limits));
                        Box::new(decoded)
                    });
                    self.decoding = Some(decoding);
                }
                Some(Ok(event)) => break Ok(decode::<O>(event, &self.raw.response.limits)),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        };
        let event = decoded.and_then(|decoded| {
            decoded.map_err(|(data, error)| self.raw.invalid(data.into(), &error))
        });
        if let Err(error) = &event {
            self.raw.end(Some(error));
        }
        Poll::Ready(Some(event))
    }
}

/// Decodes an event. Data that is not JSON is an error: it may be a part of an event that was lost.
fn decode<O: Streaming>(
    event: RawEvent,
    limits: &DecodeLimits,
) -> Result<Event<O::Event>, (String, serde_json::Error)> {
    if let Some(known) = O::read_event_within(event.data.as_bytes(), limits) {
        return Ok(Event::Known(known));
    }
    match check_json(&event.data) {
        Err(error) if !event.data.trim().is_empty() => Err((event.data, error)),
        _ => Ok(Event::Unknown(event)),
    }
}

/// Shows the operation.
impl<O: Streaming> fmt::Debug for EventStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "EventStream")
    }
}

impl RawEvents {
    /// Reads the events of a response.
    pub(super) fn new(response: RawResponse, body: ResponseBody, limits: StreamLimits) -> Self {
        let is_over = Arc::default();
        let blocks = Blocks::new(body, limits, Arc::clone(&is_over));
        Self {
            response,
            events: SseByteStream::new(blocks),
            idle: limits.idle,
            yield_budget: YieldBudget::default(),
            is_over,
            is_complete: false,
            has_ended: false,
        }
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        ready!(self.yield_budget.poll(context));
        let event = ready!(self.poll_event(context));
        match &event {
            Some(Ok(event)) => self.yield_budget.count(EVENT_WORK + event.data.len()),
            Some(Err(error)) => self.end(Some(error)),
            None => self.end(None),
        }
        Poll::Ready(event)
    }

    /// Ends the stream.
    fn end(&mut self, error: Option<&Error>) {
        self.has_ended = true;
        if let Some(error) = error {
            span::fail_late(&self.response.span, error);
        }
        self.response.close();
    }

    /// Returns the response as the context of decoding an event, which has as long as a stream may be
    /// idle.
    fn response_of_event(&self) -> RawResponse {
        RawResponse {
            deadline: after(Instant::now(), self.idle),
            ..self.response.clone()
        }
    }

    /// Returns the error of a part of the body that cannot be read.
    fn invalid(&self, body: Bytes, error: &serde_json::Error) -> Error {
        let cause = DecodeError::from_json(self.response.meta.id, &body, error);
        let RawResponse {
            status, headers, ..
        } = &self.response;
        let call = CallContext::of(&self.response);
        let invalid = InvalidResponse::with_context(call, *status, headers.clone(), body, cause);
        Error::Decode(invalid)
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent>>> {
        loop {
            let block = match ready!(Pin::new(&mut self.events).poll_next(context)) {
                Some(Ok(block)) => block,
                Some(Err(error)) => return Poll::Ready(Some(Err(self.broken(error)))),
                None => return Poll::Ready(self.unfinished().map(Err)),
            };
            // A block without data is not an event: it keeps the connection alive.
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
        let ends = self.response.meta.stream_ends;
        let is_of = |end: &&str| {
            let has_type = |json: Value| json["type"] == **end;
            event.name.as_deref() == Some(*end)
                || event.data.contains(*end) && json(event.data.as_bytes()).is_ok_and(has_type)
        };
        ends.iter().any(is_of)
    }

    /// Returns the error that an event reports, if it reports one.
    fn error(&self, event: &RawEvent) -> Option<Error> {
        reports_error(event).then(|| self.reported(event.data.clone().into()))
    }

    /// Returns the error that the server reports in some JSON or text.
    fn reported(&self, data: Bytes) -> Error {
        let RawResponse {
            status, headers, ..
        } = &self.response;
        let context = CallContext::of(&self.response);
        ErrorResponse::new(context, *status, headers.clone(), data, false).into()
    }

    /// Returns the error of text that is not an event: the error that it reports, if it does.
    fn foreign(&self, body: Bytes) -> Error {
        let json = json(&body);
        if json.is_ok_and(|json| is_error(&json) || json["message"].is_string()) {
            return self.reported(body);
        }
        let error = serde_json::Error::custom("the response is not a stream of events");
        self.invalid(body, &error)
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
        let mut message = format!("the stream ended without `{DONE}`");
        for end in self.response.meta.stream_ends {
            message.push_str(&format!(" or `{end}`"));
        }
        Some(self.lost(message))
    }

    fn lost(&self, message: String) -> Error {
        let error = TransportError::new(TransportErrorKind::Body, message);
        Error::while_reading(&self.response, error)
    }

    fn broken(&self, error: sse_stream::Error) -> Error {
        let error = match error {
            sse_stream::Error::Body(source) => match source.downcast::<TransportError>() {
                Ok(error) => match foreign_text(&error) {
                    Some(text) => return self.foreign(text),
                    None => *error,
                },
                Err(source) => TransportError::new(TransportErrorKind::Body, source),
            },
            error => TransportError::new(TransportErrorKind::Body, error),
        };
        Error::while_reading(&self.response, error)
    }
}

/// Returns the text in an error of [`Blocks`] that is not an event.
fn foreign_text(error: &TransportError) -> Option<Bytes> {
    let foreign: &Foreign = error.cause().downcast_ref()?;
    Some(foreign.0.clone())
}
