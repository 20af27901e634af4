//! Responses that are read while they arrive: server-sent events ([`EventStream`]) and files ([`Download`]).

mod blocks;
mod chunks;
mod error_event;
mod event;
mod event_stream;
mod idle;
mod meter;
mod opening;

pub(crate) use chunks::Chunks;
pub use event::{Event, RawEvent};
pub use event_stream::EventStream;
pub use opening::Opening;
