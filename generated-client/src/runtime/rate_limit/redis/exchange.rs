use std::pin::pin;
use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;

use tracing::{info, warn};

use crate::runtime::platform::time::{Instant, timeout_at};
use crate::runtime::rate_limit::queue::Queue;
use crate::runtime::rate_limit::redis::connection::Connection;
use crate::runtime::rate_limit::redis::message::{CallGroup, ScriptReply};
use crate::runtime::rate_limit::redis::settings::Outage;
use crate::runtime::rate_limit::redis::state::{CountingMode, HEARTBEAT, LinkState, RETRY};
use crate::runtime::rate_limit::redis::store::SharedStore;
use crate::runtime::rate_limit::shared_queue::SharedQueue;

/// How long news of calls that have ended wait for others.
const COLLECT: Duration = Duration::from_millis(5);

/// How long the task waits at most without anything to do.
const IDLE: Duration = Duration::from_secs(60);

/// The most calls of one lane that one request asks for.
const ASKED: usize = 250;

/// Exchanges what a process has and wants with the server, one request at a time.
pub(super) struct Exchange {
    queue: Weak<Mutex<SharedQueue>>,
    store: SharedStore,
    last: Option<Instant>,
    /// When there was something to report first.
    news_since: Option<Instant>,
    /// The number of calls that had come when the server was asked last.
    arrivals: u64,
    retry_at: Option<Instant>,
}

enum NextExchange {
    Wait(Instant),
    Send {
        pools: Vec<&'static str>,
        request: serde_json::Value,
    },
}

impl Exchange {
    pub(super) fn new(queue: Weak<Mutex<SharedQueue>>, store: SharedStore) -> Self {
        Self {
            queue,
            store,
            last: None,
            news_since: None,
            arrivals: 0,
            retry_at: None,
        }
    }

    /// Runs until the governor is dropped.
    pub(super) async fn run(mut self) {
        let mut connection = Connection::new(self.store.lock().settings.clone());
        while let Some(next) = self.with_queue(Self::next) {
            match next {
                NextExchange::Wait(until) => {
                    let _ = timeout_at(until, self.store.news.notified()).await;
                }
                NextExchange::Send { pools, request } => {
                    let sent = Instant::now();
                    let mut exchange = pin!(connection.exchange(&pools, &request));
                    let result = loop {
                        let Some(wake) = self.with_queue(Self::admit_alone) else {
                            return;
                        };
                        if let Ok(result) = timeout_at(wake, exchange.as_mut()).await {
                            break result;
                        }
                    };
                    let reply = result.and_then(|text| {
                        ScriptReply::read(&text)
                            .ok_or_else(|| format!("unexpected response {text:?}"))
                    });
                    self.with_queue(|this, queue, now| this.receive(queue, reply, sent, now));
                }
            }
        }
    }

    fn with_queue<T>(
        &mut self,
        act: impl FnOnce(&mut Self, &mut Queue, Instant) -> T,
    ) -> Option<T> {
        let shared = self.queue.upgrade()?;
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        Some(act(self, &mut shared.queue, Instant::now()))
    }

    /// Admits what may be sent without the server, and returns when there may be more.
    fn admit_alone(&mut self, queue: &mut Queue, now: Instant) -> Instant {
        queue.admit(now);
        let state = &mut *self.store.lock();
        let (groups, _) = groups(queue, state);
        share_due(&groups, state, now).unwrap_or(now + IDLE)
    }

