//! Keeps calls within the rate limits of the API, instead of running into them.
//!
//! No library stands underneath. Those that are well kept smooth calls by a leaky bucket or count
//! fixed windows; none keeps sliding windows of two lengths, lets what the server tells correct
//! them, and serves those that wait in order, and a window by itself is a queue of times.

mod budget;
mod demand;
mod limits;
mod pool;
mod queue;
mod told;
mod window;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, timeout_at};

use crate::runtime::operation::meta::{Meta, Server};
use crate::runtime::rate_limit::budget::{Budget, Decision};
use crate::runtime::rate_limit::demand::Demand;
use crate::runtime::rate_limit::queue::{Held, Queue, Ticket};

pub use limits::Limits;

/// Lets calls through as fast as the rate limits allow. Clones share the limits, which are those of
/// one token: each token needs a governor of its own.
///
/// It counts every call in both windows of the API (an hour and a minute, both sliding) and in the
/// special limit of its operation, and believes the headers of the answers where they know more:
/// other programs may use the same token. Calls that have to wait are served in order; urgent ones
/// (`Request::urgent`) pass them, and may use a reserve ([`Limits::reserve`]). Calls that wait for
/// a special limit keep no others waiting.
///
/// A call whose wait would exceed its time limit (5 minutes unless set otherwise) fails at once. The
/// error tells how long the wait would have been (`Error::retry_after`). Calls of which many are
/// made at once need a longer limit.
///
/// A call that has its turn and is not polled for a second loses it to the next, and goes first
/// when it is polled again.
///
/// ```
/// use digitalocean::{Governor, Limits};
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let fake = Fake::new();
/// let governor = Governor::new(&Limits::default().reserve(10));
/// let client = fake.client_builder().governor(governor.clone()).build()?;
/// client.droplets().list().await?;
/// assert!(governor.predicted_wait().is_zero());
/// client.account().get().urgent().await?; // passes those that wait
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Governor {
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    queue: Queue,
    /// The calls that wait, also those that nobody polls.
    waiting: usize,
}

impl Default for Governor {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

impl Governor {
    /// Returns a governor for these limits, of which nothing is used.
    pub fn new(limits: &Limits) -> Self {
        let shared = Shared {
            queue: Queue::new(Budget::new(limits)),
            waiting: 0,
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
        }
    }

    /// Returns how long a call that came now would wait, as far as can be foreseen.
    pub fn predicted_wait(&self) -> Duration {
        let demand = Demand {
            charges: Vec::new(),
            is_urgent: false,
        };
        self.lock().queue.predicted_wait(&demand, Instant::now())
    }

    /// Returns the number of calls that wait.
    pub fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Waits until a call may be sent. Returns how long it would have to wait at least, where that
    /// is too long.
    pub(crate) async fn admit(&self, call: &Caller<'_>) -> Result<Permit, Duration> {
        let mut permit = self.enter(call);
        loop {
            let held = self.lock().queue.look(&permit.ticket, Instant::now());
            match held {
                Ok(()) => break,
                Err(Held::TooLong(wait)) => return Err(wait),
                // Either end of the wait leads to another look.
                Err(Held::Until(until)) => {
                    let _ = timeout_at(until, permit.ticket.bell.notified()).await;
                }
            }
        }
        permit.stop_waiting();
        Ok(permit)
    }

    /// Returns how long a call would wait, as far as can be foreseen.
    pub(crate) fn foresee(&self, call: &Caller<'_>) -> Duration {
        let demand = call.demand();
        self.lock().queue.predicted_wait(&demand, Instant::now())
    }

    fn enter(&self, call: &Caller<'_>) -> Permit {
        let demand = call.demand();
        let mut shared = self.lock();
        shared.waiting += 1;
        let ticket = shared.queue.ticket(demand, call.deadline, call.longest);
        Permit {
            governor: self.clone(),
            ticket,
            stage: Stage::Waiting,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that wants to be sent.
pub(crate) struct Caller<'a> {
    pub(crate) meta: &'static Meta,
    pub(crate) body: Option<&'a Bytes>,
    pub(crate) is_urgent: bool,
    /// Until when it may wait.
    pub(crate) deadline: Instant,
    /// How long it may take once it is sent.
    pub(crate) longest: Duration,
}

impl Caller<'_> {
    /// Returns whether the limits are those of its host.
    pub(crate) fn is_governed(&self) -> bool {
        self.meta.server == Server::Api
    }

    fn demand(&self) -> Demand {
        Demand::new(self.meta, self.body, self.is_urgent)
    }
}

/// The right to send one call, which counts as long as the call is on its way and its time after.
/// Before it is one, it is a place among those that wait. Dropping it gives the place back.
pub(crate) struct Permit {
    governor: Governor,
    ticket: Arc<Ticket>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Sent,
    Settled,
}

impl Permit {
    /// Takes in what an answer tells.
    pub(crate) fn settle(mut self, status: StatusCode, headers: &HeaderMap) {
        self.stage = Stage::Settled;
        let queue = &mut self.governor.lock().queue;
        let answer = Decision { status, headers };
        queue.settle(&self.ticket, &answer, Instant::now());
    }

    fn stop_waiting(&mut self) {
        self.stage = Stage::Sent;
        self.governor.lock().waiting -= 1;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.stage == Stage::Settled {
            return;
        }
        let mut shared = self.governor.lock();
        if self.stage == Stage::Waiting {
            shared.waiting -= 1;
        }
        shared.queue.leave(&self.ticket, Instant::now());
    }
}

impl fmt::Debug for Governor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Governor")
            .field("waiting", &self.waiting())
            .field("predicted_wait", &self.predicted_wait())
            .finish_non_exhaustive()
    }
}
