use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::CONTENT_TYPE;
use serde_core::de::Error as _;

use crate::runtime::call::exchange::MESSAGE_TIME;
use crate::runtime::call::start::run;
use crate::runtime::call::{Call, Finished};
use crate::runtime::codec::DecodeError;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::streaming::Streaming;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::request::reads::Reads;
use crate::runtime::stream::event_stream::{EventStream, RawEvents};
use crate::runtime::stream::limited_chunks::StreamLimits;

/// The media type of a stream.
const EVENTS: &[u8] = b"text/event-stream";

/// A stream of events that has not started yet.
#[must_use = "futures do nothing unless awaited"]
pub struct Opening<O> {
    raw: BoxFuture<'static, Result<RawEvents>>,
    reads: Reads<O>,
}

impl<O> Opening<O> {
    pub(super) fn new(call: Result<Box<Call>, BuildError>) -> Self {
        Self {
            raw: Box::pin(open(call)),
            reads: PhantomData,
        }
    }
}

impl<O: Streaming> Future for Opening<O> {
    type Output = Result<EventStream<O>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let raw = ready!(self.raw.as_mut().poll(context));
        Poll::Ready(raw.map(EventStream::new))
    }
}

/// Shows the operation.
impl<O: Streaming> fmt::Debug for Opening<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Opening")
    }
}

async fn open(call: Result<Box<Call>, BuildError>) -> Result<RawEvents> {
    let call = call?;
    let limits = StreamLimits {
        idle: call.shared.stream_idle_timeout,
        event: call.shared.max_response_bytes,
        foreign: call.shared.max_error_bytes,
    };
    let Finished { mut response, body } = run(&call).await?;
    match body {
        Some(body) if is_event_stream(&response) => Ok(RawEvents::new(response, body, limits)),
        body => {
            // A body that is not a stream may say why.
            if let Some(body) = body {
                (response.body, _) = body.read_start(limits.foreign, MESSAGE_TIME).await;
            }
            let error = serde_json::Error::custom("the response is not a stream of events");
            let cause = DecodeError::from_json(response.meta.id, &response.body, &error);
            Err(Error::Decode(InvalidResponse::new(response, cause)))
        }
    }
}

fn is_event_stream(response: &RawResponse) -> bool {
    let content_type = response.headers.get(CONTENT_TYPE);
    let start = content_type.and_then(|value| value.as_bytes().get(..EVENTS.len()));
    start.is_some_and(|start| start.eq_ignore_ascii_case(EVENTS))
}
