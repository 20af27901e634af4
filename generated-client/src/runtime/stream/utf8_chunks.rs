use bytes::Bytes;

/// Replaces what is not UTF-8 in the chunks of a stream of events, as the specification of such streams requires.
#[derive(Default)]
pub(super) struct Utf8Chunks {
    /// The start of a character whose rest is in the next chunk.
    start: Vec<u8>,
}

impl Utf8Chunks {
    /// Returns the text of the next chunk.
    pub(super) fn decode(&mut self, chunk: Bytes) -> Bytes {
        if self.start.is_empty() && str::from_utf8(&chunk).is_ok() {
            return chunk;
        }
        let mut bytes = std::mem::take(&mut self.start);
        bytes.extend_from_slice(&chunk);
        let mut text = Vec::with_capacity(bytes.len());
        let mut rest = &bytes[..];
        while let Err(error) = str::from_utf8(rest) {
            let (valid, invalid) = rest.split_at(error.valid_up_to());
            text.extend_from_slice(valid);
            let Some(length) = error.error_len() else {
                self.start = invalid.to_vec();
                return text.into();
            };
            text.extend_from_slice("\u{fffd}".as_bytes());
            rest = &invalid[length..];
        }
        text.extend_from_slice(rest);
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_of_any_size_are_the_text_of_the_whole() {
        let bytes =
            b"\xef\xbb\xbfa\xff\xc3\xa4\xf0\x9f\x98\x80\xed\xa0\xbd\xe2\x82b\xf0\x9f\n\xc3\n";
        for size in 1..=bytes.len() {
            let mut chunks = Utf8Chunks::default();
            let text: Vec<u8> = bytes
                .chunks(size)
                .flat_map(|chunk| chunks.decode(Bytes::copy_from_slice(chunk)))
                .collect();
            assert_eq!(text, String::from_utf8_lossy(bytes).as_bytes(), "{size}");
        }
        // The start of a character is kept until its rest arrives.
        let mut chunks = Utf8Chunks::default();
        assert_eq!(chunks.decode(Bytes::from_static(b"a\xe2\x82")), "a");
        assert_eq!(chunks.decode(Bytes::from_static(b"\xacb")), "€b");
    }
}
