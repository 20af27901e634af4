use crate::runtime::codec::DecodeLimits;
use crate::runtime::operation::Operation;

/// An operation that can return server-sent events.
pub trait Streaming: Operation {
    /// The type of an event.
    type Event: Send + 'static;

    /// Reads an event of any size, `None` where the data is of another shape or has nothing of it.
    fn read_event(data: &[u8]) -> Option<Self::Event> {
        Self::read_event_within(data, &DecodeLimits::default())
    }

    #[doc(hidden)]
    fn read_event_within(data: &[u8], limits: &DecodeLimits) -> Option<Self::Event>;
}
