//! Support code shared by the integration tests.

mod payload;
mod shared;

pub use payload::problems;
pub use shared::shared;
