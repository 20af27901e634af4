//! Support code shared by the integration tests.

mod shared;

pub use shared::shared;