    /// Admits what may be sent, and returns what to do next.
    fn next(&mut self, queue: &mut Queue, now: Instant) -> NextExchange {
        queue.admit(now);
        let store = self.store.clone();
        let state = &mut *store.lock();
        let (groups, more) = groups(queue, state);
        if queue.is_empty() {
            state.return_grants();
        }
        let arrivals = queue.arrivals();
        if state.pools.iter().any(|pool| pool.has_news()) {
            self.news_since.get_or_insert(now);
        }
        let waits = !groups.is_empty();
        let at = self.next_at(state, waits, arrivals, now);
        if at.is_some_and(|at| at <= now) {
            self.arrivals = arrivals;
            self.news_since = None;
            let request = state.request(groups, more, now);
            let pools = state.pools.iter().map(|pool| pool.name).collect();
            return NextExchange::Send { pools, request };
        }
        let at = at.unwrap_or(now + IDLE);
        let share = share_due(&groups, state, now);
        NextExchange::Wait(share.map_or(at, |share| at.min(share)))
    }

    /// Returns when the next request is to be sent.
    fn next_at(
        &self,
        state: &LinkState,
        waits: bool,
        arrivals: u64,
        now: Instant,
    ) -> Option<Instant> {
        if state.mode == CountingMode::Alone {
            let is_needed = waits || state.is_active(now) || self.news_since.is_some();
            return self.retry_at.filter(|_| is_needed);
        }
        let asks = state.mode != CountingMode::Joining || state.ask_at.is_none();
        let ask = match waits {
            true if asks && arrivals > self.arrivals && !is_settling(state.mode) => Some(now),
            true => Some(state.ask_at.unwrap_or(now)),
            false => None,
        };
        let news = self.news_since.map(|since| since + COLLECT);
        let is_active = waits || state.is_active(now);
        let heartbeat = self.last.filter(|_| is_active).map(|last| last + HEARTBEAT);
        [ask, news, heartbeat].into_iter().flatten().min()
    }

    fn receive(
        &mut self,
        queue: &mut Queue,
        reply: Result<ScriptReply, String>,
        sent: Instant,
        now: Instant,
    ) {
        self.last = Some(now);
        let store = self.store.clone();
        let mut state = store.lock();
        let was_lost = state.mode == CountingMode::Alone;
        match reply {
            Ok(reply) => {
                state.receive(reply, sent, now);
                drop(state);
                if was_lost {
                    info!("the server of the shared rate limits responds again");
                }
                self.retry_at = None;
            }
            Err(error) => {
                state.lose_server(sent, now);
                let fails = state.settings.outage == Outage::Fail;
                drop(state);
                if !was_lost {
                    warn!(
                        error,
                        "the server of the shared rate limits does not respond"
                    );
                    if fails {
                        queue.notify_all();
                    }
                }
                // Not all processes at once.
                self.retry_at = Some(now + RETRY.mul_f64(0.75 + fastrand::f64() / 4.0));
            }
        }
        queue.admit(now);
    }
}

/// Returns when the share of this process has room for the next call.
fn share_due(groups: &[CallGroup], state: &mut LinkState, now: Instant) -> Option<Instant> {
    let group = groups.first()?;
    let due = state.share_due_of(&group.charges, group.is_urgent, 0, now)?;
    Some(due.max(now + COLLECT))
}

fn is_settling(mode: CountingMode) -> bool {
    matches!(mode, CountingMode::Settling(_))
}

/// Returns the calls that wait and were not granted yet, in order, and how many more there are.
fn groups(queue: &mut Queue, state: &mut LinkState) -> (Vec<CallGroup>, usize) {
    let waiting = queue.waiting(ASKED);
    let mut groups: Vec<CallGroup> = Vec::new();
    for (waiter, calls) in &waiting.groups {
        let cost = &waiter.cost;
        groups.push(CallGroup {
            is_urgent: cost.is_urgent,
            charges: state.charges(cost),
            longest: cost.longest.min(super::state::MAX_WINDOW),
            calls: *calls,
        });
    }
    for grant in &state.grants {
        let mut same = groups.iter_mut();
        let same = same.find(|group| {
            group.calls > 0 && group.is_urgent == grant.is_urgent && group.charges == grant.charges
        });
        if let Some(group) = same {
            group.calls -= 1;
        }
    }
    groups.retain(|group| group.calls > 0);
    (groups, waiting.more)
}
