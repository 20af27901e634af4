//! Reads large responses on a thread for blocking work, so that other tasks go on meanwhile.

use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use tracing::dispatcher;

use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::call_error::CallError;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::platform::task::{AnyResult, BlockingTask, spawn_blocking};
use crate::runtime::platform::time::{Sleep, sleep_until};
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The size of a body, in bytes, from which on it is large. Reading it takes about a millisecond.
const LARGE: usize = 256 << 10;

/// Returns whether it takes long to read a response.
pub(crate) fn is_large(response: &RawResponse) -> bool {
    is_large_text(&response.body)
}

/// Returns whether it takes long to decode some bytes.
pub(crate) fn is_large_text(bytes: &[u8]) -> bool {
    bytes.len() >= LARGE
}

/// A call, and the reading of its response.
pub(crate) enum Reading {
    Calling(BoxFuture<'static, Result<RawResponse>>),
    Decoding(Decoding),
}

impl Reading {
    /// Returns the result of the call. Large responses are read on another thread.
    pub(crate) fn poll<T: Send + 'static>(
        &mut self,
        context: &mut Context<'_>,
        read: fn(RawResponse) -> Result<T>,
    ) -> Poll<Result<T>> {
        loop {
            let response = match self {
                Self::Calling(call) => ready!(call.as_mut().poll(context))?,
                Self::Decoding(decoding) => return decoding.poll_as(context),
            };
            if !is_large(&response) {
                return Poll::Ready(read(response));
            }
            *self = Self::Decoding(Decoding::start(response, move |response| {
                Box::new(read(response))
            }));
        }
    }
}

/// The reading of a response on another thread, within the time limit of its call.
pub(crate) struct Decoding {
    thread: BlockingTask,
    deadline: Pin<Box<Sleep>>,
    context: CallContext,
    /// Ends the reading when nobody waits for it any more.
    is_cancelled: Arc<AtomicBool>,
    is_done: bool,
}

impl Decoding {
    /// Starts to read a response.
    pub(crate) fn start(
        mut response: RawResponse,
        read: impl FnOnce(RawResponse) -> AnyResult + Send + 'static,
    ) -> Self {
        let is_cancelled = Arc::default();
        response.limits.cancel_by(Arc::clone(&is_cancelled));
        let context = CallContext::of(&response);
        let deadline = Box::pin(sleep_until(response.deadline));
        let read: Box<dyn FnOnce() -> AnyResult + Send> = Box::new(move || read(response));
        let dispatch = dispatcher::get_default(Clone::clone);
        Self {
            thread: spawn_blocking(Box::new(move || dispatcher::with_default(&dispatch, read))),
            deadline,
            context,
            is_cancelled,
            is_done: false,
        }
    }

    /// Returns the result, which has to be of this type.
    pub(crate) fn poll_as<T: 'static>(&mut self, context: &mut Context<'_>) -> Poll<Result<T>> {
        let result = ready!(self.poll(context))?;
        Poll::Ready(match result.downcast::<Result<T>>() {
            Ok(result) => *result,
            Err(_) => Err(self.error(TransportErrorKind::Other, "the result has another type")),
        })
    }

    /// Returns the result, or an error if the time limit passes before.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<AnyResult>> {
        if let Poll::Ready(result) = Pin::new(&mut self.thread).poll(context) {
            self.is_done = true;
            return Poll::Ready(result.map_err(|error| match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => {
                    let message = "the runtime stopped while the response was decoded";
                    self.error(TransportErrorKind::Other, message)
                }
            }));
        }
        ready!(self.deadline.as_mut().poll(context));
        self.is_cancelled.store(true, Ordering::Relaxed);
        let message = "the response was not decoded within the call's time limit";
        Poll::Ready(Err(self.error(TransportErrorKind::Timeout, message)))
    }

    fn error(&self, kind: TransportErrorKind, message: &'static str) -> Error {
        let error = CallError::transport(self.context.clone(), TransportError::new(kind, message));
        match kind {
            TransportErrorKind::Timeout => Error::Timeout(error),
            _ => Error::Transport(error),
        }
    }
}

impl Drop for Decoding {
    fn drop(&mut self) {
        // The result may contain the response, which can be read again.
        if !self.is_done {
            self.is_cancelled.store(true, Ordering::Relaxed);
        }
    }
}
