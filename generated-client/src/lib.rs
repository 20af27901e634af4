//! Typed client for the DigitalOcean API.

#[cfg(feature = "fake")]
pub mod fake;
mod runtime;

pub use runtime::*;
