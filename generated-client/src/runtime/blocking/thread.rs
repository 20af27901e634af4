use std::future::Future;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread::Builder as ThreadBuilder;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::runtime::client::Client;
use crate::runtime::error::build_error::BuildError;

/// The thread that drives connections and timers. It starts with the first blocking call, and ends
/// with the client.
#[derive(Default)]
pub(crate) struct RuntimeThread(Mutex<Option<Running>>);

struct Running {
    handle: Handle,
    /// Dropping it ends the thread.
    _stop: oneshot::Sender<()>,
}

impl RuntimeThread {
    fn handle(&self) -> Result<Handle, BuildError> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = &*running {
            return Ok(running.handle.clone());
        }
        let started = start().map_err(|error| {
            BuildError::new(format!("could not start the runtime thread: {error}"))
        })?;
        let handle = started.handle.clone();
        *running = Some(started);
        Ok(handle)
    }
}

fn start() -> io::Result<Running> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let (stop, stopped) = oneshot::channel();
    ThreadBuilder::new()
        .name("digitalocean".to_owned())
        .spawn(move || runtime.block_on(stopped))?;
    Ok(Running {
        handle,
        _stop: stop,
    })
}

/// Waits for a future on this thread, while the client's thread drives its connections.
///
/// Within `spawn_blocking` that would do no harm, but tokio does not distinguish such a thread from
/// one that drives tasks, where it would panic.
pub(crate) fn wait<F: Future>(
    client: &Client,
    start: impl FnOnce() -> F,
) -> Result<F::Output, BuildError> {
    if Handle::try_current().is_ok() {
        return Err(BuildError::new(
            "a blocking call would block the async runtime that this thread belongs to; await the \
             request instead, or inside `spawn_blocking` pass it to `Handle::current().block_on`",
        ));
    }
    // Another thread may have held the lock of the handle during a fork.
    client.shared.process.check()?;
    let handle = client.shared.blocking.handle()?;
    let _inside = handle.enter();
    let future = start();
    Ok(handle.block_on(future))
}
