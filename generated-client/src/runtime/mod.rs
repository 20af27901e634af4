//! What every generated operation stands on: HTTP, no resource.

pub(crate) mod codec;
mod param;

pub use codec::{DecodeError, Drift, IntegerString, Nullable, Secret, Timestamp};
pub use param::Param;
