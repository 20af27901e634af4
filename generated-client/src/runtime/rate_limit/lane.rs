use std::cmp::Ordering;
use std::sync::Arc;

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::prefix_sums::PrefixSums;
use crate::runtime::rate_limit::queued_call::{Position, Priority, QueuedCall};

/// The calls that wait with the same priority for the same special limits, in order.
///
/// Adding, removing and counting those before another take O(log n).
pub(super) struct Lane {
    pub(super) priority: Priority,
    /// The names of the special limits.
    buckets: Vec<&'static str>,
    /// One slot for each call, in order, also for some that wait no longer.
    slots: Vec<LaneSlot>,
    /// The slots before this index are empty.
    first: usize,
    waiting: usize,
    /// How many calls wait in the slots.
    calls: PrefixSums,
    /// How much they need of each special limit.
    units: Vec<PrefixSums>,
}

struct LaneSlot {
    number: u64,
    call: Option<WaitingCall>,
}

/// A call that waits.
pub(super) struct WaitingCall {
    pub(super) waiter: Arc<QueuedCall>,
    /// When it polls again by itself.
    pub(super) polls_at: Instant,
}

impl Lane {
    pub(super) fn new(priority: Priority, buckets: Vec<&'static str>) -> Self {
        let units = buckets.iter().map(|_| PrefixSums::default()).collect();
        Self {
            priority,
            buckets,
            slots: Vec::new(),
            first: 0,
            waiting: 0,
            calls: PrefixSums::default(),
            units,
        }
    }

    /// Returns whether calls of this priority and these special limits wait here.
    pub(super) fn is_for(&self, priority: Priority, waiter: &QueuedCall) -> bool {
        self.priority == priority && waiter.cost.bucket_names().eq(self.buckets.iter().copied())
    }

    /// Returns whether a call counts towards all special limits of this lane, so that it cannot
    /// pass the calls that wait here.
    pub(super) fn is_in_the_way_of(&self, buckets: &[&'static str]) -> bool {
        self.buckets.iter().all(|bucket| buckets.contains(bucket))
    }

    /// Returns whether calls of this lane count towards a special limit.
    pub(super) fn counts_towards(&self, bucket: &str) -> bool {
        self.buckets.contains(&bucket)
    }

    /// Adds a call at the end. Numbers have to grow.
    pub(super) fn push(&mut self, number: u64, call: WaitingCall) {
        self.calls.push(1);
        for (sums, charge) in self.units.iter_mut().zip(&call.waiter.cost.charges) {
            sums.push(charge.count);
        }
        self.slots.push(LaneSlot {
            number,
            call: Some(call),
        });
        self.waiting += 1;
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<WaitingCall> {
        let index = self.index(number);
        let slot = self.slots.get_mut(index)?;
        if slot.number != number {
            return None;
        }
        let call = slot.call.take()?;
        self.calls.subtract(index, 1);
        for (sums, charge) in self.units.iter_mut().zip(&call.waiter.cost.charges) {
            sums.subtract(index, charge.count);
        }
        self.waiting -= 1;
        self.shrink();
        Some(call)
    }

    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut WaitingCall> {
        let index = self.index(number);
        let slot = self.slots.get_mut(index)?;
        slot.call.as_mut().filter(|_| slot.number == number)
    }

    /// Returns the first call that waits, and its position.
    pub(super) fn first(&mut self) -> Option<(Position, &mut WaitingCall)> {
        while self.slots.get(self.first)?.call.is_none() {
            self.first += 1;
        }
        let slot = self.slots.get_mut(self.first)?;
        let position = Position {
            priority: self.priority,
            number: slot.number,
        };
        slot.call.as_mut().map(|call| (position, call))
    }

    /// Returns the number of calls that wait.
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Returns all calls that wait.
    pub(super) fn iter(&self) -> impl Iterator<Item = &WaitingCall> {
        self.slots.iter().filter_map(|slot| slot.call.as_ref())
    }

    /// Returns how many calls wait here before a position.
    pub(super) fn calls_before(&self, position: Position) -> usize {
        self.calls.sum(self.slots_before(position))
    }

    /// Returns how much the calls before a position need of a special limit.
    pub(super) fn units_before(&self, position: Position, bucket: &str) -> usize {
        let index = self.buckets.iter().position(|own| *own == bucket);
        let slots = self.slots_before(position);
        index.map_or(0, |index| self.units[index].sum(slots))
    }

    fn slots_before(&self, position: Position) -> usize {
        match self.priority.cmp(&position.priority) {
            Ordering::Less => self.slots.len(),
            Ordering::Equal => self.index(position.number),
            Ordering::Greater => 0,
        }
    }

    /// Returns the index of a number's slot, or of the slot after it.
    fn index(&self, number: u64) -> usize {
        self.slots.partition_point(|slot| slot.number < number)
    }

    /// Removes the slots that are empty once they are the greater part, so that removing a call
    /// costs O(log n) on average.
    fn shrink(&mut self) {
        if self.slots.len() < 2 * self.waiting + 16 {
            return;
        }
        self.slots.retain(|slot| slot.call.is_some());
        self.first = 0;
        self.calls = PrefixSums::default();
        self.units.fill_with(PrefixSums::default);
        for call in self.slots.iter().filter_map(|slot| slot.call.as_ref()) {
            self.calls.push(1);
            for (sums, charge) in self.units.iter_mut().zip(&call.waiter.cost.charges) {
                sums.push(charge.count);
            }
        }
    }
}
