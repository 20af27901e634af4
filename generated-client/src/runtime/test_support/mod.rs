//! Sample responses for the fake, and what the tests of this repository need.

pub(crate) mod json;
#[cfg(feature = "__testing")]
pub(crate) mod rewriting;
pub(crate) mod sampling;
#[cfg(feature = "__testing")]
pub(crate) mod testing;
