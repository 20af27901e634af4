use std::sync::{Arc, Mutex};

use crate::runtime::rate_limit::queue::Queue;
use crate::runtime::rate_limit::store::Store;

/// The queue of a governor, which its clones share.
pub(super) struct SharedQueue {
    pub(super) queue: Queue,
    /// The number of calls that wait, including those that are not polled.
    pub(super) waiting: usize,
}

impl SharedQueue {
    pub(super) fn new(store: Box<dyn Store>) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self {
            queue: Queue::new(store),
            waiting: 0,
        }))
    }
}
