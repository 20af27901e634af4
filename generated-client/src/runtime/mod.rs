//! What every generated operation stands on: HTTP, no resource.

mod param;

pub use param::Param;
