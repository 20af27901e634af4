/// Declares an open enum: a set of known strings, and `Unknown` for those that the API adds later.
///
/// ```ignore
/// string_enum! {
///     /// Status of a Droplet.
///     pub enum DropletStatus {
///         /// Being created.
///         New = "new",
///         InProgress = "in-progress",
///     }
/// }
/// ```
///
/// becomes:
///
/// ```ignore
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub enum DropletStatus {
///     /// `new`.
///     /// Being created.
///     New,
///     /// `in-progress`.
///     InProgress,
///     Unknown(UnknownValue),
/// }
///
/// impl DropletStatus {
///     pub const KNOWN: &'static [&'static str] = &["new", "in-progress"];
///
///     pub fn as_str(&self) -> &str { /* … */ }
/// }
///
/// impl From<&str> for DropletStatus { /* … */ }
/// ```
///
/// Everything else works on the string: `PartialEq`, `Eq`, `PartialOrd`, `Ord`, `Hash`, `Debug`,
/// `Display`, comparison with strings, conversion from and into `String`, `FromStr`, `AsRef<str>`,
/// `Default` (the unknown empty string), `Serialize`, `Deserialize`, [`Wire`](super::wire::Wire) and
/// [`Param`](super::param::Param). The only way to an `Unknown` is a conversion, which finds a known
/// value first: no value is both.
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        $vis:vis enum $name:ident {
            $($(#[$note:meta])* $variant:ident = $wire:literal),* $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                #[doc = concat!("`", $wire, "`.")]
                $(#[$note])*
                $variant,
            )*
            /// A value that this version of the client does not know.
            Unknown($crate::runtime::codec::unknown_value::UnknownValue),
        }

        impl $name {
            /// All known values in JSON.
            pub const KNOWN: &'static [&'static str] = &[$($wire),*];

            /// Returns the value in JSON.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            // A value that is returned is written twice, and the processor waits between the two.
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::codec::unknown_value::UnknownValue::new(value)),
                }
            }
        }

        $crate::runtime::codec::string_enum::string_impls!($name);
    };
}
pub(crate) use string_enum;

/// Implements what open enums have in common, by their strings.
macro_rules! string_impls {
    ($name:ident) => {
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(self.cmp(other))
            }
        }

        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), f)
            }
        }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(::core::default::Default::default())
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(&*value)
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> Result<Self, ::core::convert::Infallible> {
                Ok(value.into())
            }
        }

        impl $crate::runtime::codec::nullable::FromText for $name {}
        impl $crate::runtime::codec::nullable::ConvertsFromString for $name {}

        impl $crate::runtime::codec::param::sealed::Sealed for $name {}

        impl $crate::runtime::codec::param::Param for $name {
            #[inline]
            fn to_param(&self) -> ::std::borrow::Cow<'_, str> {
                self.as_str().into()
            }
        }

        impl $crate::runtime::codec::wire::Wire for $name {
            #[inline]
            fn empty() -> Self {
                Self::default()
            }

            fn read<'de, D: ::serde_core::Deserializer<'de>>(
                &mut self,
                source: D,
                json_path: &$crate::runtime::codec::json_path::JsonPath<'_>,
            ) -> Result<(), D::Error> {
                $crate::runtime::codec::text::read_enum(self, source, Self::KNOWN, json_path)
            }

            #[inline]
            fn content(&self) -> $crate::runtime::codec::content::ValueContent<'_> {
                $crate::runtime::codec::content::ValueContent::Text(self.as_str())
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
                target.serialize_str(self.as_str())
            }
        }

        $crate::runtime::codec::deserialize::deserialize_by_wire!($name);

        #[cfg(feature = "fake")]
        impl $crate::runtime::codec::sample::Sample for $name {
            fn sample(_: &mut $crate::runtime::codec::sample::Sampler) -> Self {
                Self::from(Self::KNOWN.first().copied().unwrap_or_default())
            }
        }
    };
}
pub(crate) use string_impls;
