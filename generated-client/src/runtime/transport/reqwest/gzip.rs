use std::io::{self, Write as _};

use bytes::{Buf as _, Bytes};
use flate2::write::GzDecoder;

/// How many compressed bytes are read at once. They become a thousand times as many at most.
const STEP: usize = 1 << 10;

/// Decompresses a body in small steps, so that each takes little time and memory.
///
/// A body may have several members, and zeros after a member, which some servers pad it with: as gzip itself does, they are
/// ignored. Anything else after a member is an error, although browsers ignore it, too: it may be the rest of the content.
pub(super) struct Gzip {
    decoder: GzDecoder<Vec<u8>>,
    input: Bytes,
    has_started: bool,
    /// Whether a member has ended and no other has begun.
    is_between_members: bool,
}

impl Gzip {
    /// Returns none where the client is built without this feature.
    pub(super) fn new() -> Option<Self> {
        Some(Self {
            decoder: GzDecoder::new(Vec::new()),
            input: Bytes::new(),
            has_started: false,
            is_between_members: false,
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
        let mut step = self.input.split_to(STEP.min(self.input.len()));
        while !step.is_empty() {
            if self.is_between_members {
                let padding = step.iter().take_while(|byte| **byte == 0).count();
                step.advance(padding);
                self.is_between_members = step.is_empty();
                continue;
            }
            match self.decoder.write(&step)? {
                0 => self.end_member()?,
                read => step.advance(read),
            }
        }
        self.decoder.flush()?;
        Ok(Some(std::mem::take(self.decoder.get_mut()).into()))
    }

    /// Checks the end of a member, after which the decoder takes no more bytes.
    fn end_member(&mut self) -> io::Result<()> {
        self.decoder.try_finish()?;
        let content = std::mem::take(self.decoder.get_mut());
        self.decoder = GzDecoder::new(content);
        self.is_between_members = true;
        Ok(())
    }

    /// Returns whether there are compressed bytes that were not read.
    pub(super) fn has_input(&self) -> bool {
        !self.input.is_empty()
    }

    /// Returns the last bytes. A body that ends early is an error.
    pub(super) fn finish(mut self) -> io::Result<Bytes> {
        if !self.has_started || self.is_between_members {
            return Ok(std::mem::take(self.decoder.get_mut()).into());
        }
        self.decoder.finish().map(Bytes::from)
    }
}
