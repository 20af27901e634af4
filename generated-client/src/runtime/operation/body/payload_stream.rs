//! Bodies that are read from a source while they are sent.

use std::io;

use bytes::Bytes;

use crate::runtime::platform::future::{BoxFuture, BoxStream};

/// The source of a streamed body.
pub type PayloadStream = BoxStream<'static, io::Result<Bytes>>;

pub(crate) trait OpenSource: Send + Sync {
    fn open(&self) -> BoxFuture<'static, io::Result<PayloadStream>>;
}

impl<F> OpenSource for F
where
    F: Fn() -> BoxFuture<'static, io::Result<PayloadStream>> + Send + Sync,
{
    fn open(&self) -> BoxFuture<'static, io::Result<PayloadStream>> {
        self()
    }
}
