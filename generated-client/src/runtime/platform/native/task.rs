//! Work that goes on while the caller does something else: tasks of tokio, and its threads for blocking work.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

pub(crate) use tokio::task::JoinError as Stopped;

/// A result of any type.
pub(crate) type AnyResult = Box<dyn Any + Send>;

/// The result of a function that runs on a thread for blocking work.
pub(crate) type BlockingTask = JoinHandle<AnyResult>;

/// Runs a function on a thread for blocking work. The code for each type of function is large, so that there is one.
pub(crate) fn spawn_blocking(run: Box<dyn FnOnce() -> AnyResult + Send>) -> BlockingTask {
    tokio::task::spawn_blocking(run)
}

/// A task that ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Task<T>(JoinHandle<T>);

/// Returns whether tasks can be started here.
pub(crate) fn has_tasks() -> bool {
    Handle::try_current().is_ok()
}

/// Starts a task.
pub(crate) fn spawn<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    Task(tokio::spawn(future))
}

impl<T> Future for Task<T> {
    type Output = Result<T, Stopped>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
