use std::time::Duration;

/// What can go wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nobody accepts the connection.
    ConnectionRefused,
    /// The connection breaks before the request is read: nothing happens.
    ResetBeforeRead,
    /// The connection breaks after the request was carried out: the answer is lost.
    ResetAfterRead,
    /// The headers take this long.
    SlowHeaders(Duration),
    /// The body comes one byte at a time, with this much time between two.
    SlowBody(Duration),
    /// The body breaks off in the middle.
    TruncatedBody,
    /// The body is this many bytes long.
    OversizedBody(u64),
}

impl Fault {
    /// Returns whether the request is read.
    pub(super) fn lets_arrive(self) -> bool {
        !matches!(self, Self::ConnectionRefused | Self::ResetBeforeRead)
    }
}
