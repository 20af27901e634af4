//! The text of a `$ref`: a relative path, a JSON pointer, or both.

use std::borrow::Cow;

use super::error::ProblemKind;
use crate::json_pointer::unescape;

/// A `$ref`, resolved against the file that contains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The path inside the tree, or `None` for the file that contains it.
    pub(crate) path: Option<String>,
    /// The unescaped tokens of the JSON pointer.
    pub(crate) tokens: Vec<String>,
}

impl Reference {
    /// Reads a `$ref` in `file`.
    pub(crate) fn parse(file: &str, reference: &str) -> Result<Self, ProblemKind> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.contains("://") || path.starts_with("//") {
            return Err(ProblemKind::Remote(reference.to_owned()));
        }
        let bad = || ProblemKind::BadReference(reference.to_owned());
        let path = match path {
            "" if fragment.is_empty() && !reference.contains('#') => return Err(bad()),
            "" => None,
            path => Some(join(file, path).ok_or_else(bad)?),
        };
        let fragment = percent_decode(fragment).ok_or_else(bad)?;
        let tokens = match fragment.strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(unescape).collect(),
            None if fragment.is_empty() => Vec::new(),
            None => return Err(bad()),
        };
        Ok(Self { path, tokens })
    }
}

/// Returns `path` relative to the folder of `file`, without `.` and `..`; `None` when it leaves the tree.
fn join(file: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = file.split('/').collect();
    segments.pop();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Decodes `%2F` and its like; `None` when the result is not UTF-8 or a `%` is not followed by two hex digits.
pub(crate) fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, tail) = rest
            .split_at_checked(2)
            .filter(|(digits, _)| digits.iter().all(u8::is_ascii_hexdigit))?;
        bytes.push(u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?);
        rest = tail;
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}
