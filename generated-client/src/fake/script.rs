//! Scripted replies: queues, which are used up, and handlers, which stay.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;

/// Returns the reply to a request, `None` if the fake responds by itself.
pub(super) type Handler = Arc<dyn Fn(&RecordedRequest) -> Option<Reply> + Send + Sync>;

/// The scripted replies.
#[derive(Default)]
pub(super) struct Script {
    /// For any operation.
    pub(super) queue: VecDeque<Reply>,
    /// By the operation's ID.
    pub(super) queues: BTreeMap<String, VecDeque<Reply>>,
    /// By the operation's ID.
    pub(super) handlers: HashMap<String, Handler>,
    /// For all other operations.
    pub(super) handler: Option<Handler>,
}

impl Script {
    /// Returns the next reply to an operation, and leaves it in its queue.
    pub(super) fn next(&self, operation: &str) -> Option<&Reply> {
        let own = self.queues.get(operation).and_then(VecDeque::front);
        own.or_else(|| self.queue.front())
    }

    /// Takes the next reply to an operation from its queue.
    pub(super) fn take(&mut self, operation: &str) -> Option<Reply> {
        let own = self.queues.get_mut(operation).and_then(VecDeque::pop_front);
        own.or_else(|| self.queue.pop_front())
    }

    /// Returns the handler of an operation.
    pub(super) fn handler(&self, operation: &str) -> Option<Handler> {
        let handler = self.handlers.get(operation).or(self.handler.as_ref());
        handler.cloned()
    }

    /// Describes the replies that are still queued.
    pub(super) fn unused(&self) -> Vec<String> {
        let own = self.queues.iter();
        let own = own.flat_map(|(id, queue)| queue.iter().map(move |reply| (id.as_str(), reply)));
        let any = self.queue.iter().map(|reply| ("any operation", reply));
        let all = own.chain(any);
        all.map(|(operation, reply)| format!("{operation}: {}", describe(reply)))
            .collect()
    }
}

/// Describes a reply without its body, which may contain secrets.
fn describe(reply: &Reply) -> String {
    let status = reply.status.as_u16();
    match reply.fault {
        Some(fault) if reply.is_unchanged => format!("{fault:?}"),
        Some(fault) => format!("status {status}, {fault:?}"),
        None => format!("status {status}"),
    }
}
