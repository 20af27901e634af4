use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use serde_json::Value;
use sse_stream::{Sse, SseByteStream};

use crate::runtime::answer::Answer;
use crate::runtime::call::Failure;
use crate::runtime::call_failure::CallFacts;
use crate::runtime::error::Error;
use crate::runtime::error_response::ErrorParts;
use crate::runtime::events::blocks::Blocks;
use crate::runtime::events::chunks::Chunks;
use crate::runtime::events::event::{Event, RawEvent};
use crate::runtime::headers::request_id;
use crate::runtime::operation::Streaming;
use crate::runtime::request::Reads;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// Data that says that the stream is complete.
const DONE: &str = "[DONE]";

/// The events of an answer, while they arrive.
///
/// Events of an unknown type or shape come as [`Event::Unknown`]. An event that tells an error, a
/// connection that breaks, an end within an event and a long silence end the stream with an error.
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
    answer: Answer,
    events: SseByteStream<Blocks>,
    unread: Arc<AtomicUsize>,
    /// Whether the answer has ended, so that a further event is one that was cut off.
    is_over: Arc<AtomicBool>,
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
    pub async fn next(&mut self) -> Option<Result<Event<O::Event>, Error<O::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O> Unpin for EventStream<O> {}

impl<O: Streaming> Stream for EventStream<O> {
    type Item = Result<Event<O::Event>, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = self.raw.poll_next(context);
        event.map(|event| {
            Some(match event? {
                Ok(event) => Ok(match O::read_event(event.data.as_bytes()) {
                    Some(known) => Event::Known(known),
                    None => Event::Unknown(event),
                }),
                Err(failure) => Err(failure.into_error()),
            })
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
    pub(super) fn new(answer: Answer, chunks: impl FnOnce(Arc<AtomicUsize>) -> Chunks) -> Self {
        let (unread, is_over) = (Arc::default(), Arc::default());
        let blocks = Blocks::new(chunks(Arc::clone(&unread)), Arc::clone(&is_over));
        Self {
            answer,
            events: SseByteStream::new(blocks),
            unread,
            is_over,
            has_ended: false,
        }
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent, Failure>>> {
        while !self.has_ended {
            let Poll::Ready(event) = Pin::new(&mut self.events).poll_next(context) else {
                return Poll::Pending;
            };
            self.unread.store(0, Ordering::Relaxed);
            match event {
                // Blocks without data are comments and keep the connection alive.
                Some(Ok(Sse { data: None, .. })) => {}
                Some(Ok(Sse {
                    data: Some(data), ..
                })) if data.trim() == DONE => break,
                Some(Ok(Sse {
                    event: name,
                    data: Some(data),
                    id,
                    ..
                })) => {
                    let event = RawEvent { name, data, id };
                    let Some(failure) = self.failure(&event).or_else(|| self.cut()) else {
                        return Poll::Ready(Some(Ok(event)));
                    };
                    self.has_ended = true;
                    return Poll::Ready(Some(Err(failure)));
                }
                Some(Err(error)) => {
                    self.has_ended = true;
                    return Poll::Ready(Some(Err(self.broken(error))));
                }
                None => break,
            }
        }
        self.has_ended = true;
        Poll::Ready(None)
    }

    /// Returns the failure that an event tells, if it does.
    fn failure(&self, event: &RawEvent) -> Option<Failure> {
        let tells = |json: Value| {
            json["type"] == "error" || json.get("error").is_some_and(|error| !error.is_null())
        };
        // A cheap look first: few events hold the word.
        let is_failure = event.name.as_deref() == Some("error")
            || event.data.contains("error") && serde_json::from_str(&event.data).is_ok_and(tells);
        if !is_failure {
            return None;
        }
        let Answer {
            status, headers, ..
        } = &self.answer;
        let data = Bytes::from(event.data.clone());
        let parts = ErrorParts::new(
            CallFacts::of(&self.answer),
            *status,
            headers.clone(),
            data,
            false,
        );
        Some(Failure::Api(Box::new(parts)))
    }

    /// Returns the failure of an event that the answer ended within.
    fn cut(&self) -> Option<Failure> {
        self.is_over.load(Ordering::Relaxed).then(|| {
            let text = "the stream ended within an event";
            let error = TransportError::new(TransportErrorKind::Body, text);
            Failure::while_reading(&self.answer, error)
        })
    }

    fn broken(&self, error: sse_stream::Error) -> Failure {
        let error = match error {
            sse_stream::Error::Body(source) => match source.downcast::<TransportError>() {
                Ok(error) => *error,
                Err(source) => TransportError::new(TransportErrorKind::Body, source),
            },
            error => TransportError::new(TransportErrorKind::Body, error),
        };
        Failure::while_reading(&self.answer, error)
    }
}
