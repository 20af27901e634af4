use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::runtime::call::deadline::after;
use crate::runtime::rate_limit::budget::{Budget, Decision};
use crate::runtime::rate_limit::demand::{Charge, Demand};
use crate::runtime::rate_limit::pool::Mark;

/// How long a call that may go has time to take notice, before others go in its stead. It is also
/// how long one waits that is due and cannot go yet, until it looks again.
const PATIENCE: Duration = Duration::from_secs(1);

/// The calls that wait and those on their way.
///
/// Nobody holds anything while waiting. Whoever changes something, or whose own time has come, calls
/// all those that may go, in order, and room is set aside for them. A call that was called and does
/// not take notice, because nobody polls it, loses the room, and goes first when it comes back.
pub(super) struct Queue {
    pub(super) budget: Budget,
    waiting: BTreeMap<Place, Waiting>,
    under_way: BTreeMap<Place, UnderWay>,
    arrived: u64,
}

/// The place of a call among others: urgent ones first, then in the order in which they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    is_ordinary: bool,
    number: u64,
}

impl Place {
    fn last(is_urgent: bool) -> Self {
        Self {
            is_ordinary: !is_urgent,
            number: u64::MAX,
        }
    }
}

/// A call as the queue sees it.
#[derive(Debug)]
pub(super) struct Ticket {
    place: Place,
    demand: Demand,
    /// Until when it may wait.
    deadline: Instant,
    /// How long it may be on its way.
    longest: Duration,
    /// Rings when it should look again.
    pub(super) bell: Notify,
}

struct Waiting {
    ticket: Arc<Ticket>,
    /// When it looks again by itself.
    looks_at: Instant,
}

/// A call that was called, or sent.
struct UnderWay {
    ticket: Arc<Ticket>,
    /// When it is given up: nobody seems to poll it.
    until: Instant,
    is_sent: bool,
    mark: Mark,
}

/// Why a call may not go.
pub(super) enum Held {
    /// It should look again at this time, or when the bell rings.
    Until(Instant),
    /// Its time is up, or will be before there is room, which takes this long at least.
    TooLong(Duration),
}

impl Queue {
    pub(super) fn new(budget: Budget) -> Self {
        Self {
            budget,
            waiting: BTreeMap::new(),
            under_way: BTreeMap::new(),
            arrived: 0,
        }
    }

    /// Returns the ticket of a call that has come.
    pub(super) fn ticket(
        &mut self,
        demand: Demand,
        deadline: Instant,
        longest: Duration,
    ) -> Arc<Ticket> {
        self.arrived += 1;
        Arc::new(Ticket {
            place: Place {
                is_ordinary: !demand.is_urgent,
                number: self.arrived,
            },
            demand,
            deadline,
            longest,
            bell: Notify::new(),
        })
    }

    /// Lets a call go, or says why not.
    pub(super) fn look(&mut self, ticket: &Arc<Ticket>, now: Instant) -> Result<(), Held> {
        let place = ticket.place;
        if !self.under_way.contains_key(&place) {
            let waiting = Waiting {
                ticket: Arc::clone(ticket),
                // It is awake already.
                looks_at: now,
            };
            self.waiting.insert(place, waiting);
            self.call(now);
        }
        if let Some(called) = self.under_way.get_mut(&place) {
            called.is_sent = true;
            called.until = after(now, ticket.longest);
            return Ok(());
        }
        let due = self.due(&ticket.demand, place, now);
        if due > ticket.deadline || now >= ticket.deadline {
            self.leave(ticket, now);
            return Err(Held::TooLong(due.duration_since(now)));
        }
        let looks_at = next_look(due, self.soonest(), now);
        if let Some(waiting) = self.waiting.get_mut(&place) {
            waiting.looks_at = looks_at;
        }
        Err(Held::Until(looks_at.min(ticket.deadline)))
    }

    /// Lets a call give its place back, whether it waits, was called, or was sent.
    pub(super) fn leave(&mut self, ticket: &Ticket, now: Instant) {
        self.waiting.remove(&ticket.place);
        self.stop(ticket.place, now);
        self.call(now);
    }

