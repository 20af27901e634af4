use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::fake::answers::respond;
use crate::fake::known::Known;
use crate::fake::limits::Limits;
use crate::fake::state::State;
use crate::fake::{Fault, Recorded, Reply};
use crate::runtime::error::BuildError;
use crate::runtime::transport::{
    BoxFuture, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use crate::runtime::{Client, ClientBuilder, Transport};

/// The API in this process. Clones share everything.
#[derive(Clone, Default)]
pub struct Fake {
    shared: Arc<Mutex<Shared>>,
}

/// Answers one operation, `None` where the fake should.
type Handler = Arc<dyn Fn(&Recorded) -> Option<Reply> + Send + Sync>;

#[derive(Default)]
struct Shared {
    state: State,
    recorded: VecDeque<Recorded>,
    kept: Option<usize>,
    limits: Option<Limits>,
    queue: VecDeque<Reply>,
    queues: HashMap<String, VecDeque<Reply>>,
    handlers: HashMap<String, Handler>,
    handler: Option<Handler>,
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

    /// Answers the next request so, whatever it is.
    pub fn enqueue(&self, reply: Reply) {
        self.lock().queue.push_back(reply);
    }

    /// Answers the next request of an operation so. Operations are named by their ID.
    pub fn enqueue_for(&self, operation: &str, reply: Reply) {
        let mut shared = self.lock();
        shared
            .queues
            .entry(operation.to_owned())
            .or_default()
            .push_back(reply);
    }

    /// Answers all requests of an operation by a function.
    pub fn handle(
        &self,
        operation: &str,
        handler: impl Fn(&Recorded) -> Option<Reply> + Send + Sync + 'static,
    ) {
        self.lock()
            .handlers
            .insert(operation.to_owned(), Arc::new(handler));
    }

    /// Answers all requests by a function, `None` where the fake should.
    pub fn handle_all(&self, handler: impl Fn(&Recorded) -> Option<Reply> + Send + Sync + 'static) {
        self.lock().handler = Some(Arc::new(handler));
    }

    /// Returns what the fake was asked, in order. Connections that were refused are not part of it.
    pub fn requests(&self) -> Vec<Recorded> {
        self.lock().recorded.iter().cloned().collect()
    }

    /// Enforces rate limits as the API does: 429 beyond them, and headers that tell what is left.
    /// Beside those that are given, the special limits of some operations.
    pub fn enforce_limits(&self, per_minute: usize, per_hour: usize) {
        self.lock().limits = Some(Limits::new(per_minute, per_hour));
    }

    /// Keeps only the newest requests, of which there is no limit otherwise.
    pub fn keep_requests(&self, newest: usize) {
        self.lock().kept = Some(newest);
    }

    /// Forgets what the fake was asked.
    pub fn forget_requests(&self) {
        self.lock().recorded.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds the answer, and changes what the request changes.
    fn answer(&self, request: &TransportRequest, body: Bytes) -> Result<Reply, TransportError> {
        let recorded = Recorded {
            known: Known::of(request.operation, request.url.path()),
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
        // A handler may ask the fake itself, so nothing is locked.
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
                handled.unwrap_or_else(|| self.lock().state.answer(&recorded))
            }
        };
        if fault == Some(Fault::ResetAfterRead) {
            return Err(broken(TransportErrorKind::Interrupted, "connection reset"));
        }
        reply.fault = fault;
        Ok(match &self.lock().limits {
            Some(limits) => limits.tell(reply),
            None => reply,
        })
    }

    /// Returns the reply that was enqueued, and who answers where none was.
    fn plan(&self, request: &Recorded) -> (Option<Reply>, Option<Handler>) {
        let mut shared = self.lock();
        let id = request.known.id;
        // What does not arrive does not count, and what is refused takes no reply from the queue.
        let next = shared.queues.get(id).and_then(VecDeque::front);
        let next = next.or_else(|| shared.queue.front());
        let arrives = next.is_none_or(|reply| reply.fault.is_none_or(Fault::lets_arrive));
        let limits = shared.limits.as_mut().filter(|_| arrives);
        if let Some(refusal) = limits.and_then(|limits| limits.count(request)) {
            return (Some(refusal), None);
        }
        let queued = shared.queues.get_mut(id).and_then(VecDeque::pop_front);
        let queued = queued.or_else(|| shared.queue.pop_front());
        let handler = shared.handlers.get(id).or(shared.handler.as_ref());
        (queued, handler.cloned())
    }

    fn record(&self, request: Recorded) {
        let mut shared = self.lock();
        shared.recorded.push_back(request);
        if shared.kept.is_some_and(|kept| shared.recorded.len() > kept) {
            shared.recorded.pop_front();
        }
    }
}

pub(super) fn broken(kind: TransportErrorKind, what: &'static str) -> TransportError {
    TransportError::new(kind, what)
}

impl Transport for Fake {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let body = match &request.body {
                Some(payload) => payload.clone().collect().await?,
                None => Bytes::new(),
            };
            let reply = self.answer(&request, body)?;
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
