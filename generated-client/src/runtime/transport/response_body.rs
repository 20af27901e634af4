use std::task::{Context, Poll, ready};
use std::{fmt, future::poll_fn, time::Duration};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::runtime::platform::future::{BoxStream, MaybeSend};
use crate::runtime::platform::time::timeout;
#[cfg(target_arch = "wasm32")]
use crate::runtime::transport::fetch::body::NetworkBody;
#[cfg(not(target_arch = "wasm32"))]
use crate::runtime::transport::reqwest::network_body::NetworkBody;
use crate::runtime::transport::transport_error::{TransportError, TransportErrorKind};
use crate::runtime::transport::yield_budget::YieldBudget;

/// The body of a response.
pub struct ResponseBody {
    incoming: Incoming,
    yield_budget: YieldBudget,
}

enum Incoming {
    Bytes(Option<Bytes>),
    Network(NetworkBody),
    Stream(BoxStream<'static, Result<Bytes, TransportError>>),
}

impl ResponseBody {
    /// Returns a body that is in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Incoming::Bytes(Some(bytes.into())))
    }

    /// Returns a body that arrives in chunks.
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + MaybeSend + 'static,
    ) -> Self {
        Self::new(Incoming::Stream(Box::pin(stream)))
    }

    pub(crate) fn network(body: NetworkBody) -> Self {
        Self::new(Incoming::Network(body))
    }

    fn new(incoming: Incoming) -> Self {
        Self {
            incoming,
            yield_budget: YieldBudget::default(),
        }
    }

    /// Reads the next chunk. Other tasks get a turn at times, however fast chunks arrive.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        ready!(self.yield_budget.poll(context));
        let chunk = match &mut self.incoming {
            Incoming::Bytes(bytes) => {
                Poll::Ready(bytes.take().filter(|bytes| !bytes.is_empty()).map(Ok))
            }
            Incoming::Stream(stream) => stream.as_mut().poll_next(context),
            Incoming::Network(body) => body.poll_chunk(context),
        };
        match &chunk {
            Poll::Ready(Some(Ok(chunk))) => self.yield_budget.count(chunk.len()),
            Poll::Ready(_) => {}
            Poll::Pending => self.yield_budget.reset(),
        }
        chunk
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

    /// Reads at most `limit` bytes that arrive `within` a time and before an error. Returns whether
    /// the body has, or may have, more.
    pub(crate) async fn read_start(mut self, limit: usize, within: Duration) -> (Bytes, bool) {
        let mut gathered = Gathered::default();
        let read = timeout(within, self.gather(&mut gathered, limit)).await;
        let is_whole = matches!(read, Ok(Ok(())));
        let (bytes, is_cut) = gathered.finish(limit);
        (bytes, is_cut || !is_whole)
    }

    /// Adds chunks until there are more than `limit` bytes.
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

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody")
    }
}

/// The chunks of a body. A single one is kept as it is.
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
