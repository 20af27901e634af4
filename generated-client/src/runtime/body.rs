//! Reads the body of an answer within a limit.

use std::{future::poll_fn, pin::Pin, task::Context, task::Poll};

use bytes::{Bytes, BytesMut};
use http_body::Body;

use crate::runtime::network::transport_error;
use crate::runtime::transport::{Incoming, ResponseBody, TransportError, TransportErrorKind};

impl ResponseBody {
    /// Reads the next piece.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Incoming::Bytes(bytes) => {
                Poll::Ready(bytes.take().filter(|bytes| !bytes.is_empty()).map(Ok))
            }
            Incoming::Stream(stream) => stream.as_mut().poll_next(context),
            Incoming::Network(body) => loop {
                let Poll::Ready(frame) = Pin::new(&mut *body).poll_frame(context) else {
                    return Poll::Pending;
                };
                match frame {
                    Some(Ok(frame)) => {
                        // Trailers hold nothing of use.
                        if let Ok(data) = frame.into_data() {
                            return Poll::Ready(Some(Ok(data)));
                        }
                    }
                    Some(Err(error)) => return Poll::Ready(Some(Err(broken(error)))),
                    None => return Poll::Ready(None),
                }
            },
        }
    }

    pub(crate) async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Reads everything; a larger body than `limit` is an error.
    pub(crate) async fn read(self, limit: usize) -> Result<Bytes, TransportError> {
        match self.read_start(limit).await? {
            (bytes, false) => Ok(bytes),
            (_, true) => Err(TransportError::new(
                TransportErrorKind::TooLarge,
                format!("more than {limit} bytes; raise `ClientBuilder::max_response_bytes`"),
            )),
        }
    }

    /// Reads at most `limit` bytes, and tells whether there are more.
    pub(crate) async fn read_start(
        mut self,
        limit: usize,
    ) -> Result<(Bytes, bool), TransportError> {
        let Some(first) = self.chunk().await.transpose()? else {
            return Ok((Bytes::new(), false));
        };
        let mut rest = BytesMut::new();
        let mut whole = first;
        while whole.len() + rest.len() <= limit {
            let Some(chunk) = self.chunk().await.transpose()? else {
                break;
            };
            if rest.is_empty() {
                rest.reserve((whole.len() + chunk.len()).min(limit) * 2);
                rest.extend_from_slice(&std::mem::take(&mut whole));
            }
            rest.extend_from_slice(&chunk);
        }
        if !rest.is_empty() {
            whole = rest.freeze();
        }
        let is_cut = whole.len() > limit;
        whole.truncate(limit);
        Ok((whole, is_cut))
    }
}

/// A failure while the body arrives is never one of connecting.
fn broken(error: reqwest::Error) -> TransportError {
    let error = transport_error(error);
    if error.kind() == TransportErrorKind::Interrupted {
        return error.into_kind(TransportErrorKind::Body);
    }
    error
}
