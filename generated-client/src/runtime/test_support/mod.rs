//! Sample responses for the fake and for tests.

pub(crate) mod rewriting;
pub(crate) mod sampling;
