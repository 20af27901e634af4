//! The futures of requests. Each is one allocation, and its work is compiled once.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::runtime::call::Call;
use crate::runtime::call::decoding::Reading;
use crate::runtime::call::start::start;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::Operation;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::response_kind::ResponseKind as _;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::request::reads::Reads;
use crate::runtime::request::response::Response;

/// A call under way, for the whole response.
#[must_use = "futures do nothing unless awaited"]
pub struct Sending<O> {
    reading: Reading,
    reads: Reads<O>,
}

impl<O> Sending<O> {
    pub(crate) fn new(call: Result<Box<Call>, BuildError>) -> Self {
        Self {
            reading: Reading::Calling(start(call)),
            reads: PhantomData,
        }
    }
}

impl<O: Operation> Future for Sending<O> {
    type Output = Result<Response<O::Output>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.reading.poll(context, read_response::<O>)
    }
}

/// Shows the operation.
impl<O: Operation> fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Sending")
    }
}

/// Reads the result of a call, inside its span.
pub(crate) fn read<O: Operation>(result: Result<RawResponse>) -> Result<Response<O::Output>> {
    read_response::<O>(result?)
}

fn read_response<O: Operation>(raw: RawResponse) -> Result<Response<O::Output>> {
    read_with::<O, _>(raw, Response::new)
}

fn read_value<O: Operation>(raw: RawResponse) -> Result<O::Output> {
    read_with::<O, _>(raw, |value, _| value)
}

#[inline]
fn read_with<O: Operation, T>(
    raw: RawResponse,
    finish: impl FnOnce(O::Output, RawResponse) -> T,
) -> Result<T> {
    match raw.span.in_scope(|| O::ResponseKind::read(&raw)) {
        Ok(value) => Ok(finish(value, raw)),
        Err(cause) => Err(Error::Decode(InvalidResponse::new(raw, cause))),
    }
}

/// A call under way, for the result alone.
#[must_use = "futures do nothing unless awaited"]
pub struct Pending<O>(Sending<O>);

impl<O> Pending<O> {
    pub(crate) fn new(sending: Sending<O>) -> Self {
        Self(sending)
    }
}

impl<O: Operation> Future for Pending<O> {
    type Output = Result<O::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.reading.poll(context, read_value::<O>)
    }
}

/// Shows the operation.
impl<O: Operation> fmt::Debug for Pending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Pending")
    }
}

/// A HEAD request under way.
#[must_use = "futures do nothing unless awaited"]
pub struct Head<O> {
    call: BoxFuture<'static, Result<RawResponse>>,
    reads: Reads<O>,
}

impl<O> Head<O> {
    pub(crate) fn new(call: Result<Box<Call>, BuildError>) -> Self {
        Self {
            call: start(call),
            reads: PhantomData,
        }
    }
}

impl<O: Operation> Future for Head<O> {
    type Output = Result<Response<()>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let result = ready!(self.call.as_mut().poll(context));
        Poll::Ready(result.map(|raw| Response::new((), raw)))
    }
}

/// Shows the operation.
impl<O: Operation> fmt::Debug for Head<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Head")
    }
}
