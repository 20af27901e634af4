use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};
use tracing::Instrument as _;
use tracing::instrument::WithSubscriber as _;

use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::call_error::CallError;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::{BoxFuture, TransportError, TransportErrorKind};

/// What a call results in.
pub(super) type CallResult = Result<RawResponse>;

/// A page on its way. Dropping it ends its call.
pub(super) struct Driven<T> {
    work: Work,
    /// What the call resulted in, once it is read.
    page: Arc<Mutex<Option<T>>>,
    read: fn(CallResult) -> T,
    facts: CallContext,
}

/// A call and the reading of its answer. Compiled once, for all lists.
enum Work {
    /// It goes on while the list is polled.
    Here(BoxFuture<'static, ()>),
    /// A task of the runtime goes on with it.
    Task(Task),
    Done,
}

/// A task that ends when it is dropped.
struct Task(JoinHandle<()>);

impl<T: Send + 'static> Driven<T> {
    /// Goes on with a call while it is polled.
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

    /// Lets a task of the runtime go on with it, also while the caller is busy and does not poll.
    pub(super) fn in_a_task(mut self) -> Self {
        self.work = self.work.into_task();
        self
    }
}

impl<T> Future for Driven<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let end = ready!(self.work.poll(context));
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        let stopped = || (self.read)(Err(stopped(self.facts, end.err())));
        Poll::Ready(page.take().unwrap_or_else(stopped))
    }
}

impl Work {
    fn new(
        call: BoxFuture<'static, CallResult>,
        deliver: Box<dyn FnOnce(CallResult) + Send>,
    ) -> Self {
        Self::Here(Box::pin(async move { deliver(call.await) }))
    }

    fn into_task(mut self) -> Self {
        // Without a runtime the call itself tells that it needs one.
        let Ok(runtime) = Handle::try_current() else {
            return self;
        };
        // The request is sent now: the task may get no time while the caller is busy.
        if self
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_ready()
        {
            return Self::Done;
        }
        match self {
            Self::Here(work) => {
                let work = work.in_current_span().with_current_subscriber();
                Self::Task(Task(runtime.spawn(work)))
            }
            work => work,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), JoinError>> {
        match self {
            Self::Here(work) => work.as_mut().poll(context).map(Ok),
            Self::Task(Task(task)) => Pin::new(task).poll(context),
            Self::Done => Poll::Ready(Ok(())),
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn stopped(context: CallContext, error: Option<JoinError>) -> Error {
    let text = match error.is_some_and(|error| error.is_panic()) {
        true => "the task that reads the page panicked",
        false => "the task that reads the page was stopped with its runtime",
    };
    let cause = TransportError::new(TransportErrorKind::Other, text);
    Error::Transport(CallError::transport(context, cause))
}
