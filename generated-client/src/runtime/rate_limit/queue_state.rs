use std::sync::Arc;

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::queued_call::{Position, QueuedCall};
use crate::runtime::rate_limit::store::Mark;

/// The state of a call that has polled at least once.
pub(super) enum QueueState {
    Waiting {
        lane: usize,
        position: Position,
    },
    Admitted(Admitted),
    /// It did not react in time. It may come back.
    LostTurn,
}

/// A call that may be sent, or was sent.
pub(super) struct Admitted {
    pub(super) waiter: Arc<QueuedCall>,
    /// When it is given up.
    pub(super) until: Instant,
    pub(super) is_sent: bool,
    pub(super) mark: Mark,
}
