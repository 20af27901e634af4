//! JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt::{self, Display};

/// The pointer of the value that a walk through a document visits: a list on the stack, which is written where it is needed.
#[derive(Clone, Copy)]
pub(crate) struct PointerPath<'p>(Option<(&'p PointerPath<'p>, Token<'p>)>);

#[derive(Clone, Copy)]
enum Token<'p> {
    Name(&'p str),
    Index(usize),
}

impl<'p> PointerPath<'p> {
    /// The whole document.
    pub(crate) const ROOT: Self = Self(None);

    /// A member of the value.
    pub(crate) fn member(&'p self, name: &'p str) -> Self {
        Self(Some((self, Token::Name(name))))
    }

    /// An item of the value.
    pub(crate) fn item(&'p self, index: usize) -> Self {
        Self(Some((self, Token::Index(index))))
    }
}

impl Display for PointerPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("#"),
            Some((parent, Token::Name(name))) => write!(f, "{parent}/{}", escape(name)),
            Some((parent, Token::Index(index))) => write!(f, "{parent}/{index}"),
        }
    }
}

/// Writes tokens as a JSON pointer.
pub(crate) fn pointer(tokens: &[String]) -> String {
    tokens
        .iter()
        .map(|token| format!("/{}", escape(token)))
        .collect()
}

/// Escapes a token.
pub fn escape(token: &str) -> Cow<'_, str> {
    if token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// Returns the token that was escaped.
pub fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_is_that_of_the_value_that_is_visited() {
        let member = PointerPath::ROOT.member("a/b~");
        assert_eq!(member.to_string(), "#/a~1b~0");
        assert_eq!(member.item(3).to_string(), "#/a~1b~0/3");
        assert_eq!(PointerPath::ROOT.to_string(), "#");
    }
}
