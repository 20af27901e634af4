//! Keeps calls within the rate limits of the API, instead of running into them.
//!
//! This uses no limiter library. The well-kept ones smooth calls by a leaky bucket or count fixed
//! windows; none of them keeps sliding windows of two lengths, corrects them by response headers,
//! and serves those that wait in order. A window by itself is only a queue of times.

mod admissions;
mod budget;
mod call_cost;
mod lane;
mod limits;
mod pool;
mod prefix_sums;
mod queue;
mod queue_state;
mod queued_call;
#[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
mod redis;
mod server_hint;
mod shared_queue;
mod store;
mod window;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::generated::facts::FACTS;
use crate::runtime::operation::counted::{Counted, buckets};
use crate::runtime::operation::meta::{Meta, Server};
use crate::runtime::platform::time::{Instant, timeout_at};
use crate::runtime::rate_limit::budget::Budget;
use crate::runtime::rate_limit::call_cost::CallCost;
use crate::runtime::rate_limit::queue::Denied;
use crate::runtime::rate_limit::queued_call::QueuedCall;
use crate::runtime::rate_limit::shared_queue::SharedQueue;
use crate::runtime::rate_limit::store::LimitHeaders;

pub use limits::Limits;
#[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
pub use redis::{Outage, SharedLimits};

/// Admits calls as fast as the rate limits allow. Clones share the limits, which are those of one
/// token: each token needs a governor of its own.
///
/// It counts every call in both windows of the API (an hour and a minute, both sliding) and in the
/// special limit of its operation. Where the headers of responses report less room, because other
/// programs use the same token, they are obeyed. Calls that have to wait are admitted in order;
/// urgent ones ([`Request::urgent`](crate::Request::urgent)) are admitted first, and may use a reserve ([`Limits::reserve`]).
/// Calls that wait for a special limit do not delay others.
///
/// A call whose wait would exceed its time limit (5 minutes unless set otherwise) fails at once. The
/// error contains the length of that wait ([`Error::retry_after`](crate::Error::retry_after)). Give calls a longer limit where
/// many are made at once.
///
/// A call that is not polled for a second when it is admitted, or when it should check whether there
/// is room, loses its turn to the next one, and comes first when it is polled again.
///
/// ```
/// use digitalocean::Governor;
/// use digitalocean::rate_limit::Limits;
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let fake = Fake::new();
/// let governor = Governor::new(&Limits::default().reserve(10));
/// let client = fake.client_builder().governor(governor.clone()).build()?;
/// client.droplets().list().await?;
/// assert!(governor.predicted_wait().is_zero());
/// client.account().get().urgent().await?; // is admitted before those that wait
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Governor {
    shared: Arc<Mutex<SharedQueue>>,
    counted: &'static [Counted],
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    link: Option<Arc<redis::Link>>,
}

impl Default for Governor {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

impl Governor {
    /// Returns a governor for these limits, none of which is used yet.
    pub fn new(limits: &Limits) -> Self {
        Self {
            shared: SharedQueue::new(Box::new(Budget::new(limits))),
            counted: FACTS.counted,
            #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
            link: None,
        }
    }

    /// Returns a governor for limits that other processes use as well, through a Redis or Valkey
    /// server. All of them need the same limits.
    ///
    /// It connects with the first call, and has to be used within a Tokio runtime.
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    pub fn shared(limits: &Limits, shared: &SharedLimits) -> Self {
        let link = redis::Link::new(limits, shared);
        Self {
            shared: SharedQueue::new(link.store()),
            counted: FACTS.counted,
            link: Some(Arc::new(link)),
        }
    }

    /// Waits until other processes know which calls of this one have ended, a second at most. For
    /// programs that end after a few calls: without it, their last calls count three seconds longer.
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    pub async fn flush(&self) {
        if let Some(link) = &self.link {
            link.flush().await;
        }
    }

