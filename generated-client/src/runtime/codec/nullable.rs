use serde_core::de::Deserializer;

use super::{Content, Place, Wire};

/// A member of a request body that may be left out, cleared or set: three different requests.
///
/// ```
/// use digitalocean::Nullable;
///
/// let unchanged: Nullable<String> = Nullable::Absent;
/// let cleared: Nullable<String> = Nullable::Null;
/// let set: Nullable<String> = "web-01".into();
/// assert_eq!(set.as_option().map(String::as_str), Some("web-01"));
/// assert_ne!(unchanged, cleared);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth state")]
pub enum Nullable<T> {
    /// The member is not sent.
    #[default]
    Absent,
    /// The member is sent as `null`.
    Null,
    /// The member is sent with a value.
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

    /// Turns into the value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns whether the member is left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the member is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Wire> Wire for Nullable<T> {
    const TAKES_NULL: bool = true;
    const IS_OPTIONAL: bool = true;

    fn empty() -> Self {
        Self::Absent
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        source: D,
        place: &Place<'_>,
    ) -> Result<bool, D::Error> {
        let mut value = T::empty();
        *self = match value.read(source, place)? {
            true => Self::Value(value),
            false => Self::Null,
        };
        Ok(true)
    }

    fn content(&self) -> Content<'_> {
        match self {
            Self::Absent => Content::Absent,
            Self::Null => Content::Null,
            Self::Value(value) => value.content(),
        }
    }
}
