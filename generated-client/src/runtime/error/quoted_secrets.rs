//! Free text of a server without the secrets that it quotes, such as headers and settings of the request.

/// Words before a secret. Fewer than the names of fields that suggest one (`codec/redaction.rs`): of a sentence such as
/// `invalid value: 500`, the value is what helps.
const NAMES: [&str; 16] = [
    "access_key",
    "api_key",
    "apikey",
    "authorization",
    "cookie",
    "credential",
    "kubeconfig",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "pwd",
    "secret",
    "signature",
    "token",
    "user_data",
];

/// The length from which on a word without digits looks like a secret, too.
const LONG: usize = 20;

/// The length from which on a word of letters and digits looks like a token, whatever is before it.
const TOKEN: usize = 40;

/// The text that is shown instead of a secret.
const HIDDEN: &str = "…";

/// Returns a text in which secrets are hidden: after `Basic` and `Bearer`, in `password=x` and `token: x1`, and in the user part of
/// URLs, also where quotes and signs are escaped or encoded; private keys in PEM; and what looks like a token.
pub(super) fn redacted(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(word) = next_word(rest) {
        let (before, after) = rest.split_at(word.start);
        redacted.push_str(before);
        let (shown, after) = after.split_at(word.length);
        redacted.push_str(if is_token(shown) { HIDDEN } else { shown });
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
    if let Some(range) = encoded_user(text).or_else(|| private_key(word, text)) {
        return range;
    }
    let after_name = text.trim_start_matches(['"', '\'', '\\', '[', ']']);
    let after_sign = after_name
        .strip_prefix('>')
        .or_else(|| after_assignment(after_name));
    let is_assigned = after_sign.is_some() && !after_name.trim_start().starts_with(':');
    let after_sign = after_sign.or_else(|| after_word(word, text));
    let value = match after_sign {
        Some(value) if is_secret_name(word) => value,
        _ if is_scheme(word) => text,
        _ => return TextRange::default(),
    };
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = value.trim_start_matches(['"', '\'']);
    let is_end = |c: char| match quote {
        Some(quote) => c == quote,
        None => c.is_whitespace() || matches!(c, '"' | '\'' | '&' | ',' | ';' | '<' | '>'),
    };
    let mut is_escaped = false;
    let is_end = |(_, c): &(usize, char)| {
        let ends = is_end(*c) && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    };
    let length = value
        .char_indices()
        .find(is_end)
        .map_or(value.len(), |(end, _)| end);
    let secret = &value[..length];
    if is_scheme(secret) || !(is_assigned || looks_secret(secret)) {
        return TextRange::default();
    }
    TextRange {
        start: text.len() - value.len(),
        length,
    }
}

/// Returns what follows a sign that assigns a value, also if it is encoded as in URLs.
fn after_assignment(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let signs = ["=>", "=", ":", "%3D", "%3d", "%3A", "%3a"];
    signs.iter().find_map(|sign| text.strip_prefix(sign))
}

/// Returns what follows a name in a sentence such as `the token is x1`, or as an option of a command.
fn after_word<'t>(word: &str, text: &'t str) -> Option<&'t str> {
    let value = text.trim_start();
    let verbs = ["is ", "was "];
    let after_verb = verbs.iter().find_map(|verb| value.strip_prefix(verb));
    after_verb.or_else(|| Some(value).filter(|_| word.starts_with("--")))
}

/// Returns the user part of a URL that is encoded as in URLs.
fn encoded_user(text: &str) -> Option<TextRange> {
    let authority = ["%3A%2F%2F", "%3a%2f%2f"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign))?;
    let end = authority.find(|c: char| c.is_whitespace() || matches!(c, '"' | '&'));
    let authority = &authority[..end.unwrap_or(authority.len())];
    let length = authority.rfind("%40")?;
    Some(TextRange { start: 9, length })
}

/// Returns the content of a private key in PEM, which need not be complete.
fn private_key(word: &str, text: &str) -> Option<TextRange> {
    const END: &str = "KEY-----";
    let start = text.find(END).filter(|_| word.ends_with("-BEGIN"))? + END.len();
    let length = text[start..].find("-----END").unwrap_or(text.len() - start);
    Some(TextRange { start, length })
}

/// Returns whether a word looks like a token. Digests, names and UUIDs do not: they have hexadecimal digits only, or hyphens.
fn is_token(word: &str) -> bool {
    let has = |is: fn(&char) -> bool| word.chars().any(|c| is(&c));
    let is_hexadecimal = word.chars().all(|c| c.is_ascii_hexdigit());
    let is_mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
    word.len() >= TOKEN && is_mixed && !is_hexadecimal && !word.contains('-')
}

/// Returns whether a word is an authentication scheme, which is followed by a credential.
fn is_scheme(word: &str) -> bool {
    let mut schemes = ["basic", "bearer"].iter();
    schemes.any(|scheme| word.eq_ignore_ascii_case(scheme))
}

fn is_secret_name(word: &str) -> bool {
    let word = word.to_ascii_lowercase().replace('-', "_");
    let word = word.strip_suffix('s').unwrap_or(&word);
    NAMES.iter().any(|name| word.ends_with(name))
}

fn looks_secret(word: &str) -> bool {
    word.len() >= LONG || word.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn quoted_escaped_and_encoded_secrets_are_hidden() {
        for text in [
            r#"body was {\"password\":\"hunter2\"}"#,
            r#"body was {\\\"password\\\":\\\"hunter2\\\"}"#,
            "postgres%3A%2F%2Fu%3Ahunter2%40h%2Fdb failed",
            "api_key%3Dhunter2 failed",
            "token%3dhunter2%26a failed",
            "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
            "-----BEGIN EC PRIVATE KEY-----\\nhunter2\\n",
            "X-Amz-Signature=hunter2&a=b",
            "<password>hunter2</password>",
            "{:password=>\"hunter2\"}",
            "password => hunter2",
            "client_secret[]=hunter2",
            "spec[envs][0][password]=hunter2",
            "kubeconfig: hunter2",
            "user_data=hunter2",
            "credentials=hunter2",
            "passphrase: hunter2",
            "\"password\" : \"hun\\\"hunter2\"",
            "password='a hunter2'",
            "password=\"a hunter2\" rest",
            "the token is hunter2, which has expired",
            "your password was 'hunter2'",
            "ran psql --password hunter2",
        ] {
            let shown = redacted(text);
            assert!(!shown.contains("hunter2"), "{text}: {shown}");
            assert!(shown.contains('…'), "{text}: {shown}");
        }
        assert_eq!(redacted("a password=\"a b\" rest"), "a password=\"…\" rest");
    }

    #[test]
    fn words_that_look_like_tokens_are_hidden_everywhere() {
        let digest = "0123456789abcdef".repeat(4);
        for token in [
            format!("dop_v1_{digest}"),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJ1c2Vy".to_owned(),
            "AKIA0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".to_owned(),
        ] {
            assert_eq!(redacted(&format!("no {token}, please")), "no …, please");
        }
        for shown in [
            format!("no manifest sha256:{digest}"),
            "no cluster 0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f-0a1b2c3d".to_owned(),
            "no pool workers-of-the-production-cluster-in-nyc3-0001".to_owned(),
            "Authorization_of_the_organisation_is_required".to_owned(),
            "the token is invalid, and the password is too short".to_owned(),
            "use --token or --password instead".to_owned(),
        ] {
            assert_eq!(redacted(&shown), shown);
        }
    }
}
