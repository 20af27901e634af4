use std::future::Future;

use tokio::runtime::Handle;

use crate::runtime::client::Client;
use crate::runtime::operation::build_error::BuildError;

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
