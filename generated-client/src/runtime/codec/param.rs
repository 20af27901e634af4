use std::borrow::Cow;

use super::integer_string::IntegerString;
use super::timestamp::Timestamp;

/// A value of a path segment, a query parameter or a header.
///
/// Strings, numbers, booleans, timestamps, and the enums and unions of this crate are such values.
pub trait Param: sealed::Sealed {
    /// Returns the text that is sent, before percent-encoding.
    fn to_param(&self) -> Cow<'_, str>;
}

impl sealed::Sealed for String {}

impl Param for String {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl sealed::Sealed for str {}

impl Param for str {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl sealed::Sealed for bool {}

impl Param for bool {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl sealed::Sealed for $number {}

        impl Param for $number {
            fn to_param(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        })*
    };
}

numbers!(i32, i64, u32, u64, f64);

impl sealed::Sealed for Timestamp {}

impl Param for Timestamp {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl sealed::Sealed for IntegerString {}

impl Param for IntegerString {
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl<T: Param + ?Sized> sealed::Sealed for &T {}

impl<T: Param + ?Sized> Param for &T {
    fn to_param(&self) -> Cow<'_, str> {
        (**self).to_param()
    }
}

impl<T: Param + ?Sized> sealed::Sealed for Box<T> {}

impl<T: Param + ?Sized> Param for Box<T> {
    fn to_param(&self) -> Cow<'_, str> {
        (**self).to_param()
    }
}

pub(crate) mod sealed {
    /// Keeps others from adding values.
    pub trait Sealed {}
}
