use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::redis::counted_call::{CountedCall, Length, Owner, ProcessShare};
use crate::runtime::transport::saturating_time::after;

/// Calls in the order of their ends.
pub(super) struct Timeline {
    ends: Vec<Instant>,
    /// How many of the first calls are everybody's, and how many this process's own.
    sums: Vec<Sums>,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    all: usize,
    own: usize,
}

impl Timeline {
    pub(super) fn new(mut calls: Vec<CountedCall>) -> Self {
        calls.sort_unstable_by_key(|call| call.at);
        let mut sums = Vec::with_capacity(calls.len() + 1);
        let mut sum = Sums::default();
        sums.push(sum);
        for call in &calls {
            match call.owner {
                Owner::All => sum.all += 1,
                Owner::Own => sum.own += 1,
                Owner::Other => {}
            }
            sums.push(sum);
        }
        let ends = calls.into_iter().map(|call| call.at).collect();
        Self { ends, sums }
    }

    /// Returns how many calls are in a window at some time.
    pub(super) fn used(&self, window: &Length, at: Instant) -> usize {
        self.ends.len() - self.passed(window, at)
    }

    /// Predicts when there is room for `count` more after `before` others. Calls under way are
    /// assumed to end now.
    pub(super) fn due(
        &self,
        window: &Length,
        before: usize,
        count: usize,
        now: Instant,
    ) -> Instant {
        let count = count.min(window.limit);
        let used = self.used(window, now);
        let Some(excess) = (used + before + count).checked_sub(window.limit) else {
            return now;
        };
        if excess == 0 {
            return now;
        }
        self.after_passing(window, excess, window.limit, now)
    }

