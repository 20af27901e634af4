use std::cmp::Ordering;
use std::fmt;

use serde_core::de::Deserializer;
use serde_core::ser::{Serialize, Serializer};

use super::content::ValueContent;
use super::json_path::JsonPath;
use super::scalar::{Found, NumberVisitor, Numeric};
use super::text::read_open;
use super::wire::Wire;

/// An integer in a JSON string, because it may exceed the integers of JavaScript.
///
/// Keeps the string that was read, whatever it is; [`to_i64`](Self::to_i64) and
/// [`to_u64`](Self::to_u64) return the number. Values are ordered by number: `"9"` is less than
/// `"10"`. Strings that are no integers come after all others.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct IntegerString(String);

impl IntegerString {
    /// Returns the string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the number, or `None` if the string is not an integer or out of range.
    pub fn to_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// Returns the number, or `None` if the string is not an integer or out of range.
    pub fn to_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }
}

impl Ord for IntegerString {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_number = match (digits(&self.0), digits(&other.0)) {
            (Some(one), Some(other)) => compare(one, other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_number.then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for IntegerString {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns whether an integer of any size is negative, and its digits without leading zeros.
fn digits(text: &str) -> Option<(bool, &str)> {
    let unsigned = text.strip_prefix('-');
    let digits = unsigned.unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let digits = digits.trim_start_matches('0');
    is_integer.then_some((unsigned.is_some() && !digits.is_empty(), digits))
}

fn compare(one: (bool, &str), other: (bool, &str)) -> Ordering {
    let by_size = |one: &str, other: &str| one.len().cmp(&other.len()).then_with(|| one.cmp(other));
    match (one.0, other.0) {
        (false, false) => by_size(one.1, other.1),
        (true, true) => by_size(other.1, one.1),
        (one, other) => other.cmp(&one),
    }
}

impl Wire for IntegerString {
    fn empty() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        if json_path.reads_number_text() {
            return read_open(self, source, json_path);
        }
        source.deserialize_any(NumberVisitor::new(self, json_path))
    }

    fn content(&self) -> ValueContent<'_> {
        ValueContent::Text(&self.0)
    }
}

impl Serialize for IntegerString {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(&self.0)
    }
}

impl Numeric for IntegerString {
    const EXPECTED: &'static str = "an integer in a string";
    const IS_STRING: bool = true;

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
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl From<String> for IntegerString {
    fn from(value: String) -> Self {
        Self(value)
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

super::deserialize::deserialize_by_wire!(IntegerString);
