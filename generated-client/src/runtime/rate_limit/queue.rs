use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use tokio::sync::Notify;

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::admissions::Admissions;
use crate::runtime::rate_limit::call_cost::CallCost;
use crate::runtime::rate_limit::lane::{Lane, WaitingCall};
use crate::runtime::rate_limit::queue_state::{Admitted, QueueState};
use crate::runtime::rate_limit::queued_call::{Position, Priority, QueuedCall};
use crate::runtime::rate_limit::store::{Ahead, LimitHeaders, Mark, Store};
use crate::runtime::transport::saturating_time::after;

/// How long a call has to react, once it is admitted or once it is time to poll, before others are
/// admitted in its stead. It is also how long a call waits until it polls again if it is due and
/// cannot be admitted yet.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many of the next calls poll as soon as an admitted one has not reacted in time. One would do,
/// but some of them may not be polled either.
const EARLY_POLLS: usize = 16;

/// The calls that wait and those under way.
///
/// Calls poll when they are due. Whatever changes the state admits all calls that may be sent, in
/// order, and notifies them; room is reserved for each. A call that does not react, because its
/// future is not polled, loses its turn, and comes first when it is polled again.
///
/// Each step takes O(log n), and each call needs a few.
pub(super) struct Queue {
    store: Box<dyn Store>,
    lanes: Vec<Lane>,
    states: HashMap<u64, QueueState>,
    /// Admitted calls, which are given up after some time: they do not seem to be polled.
    /// Those that were not sent yet are separate.
    sent: Admissions,
    unsent: Admissions,
    last_id: u64,
    last_number: u64,
    /// When all calls were notified last.
    notified_all: Option<Instant>,
}

/// Why a call may not be sent yet.
pub(super) enum Denied {
    /// It should poll at this time, or when it is notified.
    Until(Instant),
    /// It cannot be admitted before its deadline: that takes this long at least.
    TooLong(Duration),
    /// When it may be sent is unknown.
    Unavailable,
}

impl Queue {
    pub(super) fn new(store: Box<dyn Store>) -> Self {
        Self {
            store,
            lanes: Vec::new(),
            states: HashMap::new(),
            sent: Admissions::default(),
            unsent: Admissions::default(),
            last_id: 0,
            last_number: 0,
            notified_all: None,
        }
    }

    /// Returns the waiter of a new call. The call takes part once it polls.
    pub(super) fn waiter(&mut self, cost: CallCost, deadline: Instant) -> Arc<QueuedCall> {
        self.last_id += 1;
        Arc::new(QueuedCall {
            id: self.last_id,
            cost,
            deadline,
            notify: Notify::new(),
        })
    }

    /// Admits a call, or returns why it has to wait.
    pub(super) fn poll(&mut self, waiter: &Arc<QueuedCall>, now: Instant) -> Result<(), Denied> {
        self.give_up(now);
        match self.states.get(&waiter.id) {
            None => self.enqueue(waiter, false, now),
            Some(QueueState::LostTurn) => self.enqueue(waiter, true, now),
            Some(QueueState::Waiting { lane, position }) => {
                let (lane, number) = (*lane, position.number);
                self.set_poll(lane, number, now);
            }
            Some(QueueState::Admitted(_)) => {}
        }
        self.admit(now);
        let (lane, position) = match self.states.get_mut(&waiter.id) {
            Some(QueueState::Admitted(call)) => {
                match call.is_sent {
                    true => self.sent.remove(),
                    false => self.unsent.remove(),
                }
                call.is_sent = true;
                call.until = after(now, waiter.cost.longest);
                self.sent.add(call.until, waiter.id);
                return Ok(());
            }
            Some(QueueState::Waiting { lane, position }) => (*lane, *position),
            // A call that polls is waiting or admitted.
            Some(QueueState::LostTurn) | None => return Err(Denied::Until(now + PATIENCE)),
        };
        if self.store.is_unavailable() {
            self.leave(waiter, now);
            return Err(Denied::Unavailable);
        }
        let ahead = self.ahead(&waiter.cost, position);
        let due = self.store.due(&waiter.cost, &ahead, now);
        if due > waiter.deadline || now >= waiter.deadline {
            self.leave(waiter, now);
            return Err(Denied::TooLong(due.duration_since(now)));
        }
        let polls_early = ahead.calls < self.unsent.len() + EARLY_POLLS;
        let polls_at = next_poll(due, self.first_unsent().filter(|_| polls_early), now);
        self.set_poll(lane, position.number, polls_at);
        Err(Denied::Until(polls_at.min(waiter.deadline)))
    }

    /// Removes a call, whether it waits, was admitted, or was sent.
    pub(super) fn leave(&mut self, waiter: &QueuedCall, now: Instant) {
        self.remove(waiter.id, now);
        self.admit(now);
    }

