use fastrand::Rng;

/// Inputs that parsers of JSON, of events and of headers are known to mishandle.
const FRAGMENTS: [&str; 24] = [
    "null",
    "true",
    "0",
    "-0.0",
    "1e400",
    "-1",
    "1.0",
    "18446744073709551616",
    "9007199254740993",
    r#""""#,
    r#""\ud800""#,
    r#""\u0000""#,
    r#""unheard of""#,
    r#""2024-02-30T25:61:61Z""#,
    r#""0000-01-01T00:00:00+23:59""#,
    "{}",
    "[]",
    "[null]",
    "[[[[[[[[",
    r#"{"":{"":{"":"#,
    "\n\n",
    "data: ",
    "\u{feff}",
    "\u{1f}",
];

/// Changes bytes in up to four places.
pub fn change(bytes: &mut Vec<u8>, random: &mut Rng) {
    for _ in 0..random.usize(1..=4) {
        let start = random.usize(..=bytes.len());
        let end = (start + random.usize(..24)).min(bytes.len());
        match random.u8(..6) {
            0 => drop(bytes.drain(start..end)),
            1 => bytes.truncate(start.max(12)),
            2 => bytes
                .splice(start..start, bytes[start..end].to_vec())
                .for_each(drop),
            3 => replace_value(bytes, start, random),
            _ if start < end => bytes[start] ^= 1 << random.u8(..8),
            _ => bytes.push(random.u8(..)),
        }
    }
}

/// Replaces the next JSON value (after a colon, a comma or a bracket) by a fragment.
fn replace_value(bytes: &mut Vec<u8>, from: usize, random: &mut Rng) {
    let opens = |byte: &u8| matches!(byte, b':' | b',' | b'[');
    let closes = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'\n');
    let start = bytes[from..].iter().position(opens);
    let start = start.map_or(from, |offset| from + offset + 1);
    let end = bytes[start..].iter().position(closes);
    let end = end.map_or(bytes.len(), |offset| start + offset);
    let fragment = FRAGMENTS[random.usize(..FRAGMENTS.len())];
    bytes.splice(start..end, fragment.bytes());
}
