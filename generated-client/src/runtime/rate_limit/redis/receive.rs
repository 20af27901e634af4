//! Applies the responses of the server to the state of a process.

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::redis::counted_call::{CountedCall, Owner};
use crate::runtime::rate_limit::redis::local_copy::PoolCopy;
use crate::runtime::rate_limit::redis::message::{PoolReply, ScriptReply, from_clock};
use crate::runtime::rate_limit::redis::state::{CountingMode, Grant, LinkState, RETRY};
use crate::runtime::rate_limit::server_hint::ServerHint;

impl LinkState {
    /// Records a response that was received now.
    pub(super) fn receive(&mut self, reply: ScriptReply, sent: Instant, now: Instant) {
        self.round_trip = now.duration_since(sent);
        self.server_clock = Some((reply.now, now));
        if reply.is_stale {
            // Its clock was set. The next request is made with the new one.
            self.pools.iter_mut().for_each(PoolCopy::take_back);
            self.ask_at = Some(now);
            return;
        }
        self.pools.iter_mut().for_each(PoolCopy::confirm);
        if !self.epoch.is_empty() && self.epoch != reply.epoch {
            self.pools.iter_mut().for_each(PoolCopy::report_all);
        }
        self.grant(&reply, now);
        for (pool, known) in reply.pools.iter().enumerate() {
            self.learn(pool, known, reply.now, now);
        }
        self.change_mode(&reply, now);
        self.epoch = reply.epoch;
        self.cursor = reply.cursor;
        let mut asked = self.asked.iter().zip(&reply.granted);
        let waits = asked.any(|(asked, granted)| asked.calls > *granted);
        let dues = reply.pools.iter().map(|pool| pool.due_in);
        let due = dues.filter(|due| !due.is_zero()).min();
        self.ask_at = match self.mode {
            CountingMode::Settling(until) => Some(until),
            _ if waits => Some(now + due.unwrap_or(RETRY)),
            _ => None,
        };
        self.asked.clear();
    }

    fn grant(&mut self, reply: &ScriptReply, now: Instant) {
        let asked = std::mem::take(&mut self.asked);
        for (group, calls) in asked.iter().zip(&reply.granted) {
            for _ in 0..*calls {
                let number = self.next;
                self.next += 1;
                self.begin(number, &group.charges, now + group.longest, Owner::All);
                self.grants.push(Grant {
                    is_urgent: group.is_urgent,
                    charges: group.charges.clone(),
                    number,
                });
            }
        }
        self.asked = asked;
    }

    /// Records the calls of others.
    fn learn(&mut self, index: usize, known: &PoolReply, clock: i64, now: Instant) {
        let is_alone = matches!(self.mode, CountingMode::Alone | CountingMode::Settling(_));
        let Some(pool) = self.pools.get_mut(index) else {
            return;
        };
        for (id, at) in &known.since {
            let is_own = id.split(':').next() == Some(self.me.as_str());
            match (is_own, *at) {
                // It was admitted by a request whose response was lost, and is not needed any more.
                (true, 1..) if !pool.knows(id) => pool.cancel(id),
                (true, _) => {}
                (false, 0) => pool.forget(id),
                (false, at) => {
                    // Those that others admit alone are within shares of their own.
                    let owner = match is_alone && Self::is_from_share(id) {
                        true => Owner::Other,
                        false => Owner::All,
                    };
                    let at = from_clock(at, clock, now);
                    pool.learn(id.clone(), CountedCall { at, owner });
                }
            }
        }
        pool.others = known.others;
        pool.others_waiting = known.others_waiting;
        pool.hint = known
            .hint
            .map(|(remaining, more_in)| ServerHint::new(remaining, now + more_in));
    }

    fn change_mode(&mut self, reply: &ScriptReply, now: Instant) {
        let settles = !reply.settles_in.is_zero();
        let was_alone = matches!(self.mode, CountingMode::Alone | CountingMode::Settling(_));
        if settles && self.mode == CountingMode::Joining {
            // It has no share: it does not know what the others did.
            self.set_part(reply);
            self.ask_at = Some(now + reply.settles_in);
            return;
        }
        match (settles, was_alone) {
            (true, was_alone) => {
                // Others may not have joined again, so that shares do not grow.
                if reply.processes >= self.part.processes || !was_alone {
                    self.set_part(reply);
                }
                if !was_alone {
                    self.pools.iter_mut().for_each(|pool| pool.start_alone(now));
                }
                self.mode = CountingMode::Settling(now + reply.settles_in);
            }
            (false, was_alone) => {
                self.set_part(reply);
                if was_alone {
                    self.pools.iter_mut().for_each(PoolCopy::end_alone);
                }
                self.mode = CountingMode::Together;
            }
        }
    }

    fn set_part(&mut self, reply: &ScriptReply) {
        self.part.processes = reply.processes.max(1);
        self.part.rank = reply.rank;
    }
}
