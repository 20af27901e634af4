//! Keeps calls within the rate limits of the API, instead of running into them.

mod limits;
mod state;
mod window;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::sync::{Mutex as Turns, Notify};
use tokio::time::{Instant, timeout_at};

use crate::runtime::codec;
use crate::runtime::governor::state::{Charge, State};
use crate::runtime::meta::{Bucket, Meta, Server};

pub use limits::Limits;

/// Lets calls through as fast as the rate limits allow. Clones share the limits.
///
/// It counts every call in both windows of the API (an hour and a minute, both sliding) and in the
/// special limit of its operation, and believes the headers of the answers where they know more:
/// other programs may use the same token. Calls that have to wait are served in order; urgent ones
/// (`Request::urgent`) pass them, and may use a reserve. A call waits no longer than its time limit.
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
    shared: Arc<Shared>,
}

/// The lock that the next call of one limit holds.
type Turn = Arc<Turns<()>>;

struct Shared {
    state: Mutex<State>,
    /// Held by the call that is next. The lock is fair.
    turn: Turns<()>,
    /// The same for each special limit, so that its calls do not keep others waiting.
    turns: Mutex<Vec<(&'static str, Turn)>>,
    changed: Notify,
}

impl Default for Governor {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

impl Governor {
    /// Returns a governor for these limits, of which nothing is used.
    pub fn new(limits: &Limits) -> Self {
        Self {
            shared: Arc::new(Shared {
                state: Mutex::new(State::new(limits)),
                turn: Turns::default(),
                turns: Mutex::default(),
                changed: Notify::new(),
            }),
        }
    }

    /// Returns how long a call that came now would wait, as far as can be foreseen.
    pub fn predicted_wait(&self) -> Duration {
        self.lock().predicted_wait(Instant::now())
    }

    /// Returns the number of calls that wait.
    pub fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Waits until a call may be sent, `None` where no limit is known for its host.
    pub(crate) async fn admit(
        &self,
        meta: &'static Meta,
        body: Option<&Bytes>,
        urgent: bool,
    ) -> Option<Permit> {
        if !Self::knows(meta) {
            return None;
        }
        let _waiting = Waiting::new(self);
        let buckets = meta.buckets.iter().copied();
        let charges: Vec<_> = buckets.map(|bucket| Charge::new(bucket, body)).collect();
        // By name, so that no two calls wait for each other.
        let mut turns = Vec::with_capacity(charges.len());
        for &charge in &charges {
            turns.push(self.turn_of(charge.bucket).lock_owned().await);
            self.wait(|state, now| state.bucket_is_free(charge, now))
                .await;
        }
        let _turn = match urgent {
            true => None,
            false => Some(self.shared.turn.lock().await),
        };
        self.wait(|state, now| state.take(&charges, urgent, now))
            .await;
        Some(Permit {
            governor: self.clone(),
            charges,
            is_settled: false,
        })
    }

    /// Returns whether the limits are those of the operation's host.
    pub(crate) fn knows(meta: &Meta) -> bool {
        meta.server == Server::Api
    }

    fn turn_of(&self, bucket: Bucket) -> Arc<Turns<()>> {
        let turns = self.shared.turns.lock();
        let mut turns = turns.unwrap_or_else(PoisonError::into_inner);
        if let Some((_, turn)) = turns.iter().find(|(name, _)| *name == bucket.name) {
            return Arc::clone(turn);
        }
        let turn = Arc::default();
        turns.push((bucket.name, Arc::clone(&turn)));
        turn
    }

    /// Tries until there is room, each time when there may be.
    async fn wait(&self, attempt: impl Fn(&mut State, Instant) -> Result<(), Instant>) {
        loop {
            let changed = self.shared.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            let Err(until) = attempt(&mut self.lock(), Instant::now()) else {
                return;
            };
            // Either end of the wait leads to another try.
            let _ = timeout_at(until, changed).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to send one call, which counts as long as the call is on its way and its time after.
pub(crate) struct Permit {
    governor: Governor,
    charges: Vec<Charge>,
    is_settled: bool,
}

impl Permit {
    /// Takes in what an answer tells.
    pub(crate) fn settle(mut self, status: StatusCode, headers: &HeaderMap) {
        self.is_settled = true;
        let now = Instant::now();
        let mut state = self.governor.lock();
        state.finish(&self.charges, now);
        state.learn(status, headers, now);
        drop(state);
        self.governor.shared.changed.notify_waiters();
    }
}

/// A call without an answer may have been counted.
impl Drop for Permit {
    fn drop(&mut self) {
        if !self.is_settled {
            self.governor.lock().finish(&self.charges, Instant::now());
            self.governor.shared.changed.notify_waiters();
        }
    }
}

impl Charge {
    /// Returns what a call takes of a special limit.
    fn new(bucket: Bucket, body: Option<&Bytes>) -> Self {
        let count = bucket.counts.map_or(1, |array| {
            let json = body.and_then(|body| codec::json(body).ok());
            let elements = json.as_ref().and_then(|json| json.get(array)?.as_array());
            elements.map_or(1, Vec::len)
        });
        Self { bucket, count }
    }
}

/// Counts a call as waiting until it is let through or given up.
struct Waiting<'a>(&'a Governor);

impl<'a> Waiting<'a> {
    fn new(governor: &'a Governor) -> Self {
        governor.lock().waiting += 1;
        Self(governor)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.lock().waiting -= 1;
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
