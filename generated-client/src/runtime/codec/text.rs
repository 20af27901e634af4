use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Deserializer, Visitor};

/// Reads a string that the caller turns into something else, borrowed where the source allows.
pub(crate) fn read_text<'de, D: Deserializer<'de>>(
    source: D,
    expected: &'static str,
) -> Result<Option<Cow<'de, str>>, D::Error> {
    source.deserialize_any(Text(expected))
}

/// Reads a string that is one of an open set.
pub(crate) fn read_open<'de, T, D>(target: &mut T, source: D) -> Result<bool, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    let Some(text) = read_text(source, "a string")? else {
        return Ok(false);
    };
    *target = T::from(&text);
    Ok(true)
}

struct Text(&'static str);

impl<'de> Visitor<'de> for Text {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text)))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_any(self)
    }
}
