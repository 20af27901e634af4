use http::{HeaderMap, StatusCode};

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::call_cost::{CallCost, Charge};

/// Counts the calls of a token, and decides whether there is room for one more.
///
/// The calls wait in the [`Queue`](super::queue::Queue), which asks the store whenever something
/// changes. It holds a lock meanwhile: a store that needs others to decide asks them at another
/// time, and responds with what it knows.
pub(super) trait Store: Send {
    /// Returns whether the general limits have room for one more call.
    fn has_room(&mut self, cost: &CallCost, now: Instant) -> bool;

    /// Returns whether a special limit of a call has room for it.
    fn has_special_room(&mut self, cost: &CallCost, charge: Charge, now: Instant) -> bool;

    /// Predicts when there is room for a call after others, and never too late.
    fn due(&mut self, cost: &CallCost, ahead: &Ahead, now: Instant) -> Instant;

    /// Starts a call for which there is room.
    fn start(&mut self, cost: &CallCost, now: Instant) -> Mark;

    /// Reverts a start: nothing was sent.
    fn cancel(&mut self, cost: &CallCost, mark: Mark, now: Instant);

    /// Ends a call. The server may have counted it even if there was no response.
    fn end(&mut self, cost: &CallCost, mark: Mark, now: Instant);

    /// Records what the response to a call that has ended reports about the limits.
    fn observe(&mut self, cost: &CallCost, mark: Mark, outcome: &LimitHeaders<'_>, now: Instant);

    /// Returns whether calls that would have to wait fail, because it is unknown how long.
    fn is_unavailable(&self) -> bool {
        false
    }
}

/// The counts at the start of a call, and its number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    /// How many more calls the general limits allowed.
    pub(super) left: usize,
    /// The number of calls that were started before.
    pub(super) started: usize,
    /// The number of the call.
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    pub(super) number: u64,
    /// When it was started.
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    pub(super) at: Option<Instant>,
}

/// The part of a response that is about limits.
pub(super) struct LimitHeaders<'a> {
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
}

/// The calls that are admitted before another one.
#[derive(Default)]
pub(super) struct Ahead {
    pub(super) calls: usize,
    /// How much they need of each special limit of that call, in the order of its charges.
    pub(super) units: Vec<usize>,
}
