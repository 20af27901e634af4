use std::convert::Infallible;
use std::io;

use bytes::Bytes;

/// Without the feature `gzip` there is nothing that decompresses.
pub(super) struct Gzip(Infallible);

impl Gzip {
    pub(super) fn new() -> Option<Self> {
        None
    }

    pub(super) fn push(&mut self, _chunk: Bytes) {
        match self.0 {}
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Bytes>> {
        match self.0 {}
    }

    pub(super) fn has_input(&self) -> bool {
        match self.0 {}
    }

    pub(super) fn finish(self) -> io::Result<Bytes> {
        match self.0 {}
    }
}
