//! Files in chunks.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;

use crate::runtime::call::span;
use crate::runtime::call::start::run;
use crate::runtime::call::{Call, Finished};
use crate::runtime::client::options::ReadMode;
use crate::runtime::codec::Secret;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::Operation;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::file::File;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::request::Request;
use crate::runtime::request::reads::Reads;
use crate::runtime::stream::Chunks;
use crate::runtime::transport::ResponseBody;

/// A result that can be read in chunks: a [`File`], or text.
pub trait Downloadable: sealed::Downloadable {}

impl Downloadable for File {}
impl Downloadable for String {}
impl Downloadable for Secret {}

mod sealed {
    pub trait Downloadable {}

    impl Downloadable for super::File {}
    impl Downloadable for String {}
    impl Downloadable for super::Secret {}
}

impl<O: Operation> Request<O>
where
    O::Output: Downloadable,
{
    /// Sends the request and returns the file while it arrives.
    ///
    /// The time limit of the attempt applies to the start of the response; after that the client's
    /// idle time limit of streams applies, and no limit of size. A file that has started to arrive is
    /// not requested again. A part of the file (206) is an error unless the request has the header `range`.
    pub fn download(mut self) -> Downloading<O> {
        self.options.mode = ReadMode::Download;
        Downloading {
            opened: Box::pin(open(self.prepare())),
            reads: PhantomData,
        }
    }
}

/// A file whose start is awaited.
#[must_use = "futures do nothing unless awaited"]
pub struct Downloading<O> {
    opened: BoxFuture<'static, Result<Opened>>,
    reads: Reads<O>,
}

impl<O: Operation> Future for Downloading<O> {
    type Output = Result<Download<O>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let opened = ready!(self.opened.as_mut().poll(context));
        Poll::Ready(opened.map(|opened| Download {
            opened,
            reads: PhantomData,
        }))
    }
}

/// Shows the operation.
impl<O: Operation> fmt::Debug for Downloading<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Downloading")
    }
}

/// A file while it arrives, as a stream of its chunks.
///
/// ```
/// use std::io::Write;
/// # use digitalocean::fake::{Fake, Reply};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = Fake::new();
/// # fake.enqueue(Reply::body("application/pdf", "%PDF-1.7"));
/// # let client = fake.client()?;
/// # let mut file = Vec::new();
/// let mut invoice = client.billing().get_invoice_pdf("22737513").download().await?;
/// while let Some(chunk) = invoice.next().await {
///     file.write_all(&chunk?)?;
/// }
/// # assert_eq!(file, b"%PDF-1.7");
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Download<O> {
    opened: Opened,
    reads: Reads<O>,
}

/// A file that arrives. Compiled once.
struct Opened {
    response: RawResponse,
    /// The name and type in the headers.
    file: File,
    chunks: Option<Chunks>,
    /// The end of the last chunk, which was given back.
    rest: Bytes,
}

impl<O> Download<O> {
    /// Returns the name that the server proposes, without any folder.
    pub fn name(&self) -> Option<&str> {
        self.opened.file.name()
    }

    /// Returns the media type.
    pub fn content_type(&self) -> Option<&str> {
        self.opened.file.content_type()
    }

    /// Returns the number of bytes, if the server reports it.
    pub fn length(&self) -> Option<u64> {
        let length = self.headers().get(CONTENT_LENGTH)?;
        length.to_str().ok()?.parse().ok()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.opened.response.headers()
    }

    /// Gives back the end of a chunk, which becomes the next one.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) fn give_back(&mut self, rest: Bytes) {
        self.opened.rest = rest;
    }
}

impl<O: Operation> Download<O> {
    /// Returns the next chunk, `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O> Unpin for Download<O> {}

impl<O: Operation> Stream for Download<O> {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.opened.poll_next(context));
        Poll::Ready(chunk)
    }
}

/// Shows the operation, and the name, type and length of the file.
impl<O: Operation> fmt::Debug for Download<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &O::META.id)
            .field("name", &self.name())
            .field("content_type", &self.content_type())
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

impl Opened {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.rest))));
        }
        let Some(chunks) = &mut self.chunks else {
            return Poll::Ready(None);
        };
        let chunk = ready!(Pin::new(chunks).poll_next(context));
        let chunk = chunk.map(|chunk| {
            chunk.map_err(|error| {
                let error = Error::while_reading(&self.response, error);
                span::fail_late(&self.response.span, &error);
                error
            })
        });
        if !matches!(chunk, Some(Ok(_))) {
            self.chunks = None;
            self.response.close();
        }
        Poll::Ready(chunk)
    }
}

async fn open(call: Result<Box<Call>, BuildError>) -> Result<Opened> {
    let call = call?;
    let idle = call.shared.stream_idle_timeout;
    let Finished { response, body } = run(&call).await?;
    let body = body.unwrap_or_else(|| ResponseBody::bytes(Bytes::new()));
    Ok(Opened {
        file: File::read(&response),
        response,
        chunks: Some(Chunks::new(body, idle)),
        rest: Bytes::new(),
    })
}
