//! Recognises a page that was read before, by the text of its items.

use std::hash::{DefaultHasher, Hasher as _};

use crate::runtime::operation::meta::Meta;

/// Returns a hash of the items' text; `None` without the text of a list with items.
///
/// The rest of a response does not count: a server may repeat a page and number it differently.
pub(super) fn fingerprint(meta: &Meta, body: &[u8]) -> Option<u64> {
    let paths = std::iter::once(meta.at).chain(meta.or_at.iter().copied());
    let text = paths.into_iter().find_map(|path| value_at(body, path))?;
    let inside = text.get(1..text.len().checked_sub(1)?)?;
    if inside.trim_ascii().is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(text);
    Some(hasher.finish())
}

/// Returns the text of the value at a path of members. The body is valid JSON.
fn value_at<'b>(body: &'b [u8], path: &[&str]) -> Option<&'b [u8]> {
    let body = body.trim_ascii_start();
    let Some((name, path)) = path.split_first() else {
        return body.get(..length_of_value(body));
    };
    let name = name.trim_end_matches("[]").as_bytes();
    let is_list = path.is_empty();
    let mut rest = body.strip_prefix(b"{")?.trim_ascii_start();
    while rest.first() == Some(&b'"') {
        let key = rest.get(..length_of_value(rest))?;
        rest = rest.get(key.len()..)?.trim_ascii_start();
        rest = rest.strip_prefix(b":")?.trim_ascii_start();
        let value = rest.get(..length_of_value(rest))?;
        if key.get(1..key.len() - 1) == Some(name) {
            let inside = if value.starts_with(b"[") { &[] } else { path };
            return if is_list {
                Some(value)
            } else {
                value_at(value, inside)
            };
        }
        rest = rest.get(value.len()..)?.trim_ascii_start();
        rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
    }
    None
}

/// Returns the length of the JSON value that a text starts with.
fn length_of_value(text: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(byte) = text.get(position) {
        match byte {
            b'"' => {
                position += length_of_string(&text[position..]);
                if depth == 0 {
                    return position;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return position + depth,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return position,
            _ => {}
        }
        position += 1;
    }
    text.len()
}

/// Returns the length of the string that a text starts with, quotes included.
fn length_of_string(text: &[u8]) -> usize {
    let mut position = 1;
    while let Some(byte) = text.get(position) {
        match byte {
            b'"' => return position + 1,
            b'\\' => position += 2,
            _ => position += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &Meta = &Meta {
        at: &["scan", "findings"],
        or_at: &[&["edges[]", "node"]],
        ..Meta::GET
    };

    fn of(body: &str) -> Option<u64> {
        fingerprint(META, body.as_bytes())
    }

    #[test]
    fn only_the_items_count() {
        let page = of(r#"{"scan":{"findings":[{"id":1,"name":"a]}\""}]},"meta":{"page":1}}"#);
        assert!(page.is_some());
        let others = [
            r#" { "meta": { "page": 2, "x": [[], {}, "}]"] }, "scan": { "id": "a", "findings": [{"id":1,"name":"a]}\""}] } } "#,
            r#"{"a":null,"b":true,"c":-1.5e3,"d\"":"\\","scan":{"findings":[{"id":1,"name":"a]}\""}],"z":{}}}"#,
        ];
        for other in others {
            assert_eq!(of(other), page, "{other}");
        }
        assert_ne!(
            of(r#"{"scan":{"findings":[{"id":2,"name":"a]}\""}]}}"#),
            page
        );
        assert_eq!(
            of(r#"{"edges":[{"node":{"id":1}}]}"#),
            of(r#"{"x":1,"edges":[{"node":{"id":1}}]}"#)
        );
        assert!(of(r#"{"edges":[{"node":{"id":1}}]}"#).is_some());
    }

    #[test]
    fn nothing_is_no_page() {
        for body in [
            "",
            "{}",
            "[]",
            "1",
            r#"{"scan":{}}"#,
            r#"{"scan":{"findings":[ ]}}"#,
            r#"{"scan"#,
        ] {
            assert_eq!(of(body), None, "{body}");
        }
    }
}
