use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::runtime::operation::body::payload::{Payload, PayloadSource};
use crate::runtime::operation::body::payload_stream::PayloadStream;
use crate::runtime::transport::transport_error::TransportError;

/// Turns a payload into a body of the HTTP library.
pub(super) async fn open(payload: Payload) -> Result<reqwest::Body, TransportError> {
    match payload.0 {
        PayloadSource::Json(bytes) | PayloadSource::Bytes(bytes) => Ok(bytes.into()),
        PayloadSource::Stream(length, source) => {
            let stream = source.open().await.map_err(TransportError::unreadable)?;
            Ok(reqwest::Body::wrap(Sized {
                stream: Mutex::new(stream),
                left: length,
            }))
        }
    }
}

/// A stream whose length is known, so that it is sent with `content-length`.
struct Sized {
    /// Never locked: it makes the body `Sync`, which the HTTP library asks for.
    stream: Mutex<PayloadStream>,
    left: u64,
}

impl Body for Sized {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let stream = self
            .stream
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let Poll::Ready(chunk) = stream.as_mut().poll_next(context) else {
            return Poll::Pending;
        };
        Poll::Ready(match chunk {
            Some(Ok(chunk)) => {
                let length = chunk.len() as u64;
                if length > self.left {
                    let error = io::Error::other("the body is longer than announced");
                    return Poll::Ready(Some(Err(TransportError::unreadable(error))));
                }
                self.left -= length;
                Some(Ok(Frame::data(chunk)))
            }
            Some(Err(error)) => Some(Err(TransportError::unreadable(error))),
            None if self.left > 0 => {
                self.left = 0;
                let error = io::Error::other("the body is shorter than announced");
                Some(Err(TransportError::unreadable(error)))
            }
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
