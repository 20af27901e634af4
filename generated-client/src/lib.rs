//! Typed client for the DigitalOcean API.

mod ext;
#[cfg(feature = "fake")]
pub mod fake;
#[rustfmt::skip]
mod generated;
mod runtime;

pub use generated::*;
pub use runtime::*;