    /// Predicts how long a call that came now would wait.
    pub fn predicted_wait(&self) -> Duration {
        let cost = CallCost {
            charges: Vec::new(),
            is_urgent: false,
            longest: Duration::ZERO,
        };
        self.lock().queue.predicted_wait(&cost, Instant::now())
    }

    /// Returns the number of calls that wait.
    pub fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Replaces the operations with special limits.
    #[cfg(all(test, feature = "fake"))]
    pub(crate) fn counting(mut self, counted: &'static [Counted]) -> Self {
        self.counted = counted;
        self
    }

    /// Waits until a call may be sent.
    pub(crate) async fn admit(&self, call: &LimitedCall<'_>) -> Result<Permit, NotAdmitted> {
        let mut permit = self.enter(call);
        loop {
            let polled = self.lock().queue.poll(&permit.waiter, Instant::now());
            match polled {
                Ok(()) => break,
                Err(Denied::TooLong(wait)) => return Err(NotAdmitted::TooLong(wait)),
                Err(Denied::Unavailable) => return Err(NotAdmitted::Unavailable),
                // It polls again whether the time has come or it is notified.
                Err(Denied::Until(until)) => {
                    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
                    if let Some(link) = &self.link {
                        link.notify(&self.shared);
                    }
                    let _ = timeout_at(until, permit.waiter.notify.notified()).await;
                }
            }
        }
        permit.stop_waiting();
        Ok(permit)
    }

    /// Predicts how long a call would wait.
    pub(crate) fn predicted_wait_of(&self, call: &LimitedCall<'_>) -> Duration {
        let cost = call.cost(self.counted);
        self.lock().queue.predicted_wait(&cost, Instant::now())
    }

    fn enter(&self, call: &LimitedCall<'_>) -> Permit {
        let cost = call.cost(self.counted);
        let mut shared = self.lock();
        shared.waiting += 1;
        let waiter = shared.queue.waiter(cost, call.deadline);
        Permit {
            governor: self.clone(),
            waiter,
            stage: Stage::Waiting,
        }
    }

    fn lock(&self) -> MutexGuard<'_, SharedQueue> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a call may not be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NotAdmitted {
    /// Its wait would take longer than it may: this long at least.
    TooLong(Duration),
    /// The server that counts the calls of several processes does not respond.
    Unavailable,
}

/// A call that wants to be sent.
pub(crate) struct LimitedCall<'a> {
    pub(crate) meta: &'static Meta,
    pub(crate) method: &'a Method,
    /// The path, if the caller wrote it.
    pub(crate) path: Option<&'a str>,
    pub(crate) body: Option<&'a Bytes>,
    pub(crate) is_urgent: bool,
    /// Until when it may wait.
    pub(crate) deadline: Instant,
    /// How long it may take once it is sent.
    pub(crate) longest: Duration,
}

impl LimitedCall<'_> {
    /// Returns whether the limits apply to its host.
    pub(crate) fn is_governed(&self) -> bool {
        self.meta.server == Server::Api
    }

    fn cost(&self, counted: &[Counted]) -> CallCost {
        let buckets = buckets(counted, self.method, self.path, self.meta.path);
        CallCost::new(buckets, self.body, self.is_urgent, self.longest)
    }
}

/// A call's place among those that wait, and later its permission to be sent. The call counts while
/// it is under way and for the length of the windows after that. Dropping this removes the call.
pub(crate) struct Permit {
    governor: Governor,
    waiter: Arc<QueuedCall>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Sent,
    Settled,
}

impl Permit {
    /// Ends the call with its response, and records what that reports about the limits.
    pub(crate) fn settle(mut self, status: StatusCode, headers: &HeaderMap) {
        self.stage = Stage::Settled;
        let queue = &mut self.governor.lock().queue;
        let outcome = LimitHeaders { status, headers };
        queue.settle(&self.waiter, &outcome, Instant::now());
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
        shared.queue.leave(&self.waiter, Instant::now());
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
