//! Waits until a resource is in a state, or deleted: [`Waiter`].

pub(crate) mod polling;
pub(crate) mod steps;
pub(crate) mod until;
mod wait_until;
pub(crate) mod waiter;

pub use steps::{Step, Steps};
pub use until::{Gone, Ready, Until};
pub use waiter::{Waiter, Waiting};
