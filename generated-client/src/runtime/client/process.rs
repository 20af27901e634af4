use std::sync::atomic::{AtomicU32, Ordering};

use crate::runtime::operation::build_error::BuildError;
use crate::runtime::platform::process;

/// The process that uses a client. Connections, and the threads that drive them, belong to it: a
/// fork of the process has neither, and would wait for them in vain.
#[derive(Debug, Default)]
pub(crate) struct OwnProcess(AtomicU32);

impl OwnProcess {
    /// Returns an error if a client that was used before is used in a fork.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        let current = process::id();
        let first = self
            .0
            .compare_exchange(0, current, Ordering::Relaxed, Ordering::Relaxed);
        match first {
            Err(owner) if owner != current => Err(BuildError::new(
                "the client was used before this process was forked; build a client in the new \
                 process, or do not use this one before the fork",
            )),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}
