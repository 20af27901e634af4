use std::{fmt, str::FromStr};

use percent_encoding::percent_decode_str;
use url::Url;

use crate::runtime::error::build_error::BuildError;
use crate::runtime::operation::arguments::push_pair;

/// The parameters that lead to a page.
const PARAMETERS: [&str; 3] = ["page", "page_token", "after"];

/// What stands before the page size in a cursor's text.
const SIZE: &str = "&per_page=";

/// A place in a list, from which `Request::cursor` goes on.
///
/// Its text can be stored and parsed again. The page size is part of it, since page 2 is another
/// place in a list of smaller pages; the filters of the list are not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// How many items the pages have that a page number counts.
    pub(crate) size: Option<u64>,
}

impl Cursor {
    pub(crate) fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
            size: None,
        }
    }

    /// Adds the page size, where the place depends on it.
    pub(crate) fn with_size(mut self, size: Option<u64>) -> Self {
        self.size = size.filter(|_| self.name == "page");
        self
    }

    /// Takes what leads on from a `next` link. Its host does not matter: nothing is sent there.
    pub(crate) fn from_link(link: &str) -> Option<Self> {
        let base = Url::parse("https://link.invalid").ok()?;
        let url = base.join(link).ok()?;
        let find = |name: &'static str| {
            let pair = url.query_pairs().find(|(other, _)| other == name)?;
            let value = pair.1.into_owned();
            (!value.is_empty()).then(|| Self::new(name, value))
        };
        find("page_token").or_else(|| find("page"))
    }

    /// Returns the number of the page, if it has one.
    pub(crate) fn number(&self) -> Option<u64> {
        (self.name == "page").then(|| self.value.parse().ok())?
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        push_pair(&mut text, self.name, &self.value);
        f.write_str(&text)?;
        match self.size {
            None => Ok(()),
            Some(size) => write!(f, "{SIZE}{size}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = BuildError;

    fn from_str(text: &str) -> Result<Self, BuildError> {
        let invalid = || BuildError::new(format!("{text:?} is no cursor of a list"));
        let (place, size) = match text.split_once(SIZE) {
            None => (text, None),
            Some((place, size)) => (place, Some(positive(size).ok_or_else(invalid)?)),
        };
        let (name, value) = place.split_once('=').ok_or_else(invalid)?;
        let known = PARAMETERS.into_iter().find(|known| *known == name);
        let name = known.ok_or_else(invalid)?;
        let value = percent_decode_str(value)
            .decode_utf8()
            .map_err(|_| invalid())?;
        if value.is_empty() || (name == "page" && positive(&value).is_none()) {
            return Err(invalid());
        }
        Ok(Self::new(name, value).with_size(size))
    }
}

fn positive(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number > 0)
}
