use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::runtime::operation::meta::Bucket;
use crate::runtime::rate_limit::demand::{Charge, Demand};
use crate::runtime::rate_limit::limits::Limits;
use crate::runtime::rate_limit::pool::{Mark, Pool};
use crate::runtime::rate_limit::told::{Told, asked, more_after};
use crate::runtime::rate_limit::window::Window;
use crate::runtime::transport::headers::RateLimit;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// What is used of all limits, and what is left.
pub(super) struct Budget {
    general: Pool,
    /// By the names of their buckets, of which there are a handful.
    specials: Vec<(&'static str, Pool)>,
    reserve: usize,
}

/// What an answer tells.
pub(super) struct Decision<'a> {
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        let minute = Window::new(limits.per_minute, MINUTE);
        let hour = Window::new(limits.per_hour, HOUR);
        Self {
            general: Pool::new(vec![minute, hour]),
            specials: Vec::new(),
            reserve: limits.reserve,
        }
    }

    /// Returns whether the general limits have room for one more.
    pub(super) fn has_room(&mut self, is_urgent: bool, now: Instant) -> bool {
        let reserve = self.reserve_before(is_urgent);
        self.general.has_room(1, reserve, now)
    }

    /// Returns whether a special limit has room.
    pub(super) fn has_special_room(&mut self, charge: Charge, now: Instant) -> bool {
        self.special(charge.bucket).has_room(charge.count, 0, now)
    }

    /// Returns when there may be room for a call after others, as far as can be foreseen, and not
    /// later. Others that wait for a special limit which is none of the call's do not count.
    pub(super) fn due<'a>(
        &mut self,
        demand: &Demand,
        others: &(impl Iterator<Item = &'a Demand> + Clone),
        now: Instant,
    ) -> Instant {
        let ahead = others.clone().filter(|other| demand.is_behind(other));
        let reserve = self.reserve_before(demand.is_urgent);
        let general = self.general.due(ahead.clone().count(), 1, reserve, now);
        let specials = demand.charges.iter().map(|charge| {
            let ahead = ahead.clone();
            let before = ahead.map(|other| other.count_in(charge.bucket.name)).sum();
            let special = self.special(charge.bucket);
            special.due(before, charge.count, 0, now)
        });
        specials.fold(general, Instant::max)
    }

    /// Starts a call, and returns what was counted then in the general limits.
    pub(super) fn start(&mut self, demand: &Demand, now: Instant) -> Mark {
        self.each(demand, |pool, count| pool.start(count, now));
        self.general.mark()
    }

    /// Takes back a start: nothing was sent.
    pub(super) fn cancel(&mut self, demand: &Demand) {
        self.each(demand, Pool::cancel);
    }

    /// Ends a call. One without an answer may have been counted.
    pub(super) fn end(&mut self, demand: &Demand, now: Instant) {
        self.each(demand, |pool, count| pool.end(count, now));
    }

    /// Takes in what an answer tells about the limits. A refusal is about the special limits of the
    /// call, where it has some, unless the headers say that the general ones are used up. What is
    /// left matters where others use the limits too: what is used from here is counted here.
    pub(super) fn learn(
        &mut self,
        demand: &Demand,
        mark: Mark,
        answer: &Decision<'_>,
        now: Instant,
    ) {
        let headers = answer.headers;
        let is_limited = answer.status == StatusCode::TOO_MANY_REQUESTS;
        let remaining = RateLimit::read(headers).and_then(|limit| limit.remaining);
        let is_special = is_limited && !demand.charges.is_empty() && remaining != Some(0);
        for charge in &demand.charges {
            let special = self.special(charge.bucket);
            let wait = asked(headers).unwrap_or(special.length());
            special.hear(is_special.then(|| Told::new(0, now + wait)), now);
        }
        let told = if is_limited && !is_special {
            let wait = asked(headers).unwrap_or_else(|| more_after(headers));
            Some(Told::new(0, now + wait))
        } else {
            let less = |remaining: &u64| self.general.is_less_than_known(*remaining, mark);
            let remaining = remaining.filter(less);
            remaining.map(|remaining| Told::new(remaining, now + more_after(headers)))
        };
        self.general.hear(told, now);
    }

    fn reserve_before(&self, is_urgent: bool) -> usize {
        if is_urgent { 0 } else { self.reserve }
    }

    /// Does something with every limit that a call counts towards, and what it counts there.
    fn each(&mut self, demand: &Demand, act: impl Fn(&mut Pool, usize)) {
        act(&mut self.general, 1);
        for charge in &demand.charges {
            act(self.special(charge.bucket), charge.count);
        }
    }

    fn special(&mut self, bucket: Bucket) -> &mut Pool {
        let mut known = self.specials.iter();
        let known = known.position(|(name, _)| *name == bucket.name);
        let index = known.unwrap_or_else(|| {
            let length = Duration::from_secs(bucket.seconds.into());
            let window = Window::new(bucket.limit as usize, length);
            self.specials.push((bucket.name, Pool::new(vec![window])));
            self.specials.len() - 1
        });
        &mut self.specials[index].1
    }
}
