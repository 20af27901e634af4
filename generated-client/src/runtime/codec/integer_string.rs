use std::fmt;

use serde_core::de::Deserializer;
use serde_core::ser::{Serialize, Serializer};

use super::scalar::{Found, NumberVisitor, Numeric};
use super::{Content, Place, Wire};

/// An integer that travels as a string, because it may exceed what JavaScript can count.
///
/// Keeps the text that was read, whatever it is; [`to_i64`](Self::to_i64) and
/// [`to_u64`](Self::to_u64) say whether it is a number.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntegerString(String);

impl IntegerString {
    /// Returns the text as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the number, if the text is one that fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// Returns the number, if the text is one that fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }
}

impl Wire for IntegerString {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        _: &Place<'_>,
    ) -> Result<bool, D::Error> {
        source.deserialize_any(NumberVisitor(self))
    }

    fn content(&self) -> Content<'_> {
        Content::Text(&self.0)
    }
}

impl Serialize for IntegerString {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(&self.0)
    }
}

impl Numeric for IntegerString {
    const EXPECTED: &'static str = "an integer in a string";

    fn convert(found: &Found<'_>) -> Option<Self> {
        match *found {
            Found::Signed(number) => Some(number.into()),
            Found::Unsigned(number) => Some(number.into()),
            Found::Float(_) => None,
            Found::Text(text) => Some(text.into()),
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for IntegerString {
            fn from(number: $integer) -> Self {
                Self(number.to_string())
            }
        })*
    };
}

from_integers!(i32, i64, u32, u64);

impl From<&str> for IntegerString {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for IntegerString {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for IntegerString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for IntegerString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

super::deserialize_by_wire!(IntegerString);
