use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tracing::Instrument as _;
use tracing::instrument::WithSubscriber as _;

use crate::runtime::call::decoding::{Decoding, is_large};
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::call_error::CallError;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::platform::task::{self, Stopped, Task};
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The result of a call.
pub(super) type CallResult = Result<RawResponse>;

/// A page that is being requested. Dropping it ends its call.
pub(super) struct Driven<T> {
    work: Work,
    /// The result, once it is read.
    page: Arc<Mutex<Option<T>>>,
    read: fn(CallResult) -> T,
    facts: CallContext,
}

/// A call and the reading of its response, which may end with an error. Compiled once, for all lists.
enum Work {
    /// It continues while the list is polled.
    Here(BoxFuture<'static, Option<Error>>),
    /// A task of the runtime continues it.
    Task(Task<Option<Error>>),
    Done,
}

impl<T: Send + 'static> Driven<T> {
    /// Continues a call while it is polled.
    pub(super) fn new(
        call: BoxFuture<'static, CallResult>,
        facts: CallContext,
        read: fn(CallResult) -> T,
    ) -> Self {
        let page = Arc::new(Mutex::new(None));
        let place = Arc::clone(&page);
        let deliver = Box::new(move |result| {
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(read(result));
        });
        Self {
            work: Work::new(call, deliver),
            page,
            read,
            facts,
        }
    }

    /// Lets a task of the runtime continue it, also while the caller is busy and does not poll.
    pub(super) fn in_a_task(mut self) -> Self {
        self.work = self.work.into_task();
        self
    }
}

impl<T> Future for Driven<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let end = match ready!(self.work.poll(context)) {
            Ok(Some(error)) => return Poll::Ready((self.read)(Err(error))),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        let stopped = || (self.read)(Err(stopped(self.facts.clone(), end)));
        Poll::Ready(page.take().unwrap_or_else(stopped))
    }
}

impl Work {
    fn new(
        call: BoxFuture<'static, CallResult>,
        deliver: Box<dyn FnOnce(CallResult) + Send>,
    ) -> Self {
        Self::Here(Box::pin(run(call, deliver)))
    }

    fn into_task(mut self) -> Self {
        // Without a runtime the call itself reports that it needs one.
        if !task::has_tasks() {
            return self;
        }
        // The request is sent now: the task may get no time while the caller is busy.
        let sent = self.poll(&mut Context::from_waker(Waker::noop()));
        match sent {
            Poll::Ready(Ok(Some(error))) => return Self::Here(Box::pin(async { Some(error) })),
            Poll::Ready(_) => return Self::Done,
            Poll::Pending => {}
        }
        match self {
            Self::Here(work) => {
                let work = work.in_current_span().with_current_subscriber();
                Self::Task(task::spawn(work))
            }
            work => work,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Error>, Stopped>> {
        match self {
            Self::Here(work) => work.as_mut().poll(context).map(Ok),
            Self::Task(task) => Pin::new(task).poll(context),
            Self::Done => Poll::Ready(Ok(None)),
        }
    }
}

/// Makes a call and delivers its result. A large response is read on another thread.
async fn run(
    call: BoxFuture<'static, CallResult>,
    deliver: Box<dyn FnOnce(CallResult) + Send>,
) -> Option<Error> {
    match call.await {
        Ok(response) if is_large(&response) => {
            let mut decoding = Decoding::start(response, |response| {
                deliver(Ok(response));
                Box::new(())
            });
            poll_fn(|context| decoding.poll(context)).await.err()
        }
        result => {
            deliver(result);
            None
        }
    }
}

fn stopped(context: CallContext, error: Option<Stopped>) -> Error {
    let message = match error.is_some_and(|error| error.is_panic()) {
        true => "the task that reads the page panicked",
        false => "the task that reads the page was stopped with its runtime",
    };
    let cause = TransportError::new(TransportErrorKind::Other, message);
    Error::Transport(CallError::transport(context, cause))
}
