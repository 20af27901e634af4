//! Reads the body of an answer within a limit.

use std::{future::poll_fn, pin::Pin, task::Context, task::Poll, time::Duration};

use bytes::{Bytes, BytesMut};
use http_body::Body;
use tokio::time::timeout;

use crate::runtime::transport::reqwest::transport_error;
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
    pub(crate) async fn read(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let mut gathered = Gathered::default();
        self.gather(&mut gathered, limit).await?;
        match gathered.finish(limit) {
            (bytes, false) => Ok(bytes),
            (_, true) => Err(TransportError::new(
                TransportErrorKind::TooLarge,
                format!("more than {limit} bytes; raise `ClientBuilder::max_response_bytes`"),
            )),
        }
    }

    /// Reads at most `limit` bytes, which is what arrives `within` a time and before the body
    /// breaks off. Tells whether that is not all.
    pub(crate) async fn read_start(mut self, limit: usize, within: Duration) -> (Bytes, bool) {
        let mut gathered = Gathered::default();
        let read = timeout(within, self.gather(&mut gathered, limit)).await;
        let is_whole = matches!(read, Ok(Ok(())));
        let (bytes, is_cut) = gathered.finish(limit);
        (bytes, is_cut || !is_whole)
    }

    /// Adds what arrives until there is more than `limit`.
    async fn gather(
        &mut self,
        gathered: &mut Gathered,
        limit: usize,
    ) -> Result<(), TransportError> {
        while gathered.len() <= limit {
            let Some(chunk) = self.chunk().await.transpose()? else {
                break;
            };
            gathered.push(chunk, limit);
        }
        Ok(())
    }
}

/// The pieces of a body. A single one is kept as it is.
#[derive(Default)]
struct Gathered {
    first: Bytes,
    rest: BytesMut,
}

impl Gathered {
    fn len(&self) -> usize {
        self.first.len() + self.rest.len()
    }

    fn push(&mut self, chunk: Bytes, limit: usize) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        if self.rest.is_empty() {
            let size = (self.first.len() + chunk.len()).min(limit) * 2;
            self.rest.reserve(size);
            self.rest
                .extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.rest.extend_from_slice(&chunk);
    }

    /// Returns at most `limit` bytes, and whether there were more.
    fn finish(self, limit: usize) -> (Bytes, bool) {
        let mut whole = match self.rest.is_empty() {
            true => self.first,
            false => self.rest.freeze(),
        };
        let is_cut = whole.len() > limit;
        whole.truncate(limit);
        (whole, is_cut)
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
