//! Work that goes on while the caller waits for something else, on the only thread.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use js_sys::futures::spawn_local;
use tokio::sync::oneshot;

/// A task that ended without a result.
#[derive(Debug)]
pub(crate) struct Stopped;

impl Stopped {
    /// Returns whether it panicked. A panic ends the whole program here.
    pub(crate) fn is_panic(&self) -> bool {
        false
    }

    /// Returns the panic that ended it.
    pub(crate) fn try_into_panic(self) -> Result<Box<dyn Any + Send>, Self> {
        Err(self)
    }
}

/// A task that ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Task<T>(oneshot::Receiver<T>);

/// Tasks can always be started here.
pub(crate) fn has_tasks() -> bool {
    true
}

/// Starts a task.
pub(crate) fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> Task<T> {
    let (mut sender, receiver) = oneshot::channel();
    spawn_local(async move {
        let mut future = pin!(future);
        let result = poll_fn(|context| {
            if sender.poll_closed(context).is_ready() {
                return Poll::Ready(None);
            }
            future.as_mut().poll(context).map(Some)
        });
        if let Some(result) = result.await {
            // Nobody waits for the result any more.
            let _ = sender.send(result);
        }
    });
    Task(receiver)
}

impl<T> Future for Task<T> {
    type Output = Result<T, Stopped>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map_err(|_| Stopped)
    }
}

/// A result of any type.
pub(crate) type AnyResult = Box<dyn Any + Send>;

/// A function that runs when its result is polled, since there is only one thread.
pub(crate) struct BlockingTask(Option<Box<dyn FnOnce() -> AnyResult + Send>>);

/// Runs a function that takes long.
pub(crate) fn spawn_blocking(run: Box<dyn FnOnce() -> AnyResult + Send>) -> BlockingTask {
    BlockingTask(Some(run))
}

impl Future for BlockingTask {
    type Output = Result<AnyResult, Stopped>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(self.0.take().map(|run| run()).ok_or(Stopped))
    }
}
