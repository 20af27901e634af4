//! The client and its settings.

pub(crate) mod builder;
pub(crate) mod credential;
pub(crate) mod drift;
pub(crate) mod environment;
pub(crate) mod hosts;
pub(crate) mod middleware;
pub(crate) mod options;
pub(crate) mod retry;

use std::{fmt, sync::Arc, time::Duration};

use http::HeaderValue;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::drift::DriftReporter;
use crate::runtime::client::hosts::Hosts;
use crate::runtime::client::middleware::Middleware;
use crate::runtime::client::retry::RetryPolicy;
use crate::runtime::error::build_error::BuildError;
use crate::runtime::rate_limit::Governor;
use crate::runtime::transport::Transport;

/// A client of the DigitalOcean API.
///
/// Its clones share connections, credentials, the rate governor and all settings: clone it, and
/// make one client for a program.
///
/// # Troubleshooting
///
/// - **Calls end with "outside of a tokio runtime"**: connections and time limits need one.
///   `#[tokio::main]` makes it; without async there are the `blocking` calls.
/// - **Calls hang until their time limit, in a program with several runtimes**: a connection is
///   driven by the runtime that opened it, and waits for later calls. One that was opened on a
///   current-thread runtime stands still while nobody is in that runtime's `block_on`, and a call
///   from another runtime that gets it waits for nothing. Make a client for each such runtime, as
///   tests with `#[tokio::test]` do, or use one multi-thread runtime, whose own threads drive
///   it. The same goes for awaiting calls on a current-thread runtime and calling others by
///   `call()`, which happen on a thread of the client.
/// - **A call ends with an error before it is sent**: [`Error::is_build`](crate::Error::is_build).
///   The text says what to set or change.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

/// What a client's clones have in common.
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
    #[cfg(feature = "blocking")]
    pub(crate) blocking: crate::runtime::blocking::RuntimeThread,
}

impl Client {
    /// Returns a client with the token.
    pub fn new(token: impl Into<crate::runtime::codec::Secret>) -> Result<Self, BuildError> {
        Self::builder().token(token).build()
    }

    /// Returns a client with what the environment holds.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `DIGITALOCEAN_TOKEN`, then `DIGITALOCEAN_ACCESS_TOKEN` | API token |
    /// | `DIGITALOCEAN_API_URL` | base URL |
    /// | `MODEL_ACCESS_KEY`, then `GRADIENT_MODEL_ACCESS_KEY` | model access key |
    /// | `GRADIENT_AGENT_ACCESS_KEY` | agent key |
    /// | `GRADIENT_AGENT_ENDPOINT` | agent's address |
    ///
    /// Blanks and quotes around a value are removed. A value that is not UTF-8 is an error.
    pub fn from_env() -> Result<Self, BuildError> {
        ClientBuilder::from_env()?.build()
    }

    /// Returns the rate governor, if the client has one.
    pub fn governor(&self) -> Option<&Governor> {
        self.shared.governor.as_ref()
    }

    /// Returns a builder.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }
}

/// Shows the address, and nothing of the credentials.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.hosts.api.as_str())
            .field("read_only", &self.shared.read_only)
            .finish_non_exhaustive()
    }
}

pub(crate) fn from_env() -> Result<ClientBuilder, BuildError> {
    environment::read(|name| std::env::var(name))
}
