use std::io::{self, Write as _};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;

/// How many compressed bytes are read at once. They become a thousand times as many at most.
const STEP: usize = 1 << 10;

/// Decompresses a body in small steps, so that each takes little time and memory.
pub(super) struct Gzip {
    decoder: MultiGzDecoder<Vec<u8>>,
    input: Bytes,
    has_started: bool,
}

impl Gzip {
    /// Returns none where the client is built without this feature.
    pub(super) fn new() -> Option<Self> {
        Some(Self {
            decoder: MultiGzDecoder::new(Vec::new()),
            input: Bytes::new(),
            has_started: false,
        })
    }

    /// Adds compressed bytes. Those added before have to be read first.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.has_started |= !chunk.is_empty();
        self.input = chunk;
    }

    /// Returns the next bytes, perhaps none, and `None` if more compressed ones are needed.
    pub(super) fn next(&mut self) -> io::Result<Option<Bytes>> {
        if self.input.is_empty() {
            return Ok(None);
        }
        let step = self.input.split_to(STEP.min(self.input.len()));
        self.decoder.write_all(&step)?;
        self.decoder.flush()?;
        Ok(Some(std::mem::take(self.decoder.get_mut()).into()))
    }

    /// Returns whether there are compressed bytes that were not read.
    pub(super) fn has_input(&self) -> bool {
        !self.input.is_empty()
    }

    /// Returns the last bytes. A body that ends early is an error.
    pub(super) fn finish(self) -> io::Result<Bytes> {
        if !self.has_started {
            return Ok(Bytes::new());
        }
        self.decoder.finish().map(Bytes::from)
    }
}
