/// Returns the offset of a line and column as serde_json counts them, both from one, in bytes.
pub(crate) fn offset_of(body: &[u8], line: usize, column: usize) -> usize {
    let start: usize = body
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (start + column).min(body.len())
}

/// Returns at most 200 bytes of a body around an offset.
pub(crate) fn excerpt(body: &[u8], offset: usize) -> String {
    const BEFORE: usize = 140;
    const LONGEST: usize = 200;
    let text = String::from_utf8_lossy(body);
    let offset = offset.min(text.len());
    let start = text.ceil_char_boundary(offset.saturating_sub(BEFORE));
    let end = text.floor_char_boundary((start + LONGEST).min(text.len()));
    text[start..end].to_owned()
}
