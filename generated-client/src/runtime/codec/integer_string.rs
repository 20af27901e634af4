use std::fmt;

use serde_core::de::{Deserializer, Error as _, MapAccess, Unexpected, Visitor};
use serde_core::ser::{Serialize, Serializer};

use super::{Place, Wire};

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
    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        _: &Place<'_>,
    ) -> Result<bool, D::Error> {
        source.deserialize_any(IntegerVisitor(self))
    }
}

impl Serialize for IntegerString {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(&self.0)
    }
}

struct IntegerVisitor<'a>(&'a mut IntegerString);

impl<'de> Visitor<'de> for IntegerVisitor<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer in a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        *self.0 = text.into();
        Ok(true)
    }

    fn visit_i64<E>(self, number: i64) -> Result<bool, E> {
        *self.0 = number.into();
        Ok(true)
    }

    fn visit_u64<E>(self, number: u64) -> Result<bool, E> {
        *self.0 = number.into();
        Ok(true)
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        source.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let Some(number) = super::scalar::number_of(map) else {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        };
        *self.0 = IntegerString(number.to_string());
        Ok(true)
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
