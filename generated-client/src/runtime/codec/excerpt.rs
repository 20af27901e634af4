use std::ops::Range;

/// Parts of member names whose strings are not shown. Models mark what is secret, but an excerpt
/// shows the surroundings of a place, and members that no model declares.
const TELLING: [&str; 14] = [
    "auth",
    "cert",
    "config",
    "connection",
    "credential",
    "dsn",
    "key",
    "logs",
    "pass",
    "private",
    "secret",
    "token",
    "uri",
    "url",
];

/// Names of members whose strings are not shown, and of which only the whole tells.
const TELLING_NAMES: [&str; 3] = ["code", "user_data", "value"];

/// Returns the offset of a line and column as serde_json counts them, both from one, in bytes.
pub(crate) fn offset_of(body: &[u8], line: usize, column: usize) -> usize {
    let start: usize = body
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (start + column).min(body.len())
}

/// Returns at most 200 bytes of a body around an offset, without what may be secret.
pub(crate) fn excerpt(body: &[u8], offset: usize) -> String {
    const BEFORE: usize = 140;
    const LONGEST: usize = 200;
    let text = String::from_utf8_lossy(body);
    let offset = offset.min(text.len());
    let start = text.ceil_char_boundary(offset.saturating_sub(BEFORE));
    let end = text.floor_char_boundary(start + LONGEST);
    let mut shown = String::new();
    let mut at = start;
    for secret in secrets(&text) {
        if secret.end <= at || secret.start >= end {
            continue;
        }
        shown.push_str(&text[at..secret.start.max(at)]);
        shown.push('…');
        at = secret.end.min(end);
    }
    shown.push_str(&text[at..end]);
    shown
}

/// Returns whether a member of this name may hold a secret.
pub(crate) fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING_NAMES.contains(&&*name) || TELLING.iter().any(|part| name.contains(part))
}

/// Returns where the strings stand whose member has a telling name, quotes excluded.
///
/// The text need not be valid JSON: an excerpt is shown where something is wrong with it.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut after_telling = false;
    let mut at = 0;
    while let Some(quote) = text[at..].find('"') {
        let start = at + quote + 1;
        let end = start + string_length(&text[start..]);
        at = (end + 1).min(text.len());
        if text[at..].trim_start().starts_with(':') {
            after_telling = is_telling(&text[start..end]);
        } else if after_telling && start < end {
            secrets.push(start..end);
        }
    }
    secrets
}

/// Returns the length of a string's content up to its closing quote, or to the end of the text.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    text.bytes()
        .position(|byte| {
            let closes = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            closes
        })
        .unwrap_or(text.len())
}
