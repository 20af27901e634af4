use std::time::Duration;

use serde_json::{Value, json};

use crate::runtime::operation::counted::Bucket;
use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::call_cost::CallCost;
use crate::runtime::rate_limit::limits::Limits;
use crate::runtime::rate_limit::redis::counted_call::{CountedCall, Length, Owner, ProcessShare};
use crate::runtime::rate_limit::redis::local_copy::PoolCopy;
use crate::runtime::rate_limit::redis::message::{self, CallGroup};
use crate::runtime::rate_limit::redis::settings::{Outage, Settings};
use crate::runtime::rate_limit::window::RESOLUTION;
use crate::runtime::transport::saturating_time::after;

/// How often a process that waits or has calls in the shortest window exchanges with the server.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(1);

/// How long after an outage nobody is admitted by the server, so that all processes can report what
/// they did meanwhile. They try to reach it once in `RETRY`.
const SETTLE: Duration = Duration::from_millis(1500);
pub(super) const RETRY: Duration = Duration::from_millis(400);

/// How long before the end of that time a process stops counting alone, so that its last calls are
/// reported in time.
const LAST_REPORTS: Duration = Duration::from_millis(50);

/// How long a call may be assumed to be under way at most.
pub(super) const MAX_WINDOW: Duration = Duration::from_secs(3600);

/// The bit in the numbers of calls that a process admits alone, and what their names contain.
pub(super) const ALONE: u64 = 1 << 62;
const ALONE_MARK: &str = "a";

/// The general limits come first among the pools.
pub(super) const GENERAL: usize = 0;

/// The counts that a process shares with others, as far as it knows them.
pub(super) struct LinkState {
    /// The name of this process among the others.
    pub(super) me: String,
    pub(super) settings: Settings,
    pub(super) limits: Limits,
    pub(super) pools: Vec<PoolCopy>,
    /// Calls that may be sent, which no call has taken yet.
    pub(super) grants: Vec<Grant>,
    pub(super) mode: CountingMode,
    /// Names the counts of the server: when they are lost, others begin.
    pub(super) epoch: String,
    pub(super) cursor: u64,
    /// The number of the next call.
    pub(super) next: u64,
    pub(super) part: ProcessShare,
    /// When the last response was received, and the server's clock then.
    pub(super) server_clock: Option<(i64, Instant)>,
    pub(super) round_trip: Duration,
    pub(super) asked: Vec<CallGroup>,
    /// When it is of use to ask again for the calls that wait.
    pub(super) ask_at: Option<Instant>,
}

/// The side that decides whether a call may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountingMode {
    /// The server, which has not responded yet.
    Joining,
    /// The server.
    Together,
    /// This process, for the server does not respond.
    Alone,
    /// This process until that time, for the server responds again and waits for all others.
    Settling(Instant),
}

/// The permission to send one call.
pub(super) struct Grant {
    pub(super) is_urgent: bool,
    pub(super) charges: Vec<(usize, usize)>,
    pub(super) number: u64,
}

impl LinkState {
    pub(super) fn new(limits: &Limits, settings: &Settings) -> Self {
        let alphabet = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let me = (0..12).map(|_| char::from(alphabet[fastrand::usize(..alphabet.len())]));
        let general = limits.general();
        let windows = general.map(|(limit, length)| Length {
            limit,
            length: length + RESOLUTION,
        });
        let processes = settings.processes.max(1);
        Self {
            me: me.collect(),
            settings: settings.clone(),
            limits: limits.clone(),
            pools: vec![PoolCopy::new("", windows.to_vec())],
            grants: Vec::new(),
            mode: CountingMode::Joining,
            epoch: String::new(),
            cursor: 0,
            next: 1,
            part: ProcessShare {
                processes,
                rank: processes - 1,
            },
            server_clock: None,
            round_trip: Duration::ZERO,
            asked: Vec::new(),
            ask_at: None,
        }
    }

    /// Returns the pools that a call counts towards, and how much. A call that exceeds a limit by
    /// itself is sent alone.
    pub(super) fn charges(&mut self, cost: &CallCost) -> Vec<(usize, usize)> {
        let mut charges = vec![(GENERAL, 1)];
        for charge in &cost.charges {
            let pool = self.special(charge.bucket);
            let limit = self.pools[pool].windows[0].limit;
            charges.push((pool, charge.count.clamp(1, limit)));
        }
        charges
    }