    /// Ends a call that got a response, and records what it reports.
    pub(super) fn settle(&mut self, waiter: &QueuedCall, outcome: &LimitHeaders<'_>, now: Instant) {
        // A call that was given up has been counted, and its response is too old to report anything.
        let mut is_later = false;
        if let Some(mark) = self.remove(waiter.id, now) {
            let before = self.next_due(&waiter.cost, now);
            self.store.observe(&waiter.cost, mark, outcome, now);
            let is_limited = outcome.status == StatusCode::TOO_MANY_REQUESTS;
            is_later = is_limited && self.next_due(&waiter.cost, now) >= before + PATIENCE;
        }
        self.admit(now);
        if is_later {
            self.notify_of_delay(now);
        }
    }

    /// Lets calls fail that have to wait longer than they can. If many responses ask for it at once,
    /// the first counts, and other calls fail when they poll.
    fn notify_of_delay(&mut self, now: Instant) {
        if self.notified_all.is_some_and(|last| now < last + PATIENCE) {
            return;
        }
        self.notified_all = Some(now);
        self.notify_all();
    }

    /// Notifies all calls, so that they poll.
    pub(super) fn notify_all(&self) {
        for call in self.lanes.iter().flat_map(Lane::iter) {
            call.waiter.notify.notify_one();
        }
    }

    /// Predicts how long a call that came now would wait.
    pub(super) fn predicted_wait(&mut self, cost: &CallCost, now: Instant) -> Duration {
        self.give_up(now);
        let ahead = self.ahead(cost, Position::last(cost.is_urgent));
        self.store.due(cost, &ahead, now).duration_since(now)
    }

    /// Predicts when there is room for a call if no other waits.
    fn next_due(&mut self, cost: &CallCost, now: Instant) -> Instant {
        self.store.due(cost, &Ahead::default(), now)
    }

    /// Returns the calls before a position that a call cannot pass. It passes those that wait for a
    /// special limit which does not concern it.
    fn ahead(&self, cost: &CallCost, position: Position) -> Ahead {
        let buckets: Vec<_> = cost.bucket_names().collect();
        let lanes = || {
            let lanes = self.lanes.iter();
            lanes.filter(|lane| lane.is_in_the_way_of(&buckets))
        };
        let units = buckets.iter().map(|bucket| {
            let units = lanes().map(|lane| lane.units_before(position, bucket));
            units.sum()
        });
        Ahead {
            calls: lanes().map(|lane| lane.calls_before(position)).sum(),
            units: units.collect(),
        }
    }

    fn enqueue(&mut self, waiter: &Arc<QueuedCall>, has_lost_turn: bool, now: Instant) {
        let priority = Priority::new(waiter.cost.is_urgent, has_lost_turn);
        let mut lanes = self.lanes.iter();
        let known = lanes.position(|lane| lane.is_for(priority, waiter));
        let lane = known.unwrap_or_else(|| {
            let buckets = waiter.cost.bucket_names().collect();
            self.lanes.push(Lane::new(priority, buckets));
            self.lanes.len() - 1
        });
        self.last_number += 1;
        let number = self.last_number;
        let call = WaitingCall {
            waiter: Arc::clone(waiter),
            polls_at: now,
        };
        self.lanes[lane].push(number, call);
        let position = Position { priority, number };
        self.states
            .insert(waiter.id, QueueState::Waiting { lane, position });
    }

    fn set_poll(&mut self, lane: usize, number: u64, polls_at: Instant) {
        if let Some(call) = self.lanes[lane].get_mut(number) {
            call.polls_at = polls_at;
        }
    }

    /// Admits all calls that may be sent, in order. The first of those that may not polls when it
    /// is due, even if it expected to be due later.
    pub(super) fn admit(&mut self, now: Instant) {
        self.give_up(now);
        let mut full: Vec<&'static str> = Vec::new();
        while let Some(index) = self.next_lane(&full) {
            let Some((position, call)) = self.lanes[index].first() else {
                return;
            };
            let waiter = Arc::clone(&call.waiter);
            let polls_at = call.polls_at;
            if polls_at + PATIENCE < now {
                self.lanes[index].remove(position.number);
                self.states.insert(waiter.id, QueueState::LostTurn);
                continue;
            }
            let others = full.len();
            for charge in &waiter.cost.charges {
                if !self.store.has_special_room(&waiter.cost, *charge, now) {
                    full.push(charge.bucket.name);
                }
            }
            let is_special = full.len() > others;
            if !is_special && self.store.has_room(&waiter.cost, now) {
                self.start(index, position, waiter, now);
                continue;
            }
            let due = self.next_due(&waiter.cost, now);
            let next = next_poll(due, self.first_unsent(), now);
            if next < polls_at {
                self.set_poll(index, position.number, next);
                waiter.notify.notify_one();
            }
            // No other call may pass it, unless its special limit does not concern them.
            if !is_special {
                return;
            }
        }
    }

