//! The client and its settings.

pub(crate) mod builder;
pub(crate) mod credential;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod from_env;
pub(crate) mod hosts;
pub(crate) mod middleware;
pub(crate) mod options;
pub(crate) mod process;
pub(crate) mod retry;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub(crate) mod runtime_thread;

use std::{fmt, sync::Arc, time::Duration};

use http::HeaderValue;

use crate::runtime::client::hosts::Hosts;
use crate::runtime::client::middleware::Middleware;
use crate::runtime::client::process::OwnProcess;
use crate::runtime::client::retry::RetryPolicy;
use crate::runtime::operation::drift_reporter::DriftReporter;
use crate::runtime::rate_limit::Governor;
use crate::runtime::transport::Transport;

/// A client of the API.
///
/// Its clones share connections, credentials, the rate governor and all settings: build one client
/// for a program, and clone it. [`new`](#method.new), [`from_env`](#method.from_env) and
/// [`builder`](#method.builder) return one. Each group of operations is a method; [`request`](#method.request)
/// calls what no method covers.
///
/// # Troubleshooting
///
/// - **Calls end with "outside of a tokio runtime"**: connections and time limits need one.
///   `#[tokio::main]` creates it; without async there is `call` of [`Request`](crate::Request), with
///   the feature `blocking`.
/// - **Calls end with "before this process was forked"**: connections and the threads that drive
///   them stay behind in the old process. Build a client after the fork.
/// - **Calls hang until their time limit, in a program with several runtimes**: a connection is
///   driven by the runtime that opened it, and is kept for later calls. A connection of a
///   current-thread runtime makes no progress while that runtime's `block_on` does not run, and a
///   call from another runtime that uses it waits in vain. Build a client for each such runtime,
///   as tests with `#[tokio::test]` do, or use one multi-thread runtime, whose own threads drive
///   connections. The same applies to awaiting some calls on a current-thread runtime and making
///   others by `call()`, which uses a thread of the client.
/// - **A call ends with an error before it is sent**: [`Error::is_build`](crate::Error::is_build).
///   The text says what to set or change.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

/// The shared state of a client's clones.
pub(crate) struct Shared {
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) is_own_transport: bool,
    pub(crate) hosts: Hosts,
    pub(crate) user_agent: HeaderValue,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) timeout: Duration,
    pub(crate) stream_idle_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_error_bytes: usize,
    pub(crate) read_only: bool,
    pub(crate) drift: Arc<DriftReporter>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) governor: Option<Governor>,
    pub(crate) process: OwnProcess,
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) blocking: crate::runtime::client::runtime_thread::RuntimeThread,
}

impl Client {
    /// Returns the rate governor, if the client has one.
    pub fn governor(&self) -> Option<&Governor> {
        self.shared.governor.as_ref()
    }
}

/// Shows the base URL, and nothing of the credentials.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.hosts.api.as_str())
            .field("read_only", &self.shared.read_only)
            .finish_non_exhaustive()
    }
}
