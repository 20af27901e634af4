use std::borrow::Cow;
use std::{fmt, str::FromStr};

use percent_encoding::percent_decode_str;
use serde_core::de::{Deserialize, Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};
use url::Url;

use crate::runtime::operation::arguments::push_pair;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::paginated::Paginated;
use crate::runtime::request::Request;

/// The parameters that select a page.
const PARAMETERS: [&str; 3] = ["page", "page_token", "after"];

/// The text before the page size in a cursor.
const SIZE: &str = "&per_page=";

/// A position in a list, at which [`Request::cursor`](crate::Request::cursor) continues.
///
/// `Display`, `FromStr` and serde write and read it as a string. The page size is part of it, because
/// page 2 is another position in a list of smaller pages; the filters of the list are not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// The number of items on a page, where the position is a page number.
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

    /// Adds the page size, where the position depends on it.
    pub(crate) fn with_size(mut self, size: Option<u64>) -> Self {
        self.size = size.filter(|_| self.name == "page");
        self
    }

    /// Reads the position from a `next` link. Its host is ignored: no request is sent to it.
    pub(crate) fn from_link(link: &str) -> Option<Self> {
        let base = Url::parse("https://link.invalid").ok()?;
        let url = base.join(link).ok()?;
        let find = |name: &'static str| {
            let pair = url.query_pairs().find(|(other, _)| other == name)?;
            let value = pair.1.into_owned();
            (!value.is_empty()).then(|| Self::new(name, value))
        };
        let number = || find("page").filter(|cursor| positive(&cursor.value).is_some());
        find("page_token").or_else(number)
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

    fn from_str(cursor: &str) -> Result<Self, BuildError> {
        let invalid = || BuildError::new(format!("invalid cursor {cursor:?}"));
        let (place, size) = match cursor.split_once(SIZE) {
            None => (cursor, None),
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

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?
            .parse()
            .map_err(D::Error::custom)
    }
}

fn positive(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number > 0)
}

impl<O: Paginated> Request<O> {
    /// Resumes at a position that [`Items::cursor`] or [`Pages::cursor`] returned, with pages of the
    /// same size. The filters have to be set as they were.
    ///
    /// [`Items::cursor`]: crate::pagination::Items::cursor
    /// [`Pages::cursor`]: crate::pagination::Pages::cursor
    pub fn cursor(mut self, cursor: Cursor) -> Self {
        let Cursor { name, value, size } = cursor;
        self.options.set_query(Cow::Borrowed(name), value);
        match size {
            Some(size) => self.with_page_size(size),
            None => self,
        }
    }
}
