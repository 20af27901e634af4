use crate::runtime::operation::Operation;

/// An operation that can answer with server-sent events.
pub trait Streaming: Operation {
    /// What an event holds.
    type Event: Send + 'static;

    /// Reads an event, `None` where the data is of another shape or has nothing of it.
    fn read_event(data: &[u8]) -> Option<Self::Event>;
}
