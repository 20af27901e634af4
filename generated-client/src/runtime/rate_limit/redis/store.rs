use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use tokio::sync::Notify;

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::call_cost::{CallCost, Charge};
use crate::runtime::rate_limit::redis::counted_call::Owner;
use crate::runtime::rate_limit::redis::local_copy::PoolCopy;
use crate::runtime::rate_limit::redis::message::{RemainingReport, is_about_specials};
use crate::runtime::rate_limit::redis::settings::Outage;
use crate::runtime::rate_limit::redis::state::{ALONE, CountingMode, GENERAL, Grant, LinkState};
use crate::runtime::rate_limit::server_hint::ServerHint;
use crate::runtime::rate_limit::store::{Ahead, LimitHeaders, Mark, Store};

/// Counts the calls on a server that other processes use as well.
///
/// This holds what was granted and what is to be reported; a task of its own exchanges that with the
/// server.
#[derive(Clone)]
pub(super) struct SharedStore {
    state: Arc<Mutex<LinkState>>,
    /// Notified when there is something to exchange.
    pub(super) news: Arc<Notify>,
}

impl SharedStore {
    pub(super) fn new(state: LinkState) -> Self {
        Self {
            state: Arc::new(Mutex::new(state)),
            news: Arc::new(Notify::new()),
        }
    }

    /// Returns whether the server knows all calls as they are, as far as it can be reached.
    pub(super) fn is_reported(&self) -> bool {
        let state = self.lock();
        state.mode == CountingMode::Alone || state.pools.iter().all(PoolCopy::is_reported)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, LinkState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for SharedStore {
    fn has_room(&mut self, cost: &CallCost, now: Instant) -> bool {
        let state = &mut *self.lock();
        state.has_grant(cost) || state.share_due(cost, 0, now).is_some_and(|due| due <= now)
    }

    /// A call with a special limit is admitted for all its limits at once.
    fn has_special_room(&mut self, cost: &CallCost, _: Charge, now: Instant) -> bool {
        self.has_room(cost, now)
    }

    fn due(&mut self, cost: &CallCost, ahead: &Ahead, now: Instant) -> Instant {
        let state = &mut *self.lock();
        if let Some(due) = state.share_due(cost, ahead.calls, now) {
            return due;
        }
        let charges = state.charges(cost);
        let before = std::iter::once(&ahead.calls).chain(&ahead.units);
        let dues = charges.iter().zip(before).map(|((pool, count), before)| {
            let reserve = state.reserve(cost.is_urgent, *pool);
            state.pools[*pool].due(*before, *count, reserve, now)
        });
        dues.fold(now, Instant::max)
    }

    fn start(&mut self, cost: &CallCost, now: Instant) -> Mark {
        let state = &mut *self.lock();
        let number = state.take_grant(cost).unwrap_or_else(|| {
            let number = state.next | ALONE;
            state.next += 1;
            let charges = state.charges(cost);
            let until = LinkState::latest_end(cost, now);
            state.begin(number, &charges, until, Owner::Own);
            self.news.notify_one();
            number
        });
        Mark {
            number,
            at: Some(now),
            ..Mark::default()
        }
    }

    fn cancel(&mut self, cost: &CallCost, mark: Mark, _: Instant) {
        let state = &mut *self.lock();
        let charges = state.charges(cost);
        if mark.number & ALONE == 0 {
            state.grants.push(Grant {
                is_urgent: cost.is_urgent,
                charges,
                number: mark.number,
            });
        } else {
            state.revoke(mark.number, &charges);
        }
        self.news.notify_one();
    }

    fn end(&mut self, cost: &CallCost, mark: Mark, now: Instant) {
        let state = &mut *self.lock();
        for (pool, count) in state.charges(cost) {
            for id in state.ids(mark.number, count) {
                state.pools[pool].end(&id, now);
            }
        }
        self.news.notify_one();
    }

    fn observe(&mut self, cost: &CallCost, mark: Mark, outcome: &LimitHeaders<'_>, now: Instant) {
        let state = &mut *self.lock();
        let is_limited = outcome.status == StatusCode::TOO_MANY_REQUESTS;
        let is_special = is_about_specials(outcome, !cost.charges.is_empty());
        for (pool, _) in state.charges(cost) {
            let pool_is_general = pool == GENERAL;
            let pool = &mut state.pools[pool];
            pool.responses += 1;
            let report = match pool_is_general {
                true => {
                    let is_refused = is_limited && !is_special;
                    RemainingReport::of_general(outcome, is_refused, mark.at.unwrap_or(now), now)
                }
                false if is_special => {
                    let length = pool.windows[0].length;
                    Some(RemainingReport::of_special(outcome, length, now))
                }
                false => None,
            };
            let Some(report) = report else { continue };
            if report.is_refused {
                let hint = ServerHint::new(0, now + report.more_in);
                pool.hint = ServerHint::observe(pool.hint, Some(hint), now);
            }
            pool.report(report);
        }
    }

    fn is_unavailable(&self) -> bool {
        let state = self.lock();
        state.mode == CountingMode::Alone && state.settings.outage == Outage::Fail
    }
}