    pub(super) fn special(&mut self, bucket: Bucket) -> usize {
        let mut known = self.pools.iter();
        let known = known.position(|pool| pool.name == bucket.name);
        known.unwrap_or_else(|| {
            let (limit, length) = self.limits.special(bucket);
            let length = length + RESOLUTION;
            let windows = vec![Length { limit, length }];
            self.pools.push(PoolCopy::new(bucket.name, windows));
            self.pools.len() - 1
        })
    }

    /// Returns the name of a call in a pool, for each unit that it counts.
    pub(super) fn ids(&self, number: u64, count: usize) -> Vec<String> {
        let mark = if number & ALONE == 0 { "" } else { ALONE_MARK };
        let first = format!("{}:{mark}{}", self.me, number & !ALONE);
        let others = (2..=count).map(|unit| format!("{first}#{unit}"));
        std::iter::once(first.clone()).chain(others).collect()
    }

    /// Counts a call from its start.
    pub(super) fn begin(
        &mut self,
        number: u64,
        charges: &[(usize, usize)],
        until: Instant,
        owner: Owner,
    ) {
        let call = CountedCall { at: until, owner };
        for (pool, count) in charges {
            for id in self.ids(number, *count) {
                match owner {
                    Owner::Own => self.pools[*pool].count(id, call),
                    Owner::All | Owner::Other => self.pools[*pool].learn(id, call),
                }
            }
        }
    }

    pub(super) fn reserve(&self, is_urgent: bool, pool: usize) -> usize {
        match pool {
            GENERAL if !is_urgent => self.limits.reserve,
            _ => 0,
        }
    }

    /// Returns when the share of this process has room for a call after others, `None` as long as it
    /// has no share.
    pub(super) fn share_due(
        &mut self,
        cost: &CallCost,
        before: usize,
        now: Instant,
    ) -> Option<Instant> {
        let charges = self.charges(cost);
        self.share_due_of(&charges, cost.is_urgent, before, now)
    }

    /// Returns the same for a call of some kind.
    pub(super) fn share_due_of(
        &mut self,
        charges: &[(usize, usize)],
        is_urgent: bool,
        before: usize,
        now: Instant,
    ) -> Option<Instant> {
        let opens = match self.mode {
            CountingMode::Joining | CountingMode::Together => return None,
            _ if self.settings.outage == Outage::Fail => return None,
            CountingMode::Alone => now,
            // The server decides again after that time.
            CountingMode::Settling(until) if now + LAST_REPORTS >= until => return None,
            CountingMode::Settling(_) => now,
        };
        let part = self.part;
        let dues = charges.iter().map(|(pool, count)| {
            let reserve = self.reserve(is_urgent, *pool);
            self.pools[*pool].share_due(before, *count, reserve, part, now)
        });
        Some(dues.fold(opens, Instant::max))
    }

    /// Returns the next request, for groups of calls that wait.
    pub(super) fn request(&mut self, groups: Vec<CallGroup>, more: usize, now: Instant) -> Value {
        for pool in &mut self.pools {
            pool.remove_old(self.part.processes, now);
        }
        // A process without calls has lost nothing.
        let epoch = match self.pools.iter().all(PoolCopy::is_empty) {
            true => String::new(),
            false => self.epoch.clone(),
        };
        let asks = self.mode != CountingMode::Alone;
        self.asked = if asks { groups } else { Vec::new() };
        let limits = &self.limits;
        let pools = self.pools.iter_mut().enumerate();
        let pools: Vec<_> = pools
            .map(|(index, pool)| {
                pool_to_json(pool, if index == GENERAL { limits.reserve } else { 0 }, now)
            })
            .collect();
        let valid_until = self.server_clock.map_or(0, |(clock, at)| {
            let waits = self.settings.response_timeout;
            clock + message::milliseconds(now.duration_since(at) + waits)
        });
        json!({
            "me": self.me,
            "epoch": epoch,
            "cursor": self.cursor,
            "rejoins": self.mode == CountingMode::Alone,
            "settle": message::milliseconds(SETTLE),
            "heartbeat": message::milliseconds(HEARTBEAT),
            "valid_until": valid_until,
            "next": self.next,
            "ask": self.asked.iter().map(CallGroup::to_json).collect::<Vec<_>>(),
            "more": if asks { more } else { 0 },
            "pools": pools,
        })
    }

