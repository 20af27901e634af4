//! The clients of all constructs that the generator supports, compiled together on the one runtime.

#[rustfmt::skip]
pub mod clients;
#[path = "../../../generated-client/src/runtime/mod.rs"]
mod runtime;

pub use runtime::*;
