//! Typed client for the DigitalOcean API.

mod runtime;

pub use runtime::*;
