//! Turns a reply into a response of the transport, with its faults.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::fake::fault::Fault;
use crate::fake::reply::Reply;
use crate::runtime::platform::time::{Sleep, sleep};
use crate::runtime::transport::{
    ResponseBody, TransportError, TransportErrorKind, TransportResponse,
};

/// The size of the chunks of an oversized body.
const CHUNK: u64 = 16 << 10;

pub(super) async fn respond(reply: Reply) -> TransportResponse {
    if let Some(Fault::SlowHeaders(delay)) = reply.fault {
        sleep(delay).await;
    }
    let body = match reply.fault {
        Some(Fault::SlowBody(pause)) => ResponseBody::stream(Trickle {
            left: reply.body,
            pause,
            sleep: Box::pin(sleep(pause)),
        }),
        Some(Fault::TruncatedBody) => ResponseBody::stream(Truncated(Some(reply.body))),
        Some(Fault::OversizedBody(bytes)) => ResponseBody::stream(Oversized(bytes)),
        _ => ResponseBody::bytes(reply.body),
    };
    TransportResponse::new(reply.status, reply.headers, body)
}

type NextChunk = Option<Result<Bytes, TransportError>>;

/// One byte at a time.
struct Trickle {
    left: Bytes,
    pause: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl Stream for Trickle {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<NextChunk> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        ready!(self.sleep.as_mut().poll(context));
        self.sleep = Box::pin(sleep(self.pause));
        let first = self.left.split_to(1);
        Poll::Ready(Some(Ok(first)))
    }
}

/// The first half, then an error.
struct Truncated(Option<Bytes>);

impl Stream for Truncated {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<NextChunk> {
        Poll::Ready(Some(match self.0.take() {
            Some(body) => Ok(body.slice(..body.len() / 2)),
            None => Err(broken(
                TransportErrorKind::Body,
                "the connection was closed",
            )),
        }))
    }
}

/// A number of blanks.
struct Oversized(u64);

impl Stream for Oversized {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<NextChunk> {
        let length = self.0.min(CHUNK);
        self.0 -= length;
        let is_end = length == 0;
        let chunk = Bytes::from(vec![b' '; usize::try_from(length).unwrap_or_default()]);
        Poll::Ready((!is_end).then_some(Ok(chunk)))
    }
}

pub(super) fn broken(kind: TransportErrorKind, what: &'static str) -> TransportError {
    TransportError::new(kind, what)
}
