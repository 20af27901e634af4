//! Free text of a server without the secrets that it quotes, such as headers and settings of the request.

/// Words before a secret. Fewer than the names of fields that suggest one (`codec/redaction.rs`): of a sentence such as
/// `invalid value: 500`, the value is what helps.
const NAMES: [&str; 12] = [
    "access_key",
    "api_key",
    "apikey",
    "authorization",
    "cookie",
    "credential",
    "passwd",
    "password",
    "private_key",
    "pwd",
    "secret",
    "token",
];

/// The length from which on a word without digits looks like a secret, too.
const LONG: usize = 20;

/// What is shown instead of a secret.
const HIDDEN: &str = "…";

/// Returns a text in which secrets are hidden: after `Basic` and `Bearer`, in `password=x` and `token: x1`, and in the user part of
/// URLs.
pub(super) fn redacted(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(word) = next_word(rest) {
        let (before, after) = rest.split_at(word.start);
        redacted.push_str(before);
        let (shown, after) = after.split_at(word.length);
        redacted.push_str(shown);
        let hidden = hidden_after(shown, after);
        let (between, after) = after.split_at(hidden.start);
        redacted.push_str(between);
        let (secret, after) = after.split_at(hidden.length);
        if !secret.is_empty() {
            redacted.push_str(HIDDEN);
        }
        rest = after;
    }
    redacted.push_str(rest);
    redacted
}

/// A part of a text.
#[derive(Default)]
struct TextRange {
    start: usize,
    length: usize,
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

fn next_word(text: &str) -> Option<TextRange> {
    let start = text.find(is_in_word)?;
    let end = text[start..].find(|c| !is_in_word(c));
    let length = end.unwrap_or(text.len() - start);
    Some(TextRange { start, length })
}

/// Returns the secret that follows a word, an empty part if there is none.
fn hidden_after(word: &str, text: &str) -> TextRange {
    if let Some(authority) = text.strip_prefix("://") {
        let end = authority.find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"'));
        let authority = &authority[..end.unwrap_or(authority.len())];
        let length = authority.rfind('@').unwrap_or_default();
        return TextRange { start: 3, length };
    }
    let after_name = text.trim_start_matches(['"', '\'']);
    let after_sign = after_name.trim_start().strip_prefix(['=', ':']);
    let is_assigned = after_name.trim_start().starts_with('=');
    let value = match after_sign {
        Some(value) if is_secret_name(word) => value,
        _ if is_scheme(word) => text,
        _ => return TextRange::default(),
    };
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&' | ',' | ';' | '<' | '>');
    let length = value.find(is_end).unwrap_or(value.len());
    let secret = &value[..length];
    if is_scheme(secret) || !(is_assigned || looks_secret(secret)) {
        return TextRange::default();
    }
    TextRange {
        start: text.len() - value.len(),
        length,
    }
}

/// Returns whether a word is an authentication scheme, which is followed by a credential.
fn is_scheme(word: &str) -> bool {
    let mut schemes = ["basic", "bearer"].iter();
    schemes.any(|scheme| word.eq_ignore_ascii_case(scheme))
}

fn is_secret_name(word: &str) -> bool {
    let word = word.to_ascii_lowercase().replace('-', "_");
    NAMES.iter().any(|name| word.ends_with(name))
}

fn looks_secret(word: &str) -> bool {
    word.len() >= LONG || word.chars().any(|c| c.is_ascii_digit())
}
