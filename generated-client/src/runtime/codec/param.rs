use std::borrow::Cow;

use super::{IntegerString, Timestamp};

/// A value that can stand in a path, a query or a header.
///
/// Implemented for scalars here, and by `string_enum!` and `union!` for what they declare.
pub trait Param {
    /// Returns the text that is sent, before percent-encoding.
    fn to_param(&self) -> Cow<'_, str>;
}

impl Param for String {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Param for str {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Param for bool {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Param for $number {
            fn to_param(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        })*
    };
}

numbers!(i32, i64, u32, u64, f64);

impl Param for Timestamp {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Param for IntegerString {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl<T: Param + ?Sized> Param for &T {
    fn to_param(&self) -> Cow<'_, str> {
        (**self).to_param()
    }
}

impl<T: Param + ?Sized> Param for Box<T> {
    fn to_param(&self) -> Cow<'_, str> {
        (**self).to_param()
    }
}