    /// Returns the lane with the next call that needs none of some special limits.
    fn next_lane(&mut self, full: &[&'static str]) -> Option<usize> {
        let lanes = self.lanes.iter_mut().enumerate();
        let open = lanes.filter(|(_, lane)| !full.iter().any(|bucket| lane.counts_towards(bucket)));
        let first = open.filter_map(|(index, lane)| Some((lane.first()?.0, index)));
        first.min().map(|(_, index)| index)
    }

    fn start(&mut self, lane: usize, position: Position, waiter: Arc<QueuedCall>, now: Instant) {
        self.lanes[lane].remove(position.number);
        waiter.notify.notify_one();
        let (id, until) = (waiter.id, now + PATIENCE);
        let admitted = Admitted {
            mark: self.store.start(&waiter.cost, now),
            waiter,
            until,
            is_sent: false,
        };
        self.unsent.add(until, id);
        self.states.insert(id, QueueState::Admitted(admitted));
    }

    /// Returns when the first of the admitted calls loses its turn if it does not react.
    fn first_unsent(&mut self) -> Option<Instant> {
        self.first(false).map(|(until, _)| until)
    }

    /// Returns the first of the admitted calls that were sent, or were not.
    fn first(&mut self, is_sent: bool) -> Option<(Instant, u64)> {
        let calls = if is_sent {
            &mut self.sent
        } else {
            &mut self.unsent
        };
        calls.first(&|until, id| match self.states.get(&id) {
            Some(QueueState::Admitted(call)) => call.is_sent == is_sent && call.until == until,
            _ => false,
        })
    }

    /// Gives up admitted calls that do not react, and sent ones that do not end.
    fn give_up(&mut self, now: Instant) {
        while let Some((_, id)) = self.first(false).filter(|(until, _)| *until <= now) {
            self.remove(id, now);
            self.states.insert(id, QueueState::LostTurn);
        }
        while let Some((_, id)) = self.first(true).filter(|(until, _)| *until <= now) {
            self.remove(id, now);
        }
    }

    /// Removes a call, and returns the counts at its start if it was admitted.
    fn remove(&mut self, id: u64, now: Instant) -> Option<Mark> {
        match self.states.remove(&id)? {
            QueueState::Waiting { lane, position } => {
                self.lanes[lane].remove(position.number);
                None
            }
            QueueState::Admitted(call) => {
                if call.is_sent {
                    self.sent.remove();
                    self.store.end(&call.waiter.cost, call.mark, now);
                } else {
                    self.unsent.remove();
                    self.store.cancel(&call.waiter.cost, call.mark, now);
                }
                Some(call.mark)
            }
            QueueState::LostTurn => None,
        }
    }
}

/// Returns when a call polls that is due at some time, or once others have lost their turn. If it is
/// due already, it waits for the response to another call.
fn next_poll(due: Instant, first_unsent: Option<Instant>, now: Instant) -> Instant {
    let due = if due > now { due } else { now + PATIENCE };
    first_unsent.map_or(due, |first| first.min(due))
}

/// The calls that wait, for a store that others decide about.
#[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
pub(super) struct WaitingCalls {
    /// Calls of one kind that follow each other: the first of them, and how many they are.
    pub(super) groups: Vec<(Arc<QueuedCall>, usize)>,
    /// How many more there are.
    pub(super) more: usize,
}

#[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
impl Queue {
    /// Returns the calls that wait, in order, so many of each lane at most.
    pub(super) fn waiting(&mut self, most: usize) -> WaitingCalls {
        let mut waiting = WaitingCalls {
            groups: Vec::new(),
            more: 0,
        };
        let lanes = self.lanes.iter_mut().enumerate();
        let firsts = lanes.filter_map(|(index, lane)| Some((lane.first()?.0, index)));
        let mut firsts: Vec<_> = firsts.collect();
        firsts.sort_unstable();
        for (_, index) in firsts {
            let lane = &self.lanes[index];
            waiting.more += lane.waiting().saturating_sub(most);
            for call in lane.iter().take(most) {
                match waiting.groups.last_mut() {
                    Some((first, calls)) if first.cost.is_like(&call.waiter.cost) => {
                        *calls += 1;
                    }
                    _ => waiting.groups.push((Arc::clone(&call.waiter), 1)),
                }
            }
        }
        waiting
    }

    /// Returns whether no call waits.
    pub(super) fn is_empty(&self) -> bool {
        self.lanes.iter().all(|lane| lane.waiting() == 0)
    }

    /// Returns how many calls have come to wait so far.
    pub(super) fn arrivals(&self) -> u64 {
        self.last_number
    }
}
