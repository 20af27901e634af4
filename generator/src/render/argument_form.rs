//! How callers hand over values.

use crate::ir::{Scalar, TypeRef};

/// How a value of a type is handed over by callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArgumentForm {
    /// As it is: numbers and truth values.
    Plain,
    /// By `impl Into`.
    Into,
    /// From any iterator of numbers or truth values. These do not convert: literals would have no type.
    All,
    /// From any iterator of what converts.
    Each,
    /// From any iterator of pairs.
    Entries,
}

impl ArgumentForm {
    pub(super) fn of(ty: &TypeRef) -> Self {
        match ty {
            TypeRef::Scalar(
                Scalar::Integer | Scalar::Unsigned | Scalar::Float | Scalar::Boolean,
            ) => Self::Plain,
            TypeRef::Scalar(_)
            | TypeRef::Named(_)
            | TypeRef::Boxed(_)
            | TypeRef::Json
            | TypeRef::Optional(_) => Self::Into,
            TypeRef::List(item) if Self::of(item) == Self::Plain => Self::All,
            TypeRef::List(_) => Self::Each,
            TypeRef::Map(_) => Self::Entries,
        }
    }
}
