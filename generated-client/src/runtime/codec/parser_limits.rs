//! JSON that the parser rejects although its values are known: numbers beyond the range of floats, halves of surrogate
//! pairs, which servers create when they cut strings off, and what some servers write although JSON has no such values:
//! `NaN`, infinite numbers, control characters in strings, and text that is not UTF-8.
//!
//! One value of a page does not decide about the others.

use std::fmt::Write as _;

use serde_core::de::IgnoredAny;

/// The length of a number from which on it may be too large for a float: `1e309`.
const MIN_LENGTH: usize = 5;

/// The limit beyond which numbers are too large. The parser rounds those close to the largest float in another way.
const LIMIT: f64 = 1e308;

/// The numbers that JSON lacks, in lower case.
const NOT_FINITE: [&str; 6] = ["nan", "-nan", "infinity", "-infinity", "inf", "-inf"];

/// The escape of the character that replaces others that cannot be represented.
const REPLACEMENT: &str = "\\ufffd";

/// Returns a document that the parser rejected because of such values in another form: with the numbers as strings,
/// and the replacement character for the halves.
///
/// A string is converted where a number is declared, or kept where it cannot be.
#[cold]
pub(super) fn representable(error: &serde_json::Error, document: &str) -> Option<String> {
    const MESSAGES: [&str; 7] = [
        "number out of range",
        "lone leading surrogate in hex escape",
        "unexpected end of hex escape",
        "control character (",
        "expected value",
        "expected ident",
        "invalid number",
    ];
    let message = error.to_string();
    let is_rejected = MESSAGES.iter().any(|start| message.starts_with(start));
    (is_rejected && error.is_syntax()).then(|| rewrite(document))?
}

/// Returns a body as a document in which all values can be represented; `None` if it is not JSON in any way.
#[cold]
pub(crate) fn rewritten(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let document = rewrite(&text).unwrap_or_else(|| text.into_owned());
    let is_json = serde_json::from_str::<IgnoredAny>(&document).is_ok();
    is_json.then_some(document)
}

/// Returns none if nothing changes.
fn rewrite(document: &str) -> Option<String> {
    let mut rewritten = String::with_capacity(document.len() + 2);
    let mut is_changed = false;
    let mut rest = document;
    while let Some(start) = rest.find(|c: char| c == '"' || is_part_of_word(c)) {
        let (before, token) = rest.split_at(start);
        rewritten.push_str(before);
        let length = match token.starts_with('"') {
            true => length_of_string(token),
            false => token
                .find(|c: char| !is_part_of_word(c))
                .unwrap_or(token.len()),
        };
        let (token, after) = token.split_at(length);
        if token.starts_with('"') {
            is_changed |= push_string(&mut rewritten, token);
        } else if is_too_large(token) || is_not_finite(token) {
            rewritten.push('"');
            rewritten.push_str(token);
            rewritten.push('"');
            is_changed = true;
        } else {
            rewritten.push_str(token);
        }
        rest = after;
    }
    rewritten.push_str(rest);
    is_changed.then_some(rewritten)
}

/// Returns whether a character may be in a number or a literal.
fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_')
}

fn is_too_large(token: &str) -> bool {
    let starts_as_number = token.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let number = (starts_as_number && token.len() >= MIN_LENGTH).then(|| token.parse::<f64>());
    number.is_some_and(|number| number.is_ok_and(|number| number.abs() > LIMIT))
}

fn is_not_finite(token: &str) -> bool {
    NOT_FINITE
        .iter()
        .any(|name| token.eq_ignore_ascii_case(name))
}

/// Returns the length of the string that a text starts with, with its quotes.
fn length_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

/// Adds a string, and returns whether a half of a surrogate pair was replaced in it, or a control character escaped.
fn push_string(to: &mut String, mut string: &str) -> bool {
    let mut is_changed = false;
    while let Some(start) = string.find(|c: char| c == '\\' || c < ' ') {
        let (before, escape) = string.split_at(start);
        to.push_str(before);
        let is_pair = matches!(unit(escape), Some(0xd800..0xdc00))
            && matches!(escape.get(6..).and_then(unit), Some(0xdc00..0xe000));
        let length = match (unit(escape), escape.as_bytes()) {
            (Some(_), _) if is_pair => 12,
            (Some(0xd800..0xe000), _) => {
                to.push_str(REPLACEMENT);
                is_changed = true;
                string = &escape[6..];
                continue;
            }
            (None, [control @ ..b' ', ..]) => {
                let _ = write!(to, "\\u{control:04x}");
                is_changed = true;
                string = &escape[1..];
                continue;
            }
            _ => {
                // Including a control character, which is invalid there.
                let escaped = escape.chars().nth(1);
                1 + escaped.map_or(0, char::len_utf8)
            }
        };
        let (escape, after) = escape.split_at(length);
        to.push_str(escape);
        string = after;
    }
    to.push_str(string);
    is_changed
}

/// Returns the code unit of the escape `\uXXXX` that a text starts with.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16)
        .ok()
        .filter(|_| is_hexadecimal)
}
