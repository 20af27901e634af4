//! The text of JSON paths.

use std::fmt::Write as _;

/// How much of a map's key, which the server chooses, a path shows.
const MAX_KEY_LENGTH: usize = 100;

/// Returns the beginning of a key, which the server chooses.
pub(super) fn shortened(key: &str) -> &str {
    &key[..key.floor_char_boundary(MAX_KEY_LENGTH)]
}

pub(super) fn push_key(path: &mut String, key: &str) {
    let shown = shortened(key);
    push_name(path, shown);
    if shown.len() < key.len() {
        path.push('…');
    }
}

/// Appends `.name`, or `["name"]` where a dot would be ambiguous.
pub(super) fn push_name(path: &mut String, name: &str) {
    let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '$';
    if name.is_empty() || !name.chars().all(plain) {
        let _ = write!(path, "[{name:?}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}