    /// From now on this process counts alone: the request sent at that time got no response. Others
    /// may have been admitted between the last response and then, so some more calls are assumed.
    pub(super) fn lose_server(&mut self, sent: Instant, now: Instant) {
        for pool in &mut self.pools {
            pool.take_back();
        }
        // The server may execute the request yet, with the numbers that it was given.
        let asked: usize = self.asked.iter().map(|group| group.calls).sum();
        self.next += asked as u64;
        self.asked.clear();
        self.ask_at = None;
        if matches!(self.mode, CountingMode::Joining | CountingMode::Together) {
            let known_at = self.server_clock.map_or(sent, |(_, at)| at);
            // It responds within a few round trips, if at all.
            let until = sent + (self.round_trip * 3).max(RESOLUTION);
            for pool in &mut self.pools {
                let assumed = assumed_calls(pool, known_at, until);
                pool.start_alone(now);
                pool.assume(assumed, until);
            }
        }
        self.mode = CountingMode::Alone;
    }

    /// Returns whether another process admitted a call alone.
    pub(super) fn is_from_share(id: &str) -> bool {
        id.split(':')
            .nth(1)
            .is_some_and(|call| call.starts_with(ALONE_MARK))
    }

    /// Returns whether this process has calls in the shortest window, so that others have to know
    /// that it is there.
    pub(super) fn is_active(&self, now: Instant) -> bool {
        self.pools[GENERAL].is_recent(now)
    }

    /// Returns whether a call that was granted, and not taken yet, is like this one.
    pub(super) fn has_grant(&mut self, cost: &CallCost) -> bool {
        let charges = self.charges(cost);
        self.grant_index(&charges, cost.is_urgent).is_some()
    }

    pub(super) fn take_grant(&mut self, cost: &CallCost) -> Option<u64> {
        let charges = self.charges(cost);
        let index = self.grant_index(&charges, cost.is_urgent)?;
        Some(self.grants.remove(index).number)
    }

    /// An urgent call may take the grant of another one.
    fn grant_index(&self, charges: &[(usize, usize)], is_urgent: bool) -> Option<usize> {
        let position = |urgent: bool| {
            let mut grants = self.grants.iter();
            grants.position(|grant| grant.is_urgent == urgent && grant.charges == charges)
        };
        position(is_urgent).or_else(|| position(false).filter(|_| is_urgent))
    }

    /// Removes a call that was counted and is not sent.
    pub(super) fn revoke(&mut self, number: u64, charges: &[(usize, usize)]) {
        for (pool, count) in charges {
            for id in self.ids(number, *count) {
                self.pools[*pool].cancel(&id);
            }
        }
    }

    /// Returns grants that no call wants.
    pub(super) fn return_grants(&mut self) {
        for grant in std::mem::take(&mut self.grants) {
            self.revoke(grant.number, &grant.charges);
        }
    }

    /// Returns until when a call counts that starts now.
    pub(super) fn latest_end(cost: &CallCost, now: Instant) -> Instant {
        after(now, cost.longest.min(MAX_WINDOW))
    }
}

/// Returns how many calls others may have been admitted for since the server responded last: no more
/// than wait or come in that time, and no more than there was room for.
fn assumed_calls(pool: &mut PoolCopy, known_at: Instant, until: Instant) -> usize {
    let left = pool.left(until);
    let (recent, length) = pool.recent(known_at);
    let gap = until.saturating_duration_since(known_at);
    let rate = recent as f64 * gap.as_secs_f64() / length.as_secs_f64();
    left.min(pool.others_waiting + rate.ceil() as usize)
}

fn pool_to_json(pool: &mut PoolCopy, reserve: usize, now: Instant) -> Value {
    let (calls, removed) = pool.take_news();
    let calls = calls.into_iter();
    let calls: Vec<_> = calls
        .map(|(id, at)| json!([id, message::age(at, now)]))
        .collect();
    let (reports, responses) = pool.taken_reports();
    let reports: Vec<_> = reports.iter().map(|report| report.to_json(now)).collect();
    json!({
        "name": pool.name,
        "windows": message::windows_to_json(&pool.windows),
        "reserve": reserve,
        "calls": calls,
        "removed": removed,
        "hints": reports,
        "responses": responses,
    })
}
