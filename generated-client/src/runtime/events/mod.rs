//! Server-sent events.

mod blocks;
mod chunks;
mod event;
mod meter;
mod opening;
mod stream;

pub(crate) use chunks::Chunks;
pub use event::{Event, RawEvent};
pub use opening::Opening;
pub use stream::EventStream;
