use std::collections::BTreeMap;

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

use super::content::ValueContent;
use super::integer_string::IntegerString;
use super::json_path::JsonPath;
use super::secret::Secret;
use super::timestamp::Timestamp;
use super::wire::Wire;

/// A field of a request body that may be left out, cleared or set: three different requests.
///
/// Setters of such fields, and of query parameters, take any of these:
///
/// - a value: the field is sent with it,
/// - an `Option`: `None` is not sent,
/// - [`Nullable::Null`]: the field is sent as `null`. A query parameter is not sent.
///
/// Instead of a `String`, an open enum, an [`IntegerString`](crate::IntegerString) or a
/// [`Secret`](crate::Secret) they take `&str` and `&String`, also in an `Option`; instead of a `Vec`,
/// they take arrays.
///
/// ```
/// use digitalocean::Nullable;
///
/// let unchanged: Nullable<String> = None::<String>.into();
/// let cleared: Nullable<String> = Nullable::Null;
/// let set: Nullable<String> = Some("web-01").into();
/// assert!(unchanged.is_absent() && cleared.is_null());
/// assert_eq!(set.as_option().map(String::as_str), Some("web-01"));
/// assert_eq!(set, "web-01".into());
/// ```
///
/// With serde, `null` is read as `Null`. In a type of your own, a field that is left out needs two
/// attributes; without them it is written as `null`, and an absent field is an error:
///
/// ```
/// use digitalocean::Nullable;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Change {
///     #[serde(default, skip_serializing_if = "Nullable::is_absent")]
///     comment: Nullable<String>,
/// }
///
/// # fn main() -> serde_json::Result<()> {
/// for json in ["{}", r#"{"comment":null}"#, r#"{"comment":"a"}"#] {
///     let change: Change = serde_json::from_str(json)?;
///     assert_eq!(serde_json::to_string(&change)?, json);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth state")]
pub enum Nullable<T> {
    /// The field is not sent.
    #[default]
    Absent,
    /// The field is sent as `null`.
    Null,
    /// The field is sent with a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns the value, if there is one.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value to change it, if there is one.
    pub const fn as_option_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value to change it. Where there is none, it is the default value from then on.
    ///
    /// ```
    /// use digitalocean::Nullable;
    ///
    /// let mut tags: Nullable<Vec<&str>> = Nullable::Absent;
    /// tags.get_or_insert_default().push("web");
    /// assert_eq!(tags, Nullable::Value(vec!["web"]));
    /// ```
    pub fn get_or_insert_default(&mut self) -> &mut T
    where
        T: Default,
    {
        if self.as_option().is_none() {
            *self = Self::Value(T::default());
        }
        match self {
            Self::Value(value) => value,
            Self::Absent | Self::Null => unreachable!("the value was set"),
        }
    }

    /// Returns the value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns whether the field is left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the field is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(target)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(source)?;
        Ok(value.map_or(Self::Null, Self::Value))
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    /// Returns [`Absent`](Self::Absent) for `None`.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl<T, const N: usize> From<[T; N]> for Nullable<Vec<T>> {
    fn from(items: [T; N]) -> Self {
        Self::Value(items.into())
    }
}

impl<T, K: Into<String>, V: Into<T>, const N: usize> From<[(K, V); N]>
    for Nullable<BTreeMap<String, T>>
{
    fn from(entries: [(K, V); N]) -> Self {
        let entries = entries.into_iter();
        Self::Value(
            entries
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        )
    }
}

/// A type that any string can be converted into.
pub trait FromText: for<'a> From<&'a str> {}

impl FromText for String {}

/// Converts from types that lend a string.
macro_rules! from_text {
    ($($source:ty),* $(,)?) => {
        $(
            impl<T: FromText> From<$source> for Nullable<T> {
                fn from(text: $source) -> Self {
                    Self::Value(T::from(text.as_ref()))
                }
            }

            impl<T: FromText> From<Option<$source>> for Nullable<T> {
                fn from(text: Option<$source>) -> Self {
                    text.map_or(Self::Absent, Self::from)
                }
            }

            impl<T: FromText, const N: usize> From<[$source; N]> for Nullable<Vec<T>> {
                fn from(texts: [$source; N]) -> Self {
                    Self::Value(texts.iter().map(|text| T::from(text.as_ref())).collect())
                }
            }

            impl<T: FromText> From<Vec<$source>> for Nullable<Vec<T>> {
                fn from(texts: Vec<$source>) -> Self {
                    Self::Value(texts.iter().map(|text| T::from(text.as_ref())).collect())
                }
            }
        )*
    };
}

from_text!(&str, &String);

/// Converts from what a type other than `String` converts from, with a string or a number in it.
macro_rules! nullable_from {
    ($(($($generics:tt)*) $source:ty => $target:ty),* $(,)?) => {
        $(
            impl<$($generics)*> From<$source> for Nullable<$target> {
                fn from(value: $source) -> Self {
                    Self::Value(value.into())
                }
            }

            impl<$($generics)*> From<Option<$source>> for Nullable<$target> {
                fn from(value: Option<$source>) -> Self {
                    value.map_or(Self::Absent, Self::from)
                }
            }
        )*
    };
}

nullable_from! {
    (T: ConvertsFromString) String => T,
    () i32 => IntegerString,
    () i64 => IntegerString,
    () u32 => IntegerString,
    () u64 => IntegerString,
    () jiff::Timestamp => Timestamp,
}

/// A type other than `String` that any string can be converted into.
pub trait ConvertsFromString: From<String> {}

impl ConvertsFromString for Secret {}
impl ConvertsFromString for IntegerString {}
impl FromText for Secret {}
impl FromText for IntegerString {}

impl<T: Wire> Wire for Nullable<T> {
    const TAKES_NULL: bool = true;
    const IS_OPTIONAL: bool = true;

    fn empty() -> Self {
        Self::Absent
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        json_path: &JsonPath<'_>,
    ) -> Result<(), D::Error> {
        let mut value = T::empty();
        value.read(source, json_path)?;
        *self = match json_path.take_absent() {
            false => Self::Value(value),
            // The record keeps the value, which is not null.
            true if json_path.is_unreadable() => Self::Absent,
            true => Self::Null,
        };
        Ok(())
    }

    fn content(&self) -> ValueContent<'_> {
        match self {
            Self::Absent => ValueContent::Absent,
            Self::Null => ValueContent::Null,
            Self::Value(value) => value.content(),
        }
    }
}
