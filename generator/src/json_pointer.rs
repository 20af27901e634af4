//! JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt::Display;
use std::fmt::Write as _;

/// The pointer of the value that a walk through a document visits: one text that grows and shrinks, instead of one for each value.
pub(crate) struct PointerBuilder(String);

impl PointerBuilder {
    /// The whole document.
    pub(crate) fn root() -> Self {
        Self("#".to_owned())
    }

    /// Visits a member.
    pub(crate) fn member<T>(&mut self, name: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        self.inside(&escape(name), visit)
    }

    /// Visits the value of a token that needs no escape, such as an index.
    pub(crate) fn inside<T>(
        &mut self,
        token: &dyn Display,
        visit: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let length = self.0.len();
        // Writing into a string does not fail.
        let _ = write!(self.0, "/{token}");
        let result = visit(self);
        self.0.truncate(length);
        result
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
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
        let mut pointer = PointerBuilder::root();
        pointer.member("a/b~", |pointer| {
            assert_eq!(pointer.as_str(), "#/a~1b~0");
            pointer.inside(&3, |pointer| assert_eq!(pointer.as_str(), "#/a~1b~0/3"));
            assert_eq!(pointer.as_str(), "#/a~1b~0");
        });
        assert_eq!(pointer.as_str(), "#");
    }
}
