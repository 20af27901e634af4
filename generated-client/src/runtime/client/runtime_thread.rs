use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread::Builder as ThreadBuilder;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::generated::facts::FACTS;
use crate::runtime::operation::build_error::BuildError;

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
    /// Returns the handle of its runtime, and starts it where needed.
    pub(crate) fn handle(&self) -> Result<Handle, BuildError> {
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
        .name(FACTS.product.name.to_owned())
        .spawn(move || runtime.block_on(stopped))?;
    Ok(Running {
        handle,
        _stop: stop,
    })
}
