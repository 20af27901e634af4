use http::StatusCode;

use crate::runtime::operation::counted::Bucket;
use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::call_cost::{CallCost, Charge};
use crate::runtime::rate_limit::limits::Limits;
use crate::runtime::rate_limit::pool::Pool;
use crate::runtime::rate_limit::server_hint::{ServerHint, more_after, requested_wait};
use crate::runtime::rate_limit::store::{Ahead, LimitHeaders, Mark, Store};
use crate::runtime::rate_limit::window::Window;
use crate::runtime::transport::headers::RateLimit;

/// Counts the calls of this process, in memory.
pub(super) struct Budget {
    general: Pool,
    /// By the names of their buckets, of which there are a handful.
    specials: Vec<(&'static str, Pool)>,
    limits: Limits,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        let windows = limits.general();
        let windows = windows.map(|(limit, length)| Window::new(limit, length));
        Self {
            general: Pool::new(windows.to_vec()),
            specials: Vec::new(),
            limits: limits.clone(),
        }
    }

    fn reserve_before(&self, is_urgent: bool) -> usize {
        if is_urgent { 0 } else { self.limits.reserve }
    }

    /// Applies `act` to every limit that a call counts towards, with its count there.
    fn each(&mut self, cost: &CallCost, act: impl Fn(&mut Pool, usize)) {
        act(&mut self.general, 1);
        for charge in &cost.charges {
            act(self.special(charge.bucket), charge.count);
        }
    }

    fn special(&mut self, bucket: Bucket) -> &mut Pool {
        let mut known = self.specials.iter();
        let known = known.position(|(name, _)| *name == bucket.name);
        let index = known.unwrap_or_else(|| {
            let (limit, length) = self.limits.special(bucket);
            let window = Window::new(limit, length);
            self.specials.push((bucket.name, Pool::new(vec![window])));
            self.specials.len() - 1
        });
        &mut self.specials[index].1
    }
}

impl Store for Budget {
    fn has_room(&mut self, cost: &CallCost, now: Instant) -> bool {
        let reserve = self.reserve_before(cost.is_urgent);
        self.general.has_room(1, reserve, now)
    }

    fn has_special_room(&mut self, _: &CallCost, charge: Charge, now: Instant) -> bool {
        self.special(charge.bucket).has_room(charge.count, 0, now)
    }

    fn due(&mut self, cost: &CallCost, ahead: &Ahead, now: Instant) -> Instant {
        let reserve = self.reserve_before(cost.is_urgent);
        let general = self.general.due(ahead.calls, 1, reserve, now);
        let charges = cost.charges.iter().enumerate();
        let specials = charges.map(|(index, charge)| {
            let before = ahead.units.get(index).copied().unwrap_or_default();
            let special = self.special(charge.bucket);
            special.due(before, charge.count, 0, now)
        });
        specials.fold(general, Instant::max)
    }

    fn start(&mut self, cost: &CallCost, now: Instant) -> Mark {
        self.each(cost, |pool, count| pool.start(count, now));
        self.general.mark()
    }

    fn cancel(&mut self, cost: &CallCost, _: Mark, _: Instant) {
        self.each(cost, Pool::cancel);
    }

    fn end(&mut self, cost: &CallCost, _: Mark, now: Instant) {
        self.each(cost, |pool, count| pool.end(count, now));
    }

    /// A refusal concerns the special limits of the call, if it has any, unless the headers say that
    /// the general ones are used up. The remaining number matters where other programs use the limits
    /// too: own calls are counted here.
    fn observe(&mut self, cost: &CallCost, mark: Mark, outcome: &LimitHeaders<'_>, now: Instant) {
        let headers = outcome.headers;
        let is_limited = outcome.status == StatusCode::TOO_MANY_REQUESTS;
        let remaining = RateLimit::read(headers).and_then(|limit| limit.remaining);
        let is_special = is_limited && !cost.charges.is_empty() && remaining != Some(0);
        for charge in &cost.charges {
            let special = self.special(charge.bucket);
            let wait = requested_wait(headers).unwrap_or(special.length());
            let hint = is_special.then(|| ServerHint::new(0, now + wait));
            special.observe(hint, now);
        }
        let hint = if is_limited && !is_special {
            let wait = requested_wait(headers).unwrap_or_else(|| more_after(headers));
            Some(ServerHint::new(0, now + wait))
        } else {
            let less = |remaining: &u64| self.general.is_less_than_known(*remaining, mark);
            let remaining = remaining.filter(less);
            remaining.map(|remaining| ServerHint::new(remaining, now + more_after(headers)))
        };
        self.general.observe(hint, now);
    }
}
