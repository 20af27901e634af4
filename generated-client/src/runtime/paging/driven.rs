use std::future::{self, Future};
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};
use tracing::Instrument as _;
use tracing::instrument::WithSubscriber as _;

use crate::runtime::answer::Answer;
use crate::runtime::call::Failure;
use crate::runtime::call_failure::{CallFacts, CallFailure};
use crate::runtime::transport::{BoxFuture, TransportError, TransportErrorKind};

/// What a call results in.
type CallResult = Result<Answer, Failure>;

/// A call that a task of the runtime drives. Dropping it ends the task.
struct Driven {
    task: JoinHandle<CallResult>,
    facts: CallFacts,
}

/// Lets a task of the runtime drive a call, so that it goes on while nobody polls it: it would lose
/// its turn with the rate governor, and others wait for what its answer tells.
pub(crate) fn drive(
    mut call: BoxFuture<'static, CallResult>,
    facts: CallFacts,
) -> BoxFuture<'static, CallResult> {
    // Without a runtime the call itself tells that it needs one.
    let Ok(runtime) = Handle::try_current() else {
        return call;
    };
    // The request is sent now: the task may get no time while the caller is busy.
    let mut context = Context::from_waker(Waker::noop());
    if let Poll::Ready(result) = call.as_mut().poll(&mut context) {
        return Box::pin(future::ready(result));
    }
    let task = runtime.spawn(call.in_current_span().with_current_subscriber());
    Box::pin(Driven { task, facts })
}

impl Future for Driven {
    type Output = CallResult;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CallResult> {
        let joined = ready!(Pin::new(&mut self.task).poll(context));
        Poll::Ready(joined.unwrap_or_else(|error| Err(stopped(self.facts, &error))))
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn stopped(facts: CallFacts, error: &JoinError) -> Failure {
    let text = match error.is_panic() {
        true => "the task that reads the page panicked",
        false => "the task that reads the page was stopped with its runtime",
    };
    let cause = TransportError::new(TransportErrorKind::Other, text);
    Failure::Transport(CallFailure::new(facts, cause))
}
