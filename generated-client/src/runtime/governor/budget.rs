use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::runtime::governor::demand::{Charge, Demand};
use crate::runtime::governor::limits::Limits;
use crate::runtime::governor::told::{Told, asked, more_after};
use crate::runtime::governor::window::Window;
use crate::runtime::headers::RateLimit;
use crate::runtime::meta::Bucket;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// What is used of the limits, and what is left.
pub(super) struct Budget {
    minute: Window,
    hour: Window,
    told: Option<Told>,
    /// There are a handful of them.
    specials: Vec<Special>,
    reserve: usize,
}

/// A limit that some operations have beside the general ones.
struct Special {
    name: &'static str,
    window: Window,
    told: Option<Told>,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            minute: Window::new(limits.per_minute, MINUTE),
            hour: Window::new(limits.per_hour, HOUR),
            told: None,
            specials: Vec::new(),
            reserve: limits.reserve,
        }
    }

    /// Returns whether the general limits have room for one more.
    pub(super) fn has_room(&mut self, is_urgent: bool, now: Instant) -> bool {
        let reserve = self.reserve_before(is_urgent);
        let on_the_way = self.hour.on_the_way();
        self.minute.has_room(1, reserve, now)
            && self.hour.has_room(1, reserve, now)
            && self
                .told
                .is_none_or(|told| told.has_room(on_the_way, reserve, now))
    }

    /// Returns whether a special limit has room.
    pub(super) fn has_special_room(&mut self, charge: Charge, now: Instant) -> bool {
        let special = self.special(charge.bucket);
        let on_the_way = special.window.on_the_way();
        special.window.has_room(charge.count, 0, now)
            && special
                .told
                .is_none_or(|told| told.has_room(on_the_way, 0, now))
    }

    /// Returns when there may be room for a call after others, as far as can be foreseen, and not
    /// later. Those that wait for a special limit count in that one only: they are few.
    pub(super) fn due<'a>(
        &mut self,
        demand: &Demand,
        ahead: &(impl Iterator<Item = &'a Demand> + Clone),
        now: Instant,
    ) -> Instant {
        let before = ahead
            .clone()
            .filter(|other| other.charges.is_empty())
            .count();
        let reserve = self.reserve_before(demand.is_urgent);
        let on_the_way = self.hour.on_the_way();
        let told = self.told;
        let told = told.map_or(now, |told| told.due(before, on_the_way, reserve, now));
        let minute = self.minute.due(before, 1, reserve, now);
        let hour = self.hour.due(before, 1, reserve, now);
        let specials = demand.charges.iter().map(|charge| {
            let others = ahead.clone();
            let before = others.map(|other| other.count_in(charge.bucket.name)).sum();
            self.special(charge.bucket).due(before, charge.count, now)
        });
        let special = specials.max().unwrap_or(now);
        told.max(minute).max(hour).max(special)
    }

    /// Starts a call.
    pub(super) fn start(&mut self, demand: &Demand) {
        self.each(demand, Window::start);
    }

    /// Takes back a start: nothing was sent.
    pub(super) fn cancel(&mut self, demand: &Demand) {
        self.each(demand, Window::cancel);
    }

    /// Ends a call. One without an answer may have been counted.
    pub(super) fn end(&mut self, demand: &Demand, now: Instant) {
        self.each(demand, |window, count| window.end(count, now));
    }

    /// Takes in what an answer tells about the limits. A refusal is about the special limits of the
    /// call, where it has some, unless the headers say that the general ones are used up.
    pub(super) fn learn(
        &mut self,
        demand: &Demand,
        status: StatusCode,
        headers: &HeaderMap,
        now: Instant,
    ) {
        let is_limited = status == StatusCode::TOO_MANY_REQUESTS;
        let remaining = RateLimit::read(headers).and_then(|limit| limit.remaining);
        let is_special = is_limited && !demand.charges.is_empty() && remaining != Some(0);
        for charge in &demand.charges {
            let special = self.special(charge.bucket);
            let new = is_special.then(|| {
                let wait = asked(headers).unwrap_or(special.window.length());
                Told::new(0, now + wait)
            });
            special.told = Told::after(special.told, new, now);
        }
        let is_general = is_limited && !is_special;
        let remaining = if is_general { Some(0) } else { remaining };
        let new = remaining.map(|remaining| {
            let asked = asked(headers).filter(|_| is_general);
            let wait = asked.unwrap_or_else(|| more_after(headers));
            Told::new(remaining, now + wait)
        });
        self.told = Told::after(self.told, new, now);
    }

    fn reserve_before(&self, is_urgent: bool) -> usize {
        if is_urgent { 0 } else { self.reserve }
    }

    /// Does something with every window that a call counts in, and what it counts there.
    fn each(&mut self, demand: &Demand, act: impl Fn(&mut Window, usize)) {
        act(&mut self.minute, 1);
        act(&mut self.hour, 1);
        for charge in &demand.charges {
            act(&mut self.special(charge.bucket).window, charge.count);
        }
    }

    fn special(&mut self, bucket: Bucket) -> &mut Special {
        let mut known = self.specials.iter();
        let known = known.position(|special| special.name == bucket.name);
        let index = known.unwrap_or_else(|| {
            let length = Duration::from_secs(bucket.seconds.into());
            self.specials.push(Special {
                name: bucket.name,
                window: Window::new(bucket.limit as usize, length),
                told: None,
            });
            self.specials.len() - 1
        });
        &mut self.specials[index]
    }
}

impl Special {
    fn due(&mut self, before: usize, more: usize, now: Instant) -> Instant {
        let on_the_way = self.window.on_the_way();
        let told = self.told;
        let told = told.map_or(now, |told| told.due(before, on_the_way, 0, now));
        self.window.due(before, more, 0, now).max(told)
    }
}
