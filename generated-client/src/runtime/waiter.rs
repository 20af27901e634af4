use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::runtime::answer::Answer;
use crate::runtime::decode_failure::DecodeFailure;
use crate::runtime::error::Error;
use crate::runtime::operation::Operation;
use crate::runtime::polling::{Ended, Plan, poll};
use crate::runtime::request::{Reads, Request};
use crate::runtime::transport::BoxFuture;
use crate::runtime::wait_spec::WaitSpec;

/// Waits until a resource is ready, and returns it. Dropping it stops it.
#[must_use = "a waiter does nothing until it is awaited"]
pub struct Waiter<O> {
    request: Request<O>,
    plan: Plan,
}

impl<O> Waiter<O> {
    #[allow(
        dead_code,
        reason = "what is called depends on the groups that are compiled"
    )]
    pub(crate) fn new(request: Request<O>, spec: &'static WaitSpec) -> Self {
        Self {
            request,
            plan: Plan {
                spec,
                deadline: Duration::from_secs(600),
                interval: Duration::from_secs(5),
                longest_interval: Duration::from_secs(30),
                progress: None,
            },
        }
    }

    /// Sets how long to wait, 10 minutes by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.plan.deadline = limit;
        self
    }

    /// Sets the time between two looks at the resource, 5 s by default. It grows by half each time,
    /// up to six times as much, and varies by a tenth.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.plan.interval = interval;
        self.plan.longest_interval = interval * 6;
        self
    }

    /// Calls `progress` with each state that is seen, `None` while there is no resource.
    pub fn on_progress(mut self, progress: impl Fn(Option<&str>) + Send + Sync + 'static) -> Self {
        self.plan.progress = Some(Arc::new(progress));
        self
    }

    /// Changes the request that asks for the state, for example its time limit.
    pub fn request(mut self, change: impl FnOnce(Request<O>) -> Request<O>) -> Self {
        self.request = change(self.request);
        self
    }
}

#[cfg(feature = "blocking")]
impl<O> Waiter<O> {
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.request.client
    }
}

impl<O: Operation> IntoFuture for Waiter<O> {
    type Output = Result<O::Output, Error<O::Error>>;
    type IntoFuture = Waiting<O>;

    fn into_future(self) -> Waiting<O> {
        let Self { request, plan } = self;
        let make = move |limit| request.clone().timeout(limit).prepare();
        Waiting {
            answer: Box::pin(poll(O::META, Box::new(make), plan)),
            reads: PhantomData,
        }
    }
}

/// Shows the operation that is asked.
impl<O: Operation> fmt::Debug for Waiter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("request", &self.request)
            .field("ready", &self.plan.spec.ready)
            .finish_non_exhaustive()
    }
}

/// A wait on its way.
#[must_use = "futures do nothing unless awaited"]
pub struct Waiting<O> {
    answer: BoxFuture<'static, Result<Answer, Ended>>,
    reads: Reads<O>,
}

impl<O: Operation> Future for Waiting<O> {
    type Output = Result<O::Output, Error<O::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match ready!(self.answer.as_mut().poll(context)) {
            Ok(answer) => {
                O::read(&answer).map_err(|cause| Error::Decode(DecodeFailure::new(answer, cause)))
            }
            Err(Ended::Call(failure)) => Err(failure.into_error()),
            Err(Ended::Wait(failure)) => Err(Error::Wait(failure)),
        })
    }
}