    /// Predicts when the share of a process has room for `count` more after `before` others.
    pub(super) fn share_due(
        &self,
        window: &Length,
        before: usize,
        count: usize,
        part: ProcessShare,
        now: Instant,
    ) -> Instant {
        let passed = self.passed(window, now);
        if part.processes > window.limit {
            return self.stretched_due(window, before, part, now);
        }
        let wanted = before + count;
        let whole = window.limit / part.processes.max(1);
        // The number of calls that leave the window first: the share only grows meanwhile.
        let (mut low, mut high) = (passed, self.ends.len());
        if !self.share_fits(window, high, wanted.min(whole), part) {
            return after(now, window.length);
        }
        while low < high {
            let middle = low.midpoint(high);
            if self.share_fits(window, middle, wanted.min(whole), part) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        let first = match low.checked_sub(1).filter(|_| low > passed) {
            Some(last) => after(self.ends[last].min(now), window.length),
            None => now,
        };
        let rounds = wanted.saturating_sub(whole).div_ceil(whole.max(1));
        after(
            first,
            window
                .length
                .saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX)),
        )
    }

    /// Returns whether the share has room once the first `passed` calls have left the window.
    fn share_fits(
        &self,
        window: &Length,
        passed: usize,
        wanted: usize,
        part: ProcessShare,
    ) -> bool {
        let (sum, gone) = (self.sums[self.ends.len()], self.sums[passed]);
        let free = window.limit.saturating_sub(sum.all - gone.all);
        // The shares add up to what is free: the first processes get one more.
        let share =
            (free + part.processes - 1 - part.rank.min(part.processes - 1)) / part.processes;
        sum.own - gone.own + wanted <= share
    }

    /// Each of more processes than calls in the window may make one call in several windows.
    fn stretched_due(
        &self,
        window: &Length,
        before: usize,
        part: ProcessShare,
        now: Instant,
    ) -> Instant {
        let length = window.stretched(part.processes);
        let last = self.ends.iter().zip(self.sums.windows(2));
        let own = last.filter(|(_, sums)| sums[1].own > sums[0].own);
        let last = own.map(|(end, _)| *end).next_back();
        let of_all = self.due(window, 0, 1, now);
        let next = last.map_or(now, |end| after(end.min(now), length));
        let turns = u32::try_from(before).unwrap_or(u32::MAX);
        after(next.max(of_all), length.saturating_mul(turns))
    }

    /// Returns when so many calls have left the window; those that start meanwhile fill it again.
    fn after_passing(
        &self,
        window: &Length,
        calls: usize,
        per_window: usize,
        now: Instant,
    ) -> Instant {
        let passed = self.passed(window, now);
        let used = self.ends.len() - passed;
        let rounds = calls.saturating_sub(used).div_ceil(per_window.max(1));
        let index = calls.saturating_sub(rounds * per_window).max(1);
        let end = self.ends.get(passed + index - 1).copied();
        let first = end.map_or(now, |end| after(end.min(now), window.length));
        let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
        after(first, window.length.saturating_mul(rounds))
    }

    /// Returns how many calls have left a window.
    fn passed(&self, window: &Length, at: Instant) -> usize {
        let has_passed = |end: &Instant| *end + window.length <= at;
        self.ends.partition_point(has_passed)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::runtime::platform::time::Instant;

    use super::Timeline;
    use crate::runtime::rate_limit::redis::counted_call::{
        CountedCall, Length, Owner, ProcessShare,
    };

    const WINDOW: Duration = Duration::from_secs(60);

    /// Calls of everybody that ended at so many seconds, and a time in the middle of them.
    fn calls(ends: &[u64], owner: Owner) -> (Vec<CountedCall>, Instant) {
        let start = Instant::now();
        let at = |end: &u64| start + Duration::from_secs(*end);
        let calls = ends.iter().map(|end| CountedCall { at: at(end), owner });
        (calls.collect(), start)
    }

    fn window(limit: usize) -> Length {
        Length {
            limit,
            length: WINDOW,
        }
    }

    #[test]
    fn shares_add_up_to_what_is_free() {
        for used in [0, 1, 7, 49, 50] {
            for processes in 1..=9 {
                let ends = vec![0; used];
                let (calls, start) = calls(&ends, Owner::All);
                let timeline = Timeline::new(calls);
                let shares = (0..processes).map(|rank| {
                    let part = ProcessShare { processes, rank };
                    let has_room = |count: &usize| {
                        timeline.share_due(&window(50), 0, *count, part, start) == start
                    };
                    // Where nothing is free, not even one call has room.
                    (1..=50).take_while(has_room).count()
                });
                let whole = 50 / processes * processes;
                let sum: usize = shares.sum();
                assert!(
                    sum <= 50 - used,
                    "{used} of 50, {processes} processes: {sum}"
                );
                assert!(
                    sum + processes > whole.min(50 - used),
                    "{used}, {processes}: {sum}"
                );
            }
        }
    }

    #[test]
    fn a_share_grows_as_calls_leave_the_window() {
        let (mut all, start) = calls(&[0, 10, 20, 30], Owner::All);
        let own = CountedCall {
            at: start + Duration::from_secs(5),
            owner: Owner::Own,
        };
        all.push(own);
        let timeline = Timeline::new(all);
        let now = start + Duration::from_secs(40);
        let due = |rank| {
            let part = ProcessShare { processes: 2, rank };
            timeline.share_due(&window(6), 0, 1, part, now)
        };
        // Two are free: one for each, and this process has made one. When the first call leaves, three
        // are free, so that the first process may make another one; then its own leaves.
        assert_eq!(due(0), start + WINDOW);
        assert_eq!(due(1), start + Duration::from_secs(65));
    }

    #[test]
    fn more_processes_than_calls_take_turns() {
        let (calls, start) = calls(&[0], Owner::Own);
        let timeline = Timeline::new(calls);
        let part = ProcessShare {
            processes: 10,
            rank: 9,
        };
        let due = timeline.share_due(&window(4), 0, 1, part, start);
        assert_eq!(due, start + WINDOW * 3);
    }

    #[test]
    fn the_wait_for_a_window_is_the_one_of_a_list() {
        let ends = [0, 1, 2, 3, 50, 51];
        let (calls, start) = calls(&ends, Owner::All);
        let timeline = Timeline::new(calls);
        let now = start + Duration::from_secs(55);
        let due = |before| timeline.due(&window(6), before, 1, now);
        assert_eq!(timeline.due(&window(7), 0, 1, now), now);
        for (before, end) in ends.iter().enumerate() {
            assert_eq!(due(before), start + WINDOW + Duration::from_secs(*end));
        }
        // The next window is full of the calls before.
        assert_eq!(due(6), start + WINDOW * 2);
    }
}
