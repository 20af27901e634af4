//! The memory that a decoded response may take.
//!
//! Small JSON can become large values: `{},` is a record of a thousand bytes. What reading allocates
//! is counted before it is allocated: elements by the size of their type, entries of maps by that of
//! their nodes, strings by their length.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_core::de::Error;

/// The overhead of an allocation, in bytes.
const OVERHEAD: usize = 16;

/// The number of entries of a node of a map. The first entry allocates one.
const MAP_NODE_ENTRIES: usize = 11;

/// The least memory of a value that may be used: one item may be larger than its JSON.
const MIN_BYTES: usize = 1 << 20;

/// The number of steps between two checks of whether decoding was cancelled. An allocation is a step, and each of its
/// kibibytes is another one.
const CHECK_INTERVAL: usize = 1 << 10;

/// The limits of decoding a response.
#[derive(Clone, Debug)]
pub struct DecodeLimits {
    bytes: usize,
    is_cancelled: Option<Arc<AtomicBool>>,
}

impl Default for DecodeLimits {
    /// Returns no limits, for values that the caller reads.
    fn default() -> Self {
        Self {
            bytes: usize::MAX,
            is_cancelled: None,
        }
    }
}

impl DecodeLimits {
    /// Returns the limits for a client that reads responses of a size.
    pub(crate) fn new(max_response_bytes: usize) -> Self {
        Self {
            bytes: max_response_bytes.max(MIN_BYTES),
            is_cancelled: None,
        }
    }

    /// Makes decoding end soon after the flag is set.
    pub(crate) fn cancel_by(&mut self, flag: Arc<AtomicBool>) {
        self.is_cancelled = Some(flag);
    }
}

/// The memory that is left for one value.
pub(crate) struct DecodeBudget {
    limit: usize,
    left: Cell<usize>,
    /// The steps since the last check.
    steps: Cell<usize>,
    is_cancelled: Option<Arc<AtomicBool>>,
    end: Cell<Option<BudgetEnd>>,
}

/// Why reading ended early.
#[derive(Clone, Copy)]
enum BudgetEnd {
    TooLarge,
    Cancelled,
}

impl Default for DecodeBudget {
    fn default() -> Self {
        Self::new(&DecodeLimits::default())
    }
}

impl DecodeBudget {
    pub(crate) fn new(limits: &DecodeLimits) -> Self {
        Self {
            limit: limits.bytes,
            left: Cell::new(limits.bytes),
            steps: Cell::new(0),
            is_cancelled: limits.is_cancelled.clone(),
            end: Cell::new(None),
        }
    }

    /// Counts an allocation, and fails if it is too much. After that, everything fails.
    #[inline]
    pub(super) fn charge<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let steps = self.steps.get() + 1 + (bytes >> 10);
        self.steps.set(steps);
        match self.left.get().checked_sub(bytes) {
            Some(left) if steps < CHECK_INTERVAL => {
                self.left.set(left);
                Ok(())
            }
            left => self.charge_slowly(left),
        }
    }

    #[cold]
    fn charge_slowly<E: Error>(&self, left: Option<usize>) -> Result<(), E> {
        match left {
            Some(left) => self.left.set(left),
            None => self.end_by(BudgetEnd::TooLarge),
        }
        self.steps.set(0);
        let flag = self.is_cancelled.as_ref();
        if flag.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            self.end_by(BudgetEnd::Cancelled);
        }
        self.check()
    }

    fn end_by(&self, end: BudgetEnd) {
        self.left.set(0);
        self.end.set(Some(end));
    }

    /// Fails if reading ended early. Unions discard errors of their variants, except this one.
    #[inline]
    pub(super) fn check<E: Error>(&self) -> Result<(), E> {
        match self.end.get() {
            None => Ok(()),
            Some(BudgetEnd::Cancelled) => Err(E::custom("decoding was cancelled")),
            Some(BudgetEnd::TooLarge) => Err(E::custom(format_args!(
                "the value takes more than {} bytes; raise `ClientBuilder::max_response_bytes`",
                self.limit
            ))),
        }
    }

    /// Returns what is left.
    pub(super) fn left(&self) -> usize {
        self.left.get()
    }

    /// Returns to what was left before values that are dropped again.
    pub(super) fn restore(&self, left: usize) {
        if self.end.get().is_none() {
            self.left.set(left);
        }
    }

    /// Counts a string.
    #[inline]
    pub(super) fn charge_text<E: Error>(&self, text: &str) -> Result<(), E> {
        match text.is_empty() {
            true => Ok(()),
            false => self.charge(text.len() + OVERHEAD),
        }
    }

    /// Counts one more element of a list before it is added.
    #[inline]
    pub(super) fn charge_element<T, E: Error>(&self, list: &Vec<T>) -> Result<(), E> {
        if list.len() < list.capacity() {
            return self.charge(0);
        }
        // As `Vec` grows: to twice the capacity, at first to four small elements.
        let growth = match list.is_empty() && size_of::<T>() <= 1024 {
            true => 4,
            false => list.len().max(1),
        };
        self.charge(growth * size_of::<T>())
    }

    /// Counts one more entry of a map of this length before it is added.
    #[inline]
    pub(super) fn charge_entry<T, E: Error>(&self, key: &str, length: usize) -> Result<(), E> {
        let entry = size_of::<String>() + size_of::<T>();
        let entries = match length {
            0 => MAP_NODE_ENTRIES,
            1..MAP_NODE_ENTRIES => 0,
            // Nodes are half full if the keys are sorted.
            _ => 2,
        };
        self.charge(entries * entry + key.len() + OVERHEAD)
    }
}
