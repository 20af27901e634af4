//! The futures of requests. They are one allocation; the work behind it is compiled once.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::runtime::call::attempts::Call;
use crate::runtime::call::start::start;
use crate::runtime::error::build_error::BuildError;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::Operation;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::response_kind::ResponseKind as _;
use crate::runtime::request::Reads;
use crate::runtime::request::response::Response;
use crate::runtime::transport::BoxFuture;

/// A call on its way, for the whole response.
#[must_use = "futures do nothing unless awaited"]
pub struct Sending<O> {
    call: BoxFuture<'static, Result<RawResponse>>,
    reads: Reads<O>,
}

impl<O> Sending<O> {
    pub(crate) fn new(call: Result<Call, BuildError>) -> Self {
        Self {
            call: start(call),
            reads: PhantomData,
        }
    }
}

impl<O: Operation> Future for Sending<O> {
    type Output = Result<Response<O::Output>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(read::<O>(ready!(self.call.as_mut().poll(context))))
    }
}

/// Shows the operation.
impl<O: Operation> fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Sending")
    }
}

/// Reads what a call resulted in, inside its span.
pub(crate) fn read<O: Operation>(result: Result<RawResponse>) -> Result<Response<O::Output>> {
    let answer = result?;
    match answer.span.in_scope(|| O::ResponseKind::read(&answer)) {
        Ok(value) => Ok(Response::new(value, answer)),
        Err(cause) => Err(Error::Decode(InvalidResponse::new(answer, cause))),
    }
}

/// A call on its way, for the result alone.
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
        let response = ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(response.map(Response::into_inner))
    }
}

/// Shows the operation.
impl<O: Operation> fmt::Debug for Pending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Pending")
    }
}

/// A HEAD request on its way.
#[must_use = "futures do nothing unless awaited"]
pub struct Head<O>(Sending<O>);

impl<O> Head<O> {
    pub(crate) fn new(call: Result<Call, BuildError>) -> Self {
        Self(Sending::new(call))
    }
}

impl<O: Operation> Future for Head<O> {
    type Output = Result<Response<()>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let result = ready!(self.0.call.as_mut().poll(context));
        Poll::Ready(result.map(|answer| Response::new((), answer)))
    }
}

/// Shows the operation.
impl<O: Operation> fmt::Debug for Head<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Head")
    }
}
