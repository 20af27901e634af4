//! JSON pointers (RFC 6901), for the second reader: it shares no code with the generator.

/// Escapes a token.
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Returns the token that was escaped.
pub fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
