//! Waiting until a resource is in a state.

pub(crate) mod polling;
pub(crate) mod steps;
pub(crate) mod until;
pub(crate) mod wait_spec;
pub(crate) mod waiter;
