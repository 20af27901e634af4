//! Words and cases.
//!
//! `heck` splits `floatingIPs` into `floating_i_ps` and `IPv6` into `i_pv6`. The text is therefore rewritten first, so
//! that every acronym is one capitalised word; after that heck's rules are the right ones.

use std::fmt::Write as _;

use heck::ToSnakeCase;

/// Returns the words of a text in lower case, joined by `_`, in its own letters.
pub(crate) fn divided(text: &str) -> String {
    // Most names of the document are in this form already.
    if is_divided(text) {
        return text.to_owned();
    }
    // One word of the standard with this name (RFC 6749), although its capitals say two. Names of products are in `spec/`.
    let text = text.replace("OAuth", "Oauth");
    tame_acronyms(&text).to_snake_case()
}

/// Returns the words of a text in lower case, joined by `_`, in ASCII; empty only where the text is.
pub(crate) fn snake(original: &str) -> String {
    // Rust accepts other letters, but not every editor and reader does.
    let plain = divided(&deunicode::deunicode_with_tofu(original, " "));
    if plain.is_empty() {
        code_points(original)
    } else {
        plain
    }
}

/// Returns whether a text is what [`divided`] would make of it: lower case, with a sign between words only.
fn is_divided(text: &str) -> bool {
    let is_word = |word: &str| {
        let mut bytes = word.bytes();
        !word.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.split('_').all(is_word)
}

/// Returns the words of `snake` in Pascal case. Adjacent numbers stay apart: `v_1_2` is `V1_2`.
pub(crate) fn pascal(snake: &str) -> String {
    let mut pascal = String::with_capacity(snake.len());
    for word in snake.split('_').filter(|word| !word.is_empty()) {
        let digits_meet = pascal.ends_with(|last: char| last.is_ascii_digit())
            && word.starts_with(|first: char| first.is_ascii_digit());
        if digits_meet {
            pascal.push('_');
        }
        let (first, rest) = word.split_at(1);
        pascal.push_str(&first.to_ascii_uppercase());
        pascal.push_str(rest);
    }
    pascal
}

/// Rewrites `IPs`, `IPv6`, `VPCs` and `1Clicks` to `Ips`, `Ipv6`, `Vpcs` and `1_Clicks`, and everything except ASCII
/// letters and digits to blanks.
fn tame_acronyms(text: &str) -> String {
    let bytes: Vec<char> = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut out = String::with_capacity(bytes.len() + 4);
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|c| c.is_ascii_uppercase())
            .count();
        let after = |offset: usize| bytes.get(at + run + offset).copied().unwrap_or(' ');
        let plural = after(0) == 's' && !after(1).is_ascii_lowercase();
        let versioned = after(0) == 'v' && after(1).is_ascii_digit();
        if run >= 2 && (plural || versioned) {
            out.push(bytes[at]);
            out.extend(bytes[at + 1..at + run].iter().map(char::to_ascii_lowercase));
            out.push(after(0));
            at += run + 1;
        } else if run > 0 {
            out.extend(&bytes[at..at + run]);
            at += run;
        } else {
            out.push(bytes[at]);
            let begins_with_digits = out
                .rsplit(' ')
                .next()
                .is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
            if bytes[at].is_ascii_digit() && begins_with_digits && after(1).is_ascii_uppercase() {
                out.push(' ');
            }
            at += 1;
        }
    }
    out
}

/// Returns words for a text without any letter or digit: the names of its signs, or code points.
fn code_points(text: &str) -> String {
    let mut words = String::new();
    for c in text.chars() {
        let separator = if words.is_empty() { "" } else { "_" };
        // Writing into a string does not fail.
        let _ = match sign(c) {
            Some(name) => write!(words, "{separator}{name}"),
            None => write!(words, "{separator}u{:04x}", u32::from(c)),
        };
    }
    words
}

/// Returns the text with every sign but separators as a word: `+name`, and `-name`, because `-` does not separate words at the start.
pub(super) fn with_signs(wire: &str) -> String {
    let mut text = String::with_capacity(wire.len() + 8);
    let mut is_separated = true;
    for c in wire.chars() {
        let is_separator = matches!(c, '_' | ' ') || (c == '-' && !is_separated);
        match sign(c).filter(|_| !is_separator) {
            Some(name) => {
                text.push(' ');
                text.push_str(name);
                text.push(' ');
            }
            None => text.push(c),
        }
        is_separated = !c.is_alphanumeric();
    }
    text
}

/// Returns the word for a sign.
pub(super) fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "blank",
        '\t' => "tab",
        '\n' | '\r' => "line",
        '*' => "star",
        '+' => "plus",
        '-' => "minus",
        '%' => "percent",
        '/' => "slash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '?' => "question",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '&' => "and",
        '|' => "or",
        '~' => "tilde",
        '^' => "caret",
        '_' => "underscore",
        '(' | ')' | '[' | ']' | '{' | '}' => "bracket",
        '"' | '\'' | '`' => "quote",
        '\\' => "backslash",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_divided_already_stay_as_they_are() {
        for text in ["a", "a_b", "a1_2b", "v_1_2", "1_clicks"] {
            assert!(is_divided(text), "{text}");
            // The capital keeps the text from being returned as it is.
            let long_way = divided(&format!("X_{text}"));
            assert_eq!(long_way.strip_prefix("x_"), Some(text));
        }
    }

    #[test]
    fn signs_at_the_ends_and_next_to_each_other_do_not_divide_words() {
        for (text, words) in [
            ("_a", "a"),
            ("a_", "a"),
            ("a__b", "a_b"),
            ("__", ""),
            ("", ""),
        ] {
            assert_eq!(divided(text), words, "{text}");
        }
    }
}