    /// Ends a call that was answered, and takes in what the answer tells.
    pub(super) fn settle(&mut self, ticket: &Ticket, answer: &Decision<'_>, now: Instant) {
        // One that was given up has been counted, and comes too late to tell anything.
        if let Some(mark) = self.stop(ticket.place, now) {
            self.budget.learn(&ticket.demand, mark, answer, now);
        }
        self.call(now);
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            // Some may have to wait longer than they can.
            for waiting in self.waiting.values() {
                waiting.ticket.bell.notify_one();
            }
        }
    }

    /// Returns how long a call that came now would wait, as far as can be foreseen.
    pub(super) fn predicted_wait(&mut self, demand: &Demand, now: Instant) -> Duration {
        self.give_up(now);
        let due = self.due(demand, Place::last(demand.is_urgent), now);
        due.duration_since(now)
    }

    fn due(&mut self, demand: &Demand, place: Place, now: Instant) -> Instant {
        let ahead = self.waiting.range(..place);
        let ahead = ahead.map(|(_, waiting)| &waiting.ticket.demand);
        self.budget.due(demand, &ahead, now)
    }

    /// Calls all that may go, in order. Who is next but may not go yet is told when to look again,
    /// if that is sooner than it would by itself.
    fn call(&mut self, now: Instant) {
        self.give_up(now);
        let mut soonest = self.soonest();
        let mut full: Vec<&'static str> = Vec::new();
        let mut called = Vec::new();
        for (place, waiting) in &mut self.waiting {
            let demand = &waiting.ticket.demand;
            let is_in = |charge: &Charge| full.contains(&charge.bucket.name);
            if demand.charges.iter().any(is_in) {
                continue;
            }
            let others = full.len();
            for charge in &demand.charges {
                if !self.budget.has_special_room(*charge, now) {
                    full.push(charge.bucket.name);
                }
            }
            let is_special = full.len() > others;
            if !is_special && self.budget.has_room(demand.is_urgent, now) {
                called.push((*place, self.budget.start(demand, now)));
                soonest = soonest.or(Some(now + PATIENCE));
                continue;
            }
            let due = self.budget.due(demand, &iter::empty(), now);
            let look = next_look(due, soonest, now);
            if look < waiting.looks_at {
                waiting.looks_at = look;
                waiting.ticket.bell.notify_one();
            }
            // Nobody passes it, but for those whom its special limit does not concern.
            if !is_special {
                break;
            }
        }
        for (place, mark) in called {
            self.send_off(place, mark, now);
        }
    }

    fn send_off(&mut self, place: Place, mark: Mark, now: Instant) {
        let Some(Waiting { ticket, .. }) = self.waiting.remove(&place) else {
            return;
        };
        ticket.bell.notify_one();
        let called = UnderWay {
            ticket,
            until: now + PATIENCE,
            is_sent: false,
            mark,
        };
        self.under_way.insert(place, called);
    }

    /// Returns when the first of those that were called loses its room if it takes no notice.
    fn soonest(&self) -> Option<Instant> {
        let called = self.under_way.values().filter(|call| !call.is_sent);
        called.map(|call| call.until).min()
    }

    /// Gives up calls that take no notice, or do not end.
    fn give_up(&mut self, now: Instant) {
        let under_way = self.under_way.iter();
        let over = under_way.filter(|(_, call)| call.until <= now);
        let over: Vec<Place> = over.map(|(place, _)| *place).collect();
        for place in over {
            self.stop(place, now);
        }
    }

    /// Ends a call, and returns what was counted at its start.
    fn stop(&mut self, place: Place, now: Instant) -> Option<Mark> {
        let call = self.under_way.remove(&place)?;
        match call.is_sent {
            true => self.budget.end(&call.ticket.demand, now),
            false => self.budget.cancel(&call.ticket.demand),
        }
        Some(call.mark)
    }
}

/// Returns when a call looks again that is due at some time, or once others have lost their room.
/// It may be due already, and wait for the answer to another call.
fn next_look(due: Instant, soonest: Option<Instant>, now: Instant) -> Instant {
    let due = if due > now { due } else { now + PATIENCE };
    soonest.map_or(due, |soonest| soonest.min(due))
}
