//! Waits until a resource is in a state, or deleted: [`Waiter`].

pub(crate) mod goal;
pub(crate) mod polling;
pub(crate) mod steps;
mod wait_until;
pub(crate) mod waiter;

pub use goal::{Gone, Ready, Until};
pub use steps::{Step, Steps};
pub use waiter::{Waiter, Waiting};
