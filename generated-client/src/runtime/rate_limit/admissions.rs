use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::runtime::platform::time::Instant;

/// How many entries of calls that have left are kept at least before they are removed.
const MAX_OUTDATED: usize = 32;

/// Admitted calls by the time at which they are given up.
///
/// A call that leaves is only counted out. Whether an entry is up to date is known to the queue, which says so where the
/// first call is looked for. Each step takes O(log n) on average.
#[derive(Default)]
pub(super) struct Admissions {
    entries: BinaryHeap<Reverse<(Instant, u64)>>,
    calls: usize,
}

impl Admissions {
    pub(super) fn add(&mut self, until: Instant, id: u64) {
        self.calls += 1;
        self.entries.push(Reverse((until, id)));
    }

    /// Counts a call out, whose entry is outdated from now on.
    pub(super) fn remove(&mut self) {
        self.calls -= 1;
    }

    /// Returns the number of calls.
    pub(super) fn len(&self) -> usize {
        self.calls
    }

    /// Returns the first call, and removes outdated entries.
    pub(super) fn first(
        &mut self,
        is_current: &dyn Fn(Instant, u64) -> bool,
    ) -> Option<(Instant, u64)> {
        if self.entries.len() > 2 * self.calls + MAX_OUTDATED {
            self.entries
                .retain(|Reverse((until, id))| is_current(*until, *id));
        }
        loop {
            let Reverse((until, id)) = *self.entries.peek()?;
            if is_current(until, id) {
                return Some((until, id));
            }
            self.entries.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::*;

    #[test]
    fn removed_calls_are_skipped_and_their_entries_do_not_pile_up() {
        let start = Instant::now();
        let mut admissions = Admissions::default();
        let mut current = HashSet::new();
        for id in 0..10_000 {
            // The later ones are given up earlier.
            let until = start + Duration::from_secs(20_000 - id);
            admissions.add(until, id);
            current.insert((until, id));
            if id >= 3 {
                let removed = (start + Duration::from_secs(20_000 - id + 3), id - 3);
                admissions.remove();
                current.remove(&removed);
            }
            let first = admissions.first(&|until, id| current.contains(&(until, id)));
            assert_eq!(first, Some((until, id)));
            assert_eq!(admissions.len(), current.len());
            assert!(admissions.entries.len() <= 2 * current.len() + MAX_OUTDATED);
        }
    }

    #[test]
    fn the_first_call_is_the_one_that_is_given_up_first() {
        let start = Instant::now();
        let mut admissions = Admissions::default();
        for (seconds, id) in [(5, 1), (3, 2), (4, 3)] {
            admissions.add(start + Duration::from_secs(seconds), id);
        }
        assert_eq!(admissions.first(&|_, _| true).unwrap().1, 2);
        assert_eq!(admissions.first(&|_, id| id != 2).unwrap().1, 3);
        assert_eq!(admissions.first(&|_, _| false), None);
    }
}
