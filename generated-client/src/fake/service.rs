use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::fake::fault::Fault;
use crate::fake::faulty_response::{broken, respond};
use crate::fake::limits::SimulatedLimits;
use crate::fake::operation_index::{KnownOperation, check_id};
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::script::{Handler, Script};
use crate::fake::state::State;
use crate::runtime::error::BuildError;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::transport::Transport;
use crate::runtime::transport::{
    TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use crate::{Client, ClientBuilder};

/// The API in this process. Clones share everything.
#[derive(Clone, Default)]
pub struct Fake {
    shared: Arc<Mutex<ServiceState>>,
}

#[derive(Default)]
struct ServiceState {
    state: State,
    recorded: VecDeque<RecordedRequest>,
    kept: Option<usize>,
    limits: Option<SimulatedLimits>,
    script: Script,
}

impl Fake {
    /// Returns an account with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a client that talks to the fake.
    pub fn client(&self) -> Result<Client, BuildError> {
        self.client_builder().build()
    }

    /// Returns a builder of clients that talk to the fake.
    pub fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .token("fake-token")
            .transport(self.clone())
    }

    /// Scripts the reply to the next request, whatever the operation is.
    pub fn enqueue(&self, reply: Reply) {
        self.lock().script.queue.push_back(reply);
    }

    /// Scripts the reply to the next request of an operation. Its ID follows method and path in the
    /// documentation of the client's method (`id`), and is in [`Request::operation`](crate::Request::operation).
    ///
    /// # Errors
    ///
    /// The API has no operation of this ID; the message lists those with similar ones.
    pub fn enqueue_for(&self, operation: &str, reply: Reply) -> Result<(), BuildError> {
        check_id(operation)?;
        let mut shared = self.lock();
        let queue = shared.script.queues.entry(operation.to_owned());
        queue.or_default().push_back(reply);
        Ok(())
    }

    /// Scripts the replies to all requests of an operation; where the function returns `None`, the fake responds by
    /// itself.
    ///
    /// # Errors
    ///
    /// The API has no operation of this ID; the message lists those with similar ones.
    pub fn handle(
        &self,
        operation: &str,
        handler: impl Fn(&RecordedRequest) -> Option<Reply> + Send + Sync + 'static,
    ) -> Result<(), BuildError> {
        check_id(operation)?;
        let handlers = &mut self.lock().script.handlers;
        handlers.insert(operation.to_owned(), Arc::new(handler));
        Ok(())
    }

    /// Scripts the replies to all requests; where the function returns `None`, the fake responds by itself.
    pub fn handle_all(
        &self,
        handler: impl Fn(&RecordedRequest) -> Option<Reply> + Send + Sync + 'static,
    ) {
        self.lock().script.handler = Some(Arc::new(handler));
    }

    /// Returns a description of each enqueued reply that no request has taken. A test ends with
    /// `assert!(fake.unused_replies().is_empty())` if all of them are expected to be used.
    pub fn unused_replies(&self) -> Vec<String> {
        self.lock().script.unused()
    }

    /// Returns the requests that arrived, in order. Refused connections are not part of them.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.lock().recorded.iter().cloned().collect()
    }

    /// Enforces rate limits as the API does: status 429 beyond them, and headers with the remaining
    /// requests. The special limits of some operations apply in addition.
    pub fn enforce_limits(&self, per_minute: usize, per_hour: usize) {
        self.lock().limits = Some(SimulatedLimits::new(per_minute, per_hour));
    }

    /// Keeps only the newest requests; by default, all are kept.
    pub fn keep_requests(&self, newest: usize) {
        self.lock().kept = Some(newest);
    }

    /// Forgets the recorded requests.
    pub fn forget_requests(&self) {
        self.lock().recorded.clear();
    }

    fn lock(&self) -> MutexGuard<'_, ServiceState> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries a request out, and returns the reply.
    fn reply(&self, request: &TransportRequest, body: Bytes) -> Result<Reply, TransportError> {
        let recorded = RecordedRequest {
            known: KnownOperation::of(request.operation, request.url.path()),
            operation: request.operation,
            attempt: request.attempt,
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body,
            awaited: request.awaited,
        };
        let (planned, handler) = self.plan(&recorded);
        if planned.as_ref().and_then(|reply| reply.fault) != Some(Fault::ConnectionRefused) {
            self.record(recorded.clone());
        }
        // A handler may send requests to the fake, so nothing is locked.
        let handle = || handler.as_ref().and_then(|handler| handler(&recorded));
        let is_queued = planned.is_some();
        let planned = planned.or_else(handle);
        let fault = planned.as_ref().and_then(|reply| reply.fault);
        match fault {
            Some(Fault::ConnectionRefused) => {
                return Err(broken(TransportErrorKind::Connect, "connection refused"));
            }
            Some(Fault::ResetBeforeRead) => {
                return Err(broken(TransportErrorKind::Interrupted, "connection reset"));
            }
            _ => {}
        }
        let mut reply = match planned {
            Some(reply) if !reply.is_unchanged => reply,
            _ => {
                let handled = if is_queued { handle() } else { None };
                let handled = handled.filter(|reply| !reply.is_unchanged);
                handled.unwrap_or_else(|| self.lock().state.respond(&recorded))
            }
        };
        if fault == Some(Fault::ResetAfterRead) {
            return Err(broken(TransportErrorKind::Interrupted, "connection reset"));
        }
        reply.fault = fault;
        Ok(match &self.lock().limits {
            Some(limits) => limits.report(reply),
            None => reply,
        })
    }

    /// Returns the enqueued reply to a request, and the handler of its operation.
    fn plan(&self, request: &RecordedRequest) -> (Option<Reply>, Option<Handler>) {
        let mut shared = self.lock();
        let id = request.known.id;
        // A request that does not arrive does not count, and a refused one takes no reply from the queue.
        let next = shared.script.next(id);
        let arrives = next.is_none_or(|reply| reply.fault.is_none_or(Fault::lets_arrive));
        let limits = shared.limits.as_mut().filter(|_| arrives);
        if let Some(refusal) = limits.and_then(|limits| limits.count(request)) {
            return (Some(refusal), None);
        }
        (shared.script.take(id), shared.script.handler(id))
    }

    fn record(&self, request: RecordedRequest) {
        let mut shared = self.lock();
        shared.recorded.push_back(request);
        if shared.kept.is_some_and(|kept| shared.recorded.len() > kept) {
            shared.recorded.pop_front();
        }
    }
}

impl Transport for Fake {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let body = match &request.body {
                Some(payload) => {
                    let body = payload.clone().collect().await;
                    body.map_err(TransportError::unreadable)?
                }
                None => Bytes::new(),
            };
            let reply = self.reply(&request, body)?;
            Ok(respond(reply).await)
        })
    }

    fn is_in_process(&self) -> bool {
        true
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fake").finish_non_exhaustive()
    }
}
