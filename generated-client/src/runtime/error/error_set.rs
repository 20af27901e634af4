//! `error_set!`: the documented failures of operations that fail alike.
//!
//! The functions are `#[inline]`, so that a crate compiles those of the operations it calls.

use std::error;

use crate::runtime::error::error_response::{ErrorParts, ErrorResponse, RawBody};

/// A failure that the API answered, typed or not.
pub trait ApiFailure: error::Error + Send + Sync + Sized + 'static {
    /// Returns what every failure has.
    fn parts(&self) -> &ErrorParts;

    /// Returns what every failure has, by value.
    fn into_parts(self) -> ErrorParts;
}

/// The documented failures of an operation. Implemented by `error_set!` only.
pub trait ErrorSet: ApiFailure {
    /// Sorts a failure by its status; what is not documented, or does not fit, is kept raw.
    fn read(parts: ErrorParts) -> Self;

    /// Writes back the body of a documented failure, for tests; `None` where it is kept raw.
    #[cfg(feature = "fake")]
    #[doc(hidden)]
    fn rewrite(&self) -> Option<serde_json::Value>;
}

impl ApiFailure for ErrorResponse<RawBody> {
    fn parts(&self) -> &ErrorParts {
        self.as_parts()
    }

    fn into_parts(self) -> ErrorParts {
        self.into_error_parts()
    }
}

#[allow(unused_macros, reason = "unused where no group is compiled")]
macro_rules! error_set {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $($status:literal => $variant:ident $(($body:ty))?),* $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("Status ", stringify!($status), ".")]
                $variant($crate::runtime::error_set!(@payload $($body)?)),
            )*
            /// Another status, or a body that does not fit.
            Other($crate::runtime::ErrorResponse<$crate::runtime::RawBody>),
        }

        impl $crate::runtime::ErrorSet for $name {
            #[inline]
            fn read(parts: $crate::runtime::ErrorParts) -> Self {
                match parts.status().as_u16() {
                    $($status => match $crate::runtime::FromErrorParts::from_parts(parts) {
                        Ok(error) => Self::$variant(error),
                        Err(error) => Self::Other(error),
                    },)*
                    _ => Self::Other(parts.raw()),
                }
            }

            #[cfg(feature = "fake")]
            #[inline]
            fn rewrite(&self) -> Option<serde_json::Value> {
                match self {
                    $(Self::$variant(error) => {
                        $crate::runtime::FromErrorParts::rewrite(error)
                    })*
                    Self::Other(_) => None,
                }
            }
        }

        impl $crate::runtime::ApiFailure for $name {
            #[inline]
            fn parts(&self) -> &$crate::runtime::ErrorParts {
                match self {
                    $(Self::$variant(error) => error.as_parts(),)*
                    Self::Other(error) => error.as_parts(),
                }
            }

            #[inline]
            fn into_parts(self) -> $crate::runtime::ErrorParts {
                match self {
                    $(Self::$variant(error) => error.into_error_parts(),)*
                    Self::Other(error) => error.into_error_parts(),
                }
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::runtime::ApiFailure::parts(self).fmt(f)
            }
        }

        impl std::error::Error for $name {}
    };
    (@payload) => { $crate::runtime::ErrorResponse<$crate::runtime::RawBody> };
    (@payload $body:ty) => { $crate::runtime::ErrorResponse<$body> };
}

#[allow(unused_imports, reason = "unused where no group is compiled")]
pub(crate) use error_set;
