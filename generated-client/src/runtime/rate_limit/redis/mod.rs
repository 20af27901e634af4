//! Rate limits that several processes share through a Redis or Valkey server.
//!
//! The server counts: one script (`counts.lua`, `admission.lua`) admits calls, records starts and ends,
//! and returns what other processes did meanwhile. The process keeps a copy of all that. From the copy
//! it predicts waits, takes its share while the server does not respond, and restores what a server
//! has lost that was restarted without its data.

mod connection;
mod counted_call;
mod exchange;
mod local_copy;
mod message;
mod receive;
mod settings;
mod state;
mod store;
mod timeline;

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::runtime::platform::time::{sleep, timeout};
use crate::runtime::rate_limit::limits::Limits;
use crate::runtime::rate_limit::redis::exchange::Exchange;
use crate::runtime::rate_limit::redis::state::LinkState;
use crate::runtime::rate_limit::redis::store::SharedStore;
use crate::runtime::rate_limit::shared_queue::SharedQueue;
use crate::runtime::rate_limit::store::Store;

pub use settings::{Outage, SharedLimits};

/// The task of a governor that exchanges with the server. Dropping this ends it.
pub(super) struct Link {
    store: SharedStore,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Link {
    pub(super) fn new(limits: &Limits, shared: &SharedLimits) -> Self {
        let state = LinkState::new(limits, shared.settings());
        Self {
            store: SharedStore::new(state),
            task: Mutex::default(),
        }
    }

    pub(super) fn store(&self) -> Box<dyn Store> {
        Box::new(self.store.clone())
    }

    /// Waits until the server knows which calls have ended, or does not respond.
    pub(super) async fn flush(&self) {
        let limit = self.store.lock().settings.response_timeout * 2;
        let _ = timeout(limit, async {
            while !self.store.is_reported() {
                self.store.news.notify_one();
                sleep(Duration::from_millis(1)).await;
            }
        })
        .await;
    }

    /// Lets the task know that a call came. Starts it if it does not run, or not any more because its
    /// runtime has ended.
    pub(super) fn notify(&self, queue: &Arc<Mutex<SharedQueue>>) {
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.as_ref().is_none_or(JoinHandle::is_finished) {
            let queue: Weak<Mutex<SharedQueue>> = Arc::downgrade(queue);
            let exchange = Exchange::new(queue, self.store.clone());
            *task = Some(tokio::spawn(exchange.run()));
        }
        self.store.news.notify_one();
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let task = self.task.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = task.take() {
            task.abort();
        }
    }
}
