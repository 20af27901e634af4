use std::fmt;
use std::time::Duration;

use redis::{Client, IntoConnectionInfo as _};
use sha2::{Digest as _, Sha256};

use crate::generated::facts::FACTS;
use crate::runtime::codec::Secret;
use crate::runtime::operation::build_error::BuildError;

/// Where several processes count the calls of one token: a Redis or Valkey server. For
/// [`Governor::shared`](super::super::Governor::shared).
///
/// The limits of the API apply to a token. Where several processes use one (replicas of a controller,
/// jobs, a command line), each with a governor of its own, they exceed the limits together. With this
/// they keep them as if they were one process: calls are admitted by the server, in one round trip for
/// all calls of a process that wait at that time; urgent ones come first, whichever process makes
/// them; processes that wait at the same time come to the same part of each window.
///
/// **Separate tokens are the better solution** where the programs have nothing to do with each other:
/// each has limits of its own, none can use up those of another, no server has to run, and each
/// can have the scopes that it needs and no others.
///
/// # What is stored
///
/// Names, times and counts, below keys with a hash of the token and never the token itself. All keys
/// expire an hour after the last call at the latest. One process is known by a random name.
///
/// # If the server is slow, unreachable, or loses what it knew
///
/// No call waits longer than it may, whatever the server does: a response that takes longer than
/// [`response_timeout`](Self::response_timeout) is not waited for, and from then on the server counts
/// as unreachable. What happens then is the choice of [`Outage`]: by default each process keeps to an
/// equal share of the limits, of which it knows how much is used. It tries to reach the server about
/// twice a second. Once it responds again, nobody is admitted by it for 1.5 s: within that time all
/// processes report what they counted meanwhile, also what the server lost if it was restarted
/// without its data or with old data. Only then does it admit calls again, so that no burst follows an outage.
///
/// A process that ends or is killed loses its own calls and no more: those that were under way count
/// until they would have timed out, and others take its turn within a second.
///
/// Calls can be refused (429, which the client repeats) if only some of the processes lose the
/// server, for the others do not know of their shares; if a process starts during an outage, for it
/// does not know how many there are ([`processes`](Self::processes)); if many calls of a process that
/// had none before were admitted in the last second before an outage, for the others only estimate
/// them; and if others use the token without this. The headers of responses correct the counts of all processes.
///
/// The server needs to run scripts and `INFO`, and should not evict keys. A key space that is
/// partitioned (cluster mode) needs a client of its own and is not supported. For TLS (`rediss://`)
/// add the crate `redis` with its feature `tokio-rustls-comp` or `tokio-native-tls-comp` to your
/// dependencies.
///
/// ```no_run
/// use digitalocean::rate_limit::{Limits, SharedLimits};
/// use digitalocean::{Client, Governor};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let token = std::env::var("DIGITALOCEAN_TOKEN")?;
/// let shared = SharedLimits::redis("redis://10.10.0.5/", token.as_str())?;
/// let governor = Governor::shared(&Limits::default().reserve(10), &shared);
/// let client = Client::builder().token(token).governor(governor).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SharedLimits(Settings);

/// Decides about calls while the server that counts them does not respond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outage {
    /// Each process keeps to an equal share of the limits, less what is used of them already. A call
    /// that needs more of a special limit than the share waits for the server.
    #[default]
    LocalShare,
    /// Calls fail at once (`Error::is_rate_limited`). Those that wait when the outage is noticed fail
    /// then.
    Fail,
}

#[derive(Clone)]
pub(super) struct Settings {
    pub(super) client: Client,
    /// The start of all keys, with the hash of the token.
    pub(super) prefix: String,
    pub(super) outage: Outage,
    pub(super) processes: usize,
    pub(super) response_timeout: Duration,
}

impl SharedLimits {
    /// Counts the calls of a token on a Redis or Valkey server, `redis://[user:password@]host[:port][/database]`
    /// or `unix:///path`. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// The URL is invalid.
    pub fn redis(url: &str, token: impl Into<Secret>) -> Result<Self, BuildError> {
        let invalid = |error: redis::RedisError| {
            BuildError::new(
                "invalid URL of the Redis server; use redis://[user:password@]host[:port][/database]",
            )
            .with_source(error)
        };
        let address = url.into_connection_info().map_err(invalid)?;
        let client = Client::open(address).map_err(invalid)?;
        Ok(Self(Settings {
            client,
            prefix: key_prefix(&token.into()),
            outage: Outage::default(),
            processes: 10,
            response_timeout: Duration::from_millis(500),
        }))
    }

    /// Sets what happens while the server does not respond, by default [`Outage::LocalShare`].
    pub fn outage(mut self, outage: Outage) -> Self {
        self.0.outage = outage;
        self
    }

    /// Sets how many processes a process assumes that could not reach the server since it was started,
    /// 10 by default. Once it has reached it, the number is known.
    pub fn processes(mut self, processes: usize) -> Self {
        self.0.processes = processes.max(1);
        self
    }

    /// Sets how long to wait for a response of the server, half a second by default.
    pub fn response_timeout(mut self, timeout: Duration) -> Self {
        self.0.response_timeout = timeout;
        self
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0
    }
}

/// Returns the start of the keys for a token. The braces keep all keys in one slot.
fn key_prefix(token: &Secret) -> String {
    let hash = Sha256::new_with_prefix(b"rate limits of the token ")
        .chain_update(token.expose())
        .finalize();
    let start: String = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{}:{{{start}}}", FACTS.product.name)
}

/// Shows neither the token nor the address, which may contain a password.
impl fmt::Debug for SharedLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedLimits")
            .field("outage", &self.0.outage)
            .field("processes", &self.0.processes)
            .field("response_timeout", &self.0.response_timeout)
            .finish_non_exhaustive()
    }
}
