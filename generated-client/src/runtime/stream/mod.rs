//! Responses that are read while they arrive: server-sent events ([`EventStream`]) and files ([`Download`]).

mod chunks;
mod error_event;
mod event;
mod event_size;
mod event_stream;
mod idle;
mod json_end;
mod limited_chunks;
mod opening;
mod utf8_chunks;

use crate::runtime::client::options::ReadMode;
use crate::runtime::operation::streaming::Streaming;
use crate::runtime::request::Request;

pub(crate) use chunks::Chunks;
pub use event::{Event, RawEvent};
pub use event_stream::EventStream;
pub use opening::Opening;

impl<O: Streaming> Request<O> {
    /// Sends the request and returns the events of the response while they arrive. `stream: true` is
    /// set in the body.
    ///
    /// The time limit of the attempt applies to the start of the response; after that the client's
    /// idle time limit applies. A stream that has started is not repeated.
    pub fn stream(mut self) -> Opening<O> {
        self.options.mode = ReadMode::Stream;
        Opening::new(self.prepare())
    }
}
