use std::fmt;

/// A string that is none of the values that this version of the client knows.
///
/// Only reading and conversions from strings create it, and never for a known value: a `match` branch
/// for `Unknown` cannot shadow a variant that a later version adds.
///
/// ```
/// # #[cfg(feature = "droplets")] {
/// use digitalocean::droplets::DropletStatus;
///
/// let status = DropletStatus::from("resting");
/// let DropletStatus::Unknown(value) = &status else { panic!("{status} is known") };
/// assert_eq!(value.as_str(), "resting");
/// assert_eq!(status, "resting");
/// # }
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Returns the string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the value for a string that the caller knows to be unknown.
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for UnknownValue {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for UnknownValue {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
