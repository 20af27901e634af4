use std::time::Duration;

/// An error of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection is refused.
    ConnectionRefused,
    /// The connection breaks before the request is read: it is not carried out.
    ResetBeforeRead,
    /// The connection breaks after the request was carried out: the response is lost.
    ResetAfterRead,
    /// The headers arrive after this time.
    SlowHeaders(Duration),
    /// The body arrives one byte at a time, with this time between two bytes.
    SlowBody(Duration),
    /// The connection breaks in the middle of the body.
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
