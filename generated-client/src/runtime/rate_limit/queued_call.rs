use tokio::sync::Notify;

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::call_cost::CallCost;

/// A call that wants to be sent, as long as it waits or is under way.
#[derive(Debug)]
pub(super) struct QueuedCall {
    pub(super) id: u64,
    pub(super) cost: CallCost,
    /// Until when it may wait.
    pub(super) deadline: Instant,
    /// Notified when the call should poll again.
    pub(super) notify: Notify,
}

/// The order in which calls are admitted. A call that lost its turn, because it was not polled, and
/// comes back is admitted before others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    UrgentAgain,
    Urgent,
    OrdinaryAgain,
    Ordinary,
}

impl Priority {
    pub(super) fn new(is_urgent: bool, has_lost_turn: bool) -> Self {
        match (is_urgent, has_lost_turn) {
            (true, true) => Self::UrgentAgain,
            (true, false) => Self::Urgent,
            (false, true) => Self::OrdinaryAgain,
            (false, false) => Self::Ordinary,
        }
    }
}

/// The position of a call among those that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) priority: Priority,
    pub(super) number: u64,
}

impl Position {
    /// Returns the position after all calls that wait with the same urgency.
    pub(super) fn last(is_urgent: bool) -> Self {
        Self {
            priority: Priority::new(is_urgent, false),
            number: u64::MAX,
        }
    }
}
