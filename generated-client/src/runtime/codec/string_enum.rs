/// Declares an open set of strings: the known ones, and `Unknown` for what the API adds later.
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        $vis:vis enum $name:ident {
            $($(#[$note:meta])* $variant:ident = $wire:literal),* $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                #[doc = concat!("`", $wire, "`.")]
                $(#[$note])*
                $variant,
            )*
            /// A value that this version of the client does not know.
            Unknown(String),
        }

        #[allow(deprecated, reason = "deprecated values are read and written like all others")]
        impl $name {
            /// All known values, as they stand on the wire.
            pub const KNOWN: &'static [&'static str] = &[$($wire),*];

            /// Returns the value as it stands on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        #[allow(deprecated, reason = "deprecated values are read and written like all others")]
        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(&*text)
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(value: $name) -> Self {
                match value {
                    $name::Unknown(text) => text,
                    known => known.as_str().to_owned(),
                }
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
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::runtime::Param for $name {
            #[inline]
            fn to_param(&self) -> ::std::borrow::Cow<'_, str> {
                self.as_str().into()
            }
        }

        impl $crate::runtime::codec::Wire for $name {
            fn empty() -> Self {
                Self::default()
            }

            fn read<'de, D: ::serde_core::Deserializer<'de>>(
                &mut self,
                source: D,
                _: &$crate::runtime::codec::Place<'_>,
            ) -> Result<bool, D::Error> {
                $crate::runtime::codec::read_open(self, source)
            }

            #[inline]
            fn content(&self) -> $crate::runtime::codec::Content<'_> {
                $crate::runtime::codec::Content::Text(self.as_str())
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                target: S,
            ) -> Result<S::Ok, S::Error> {
                target.serialize_str(self.as_str())
            }
        }

        $crate::runtime::codec::deserialize_by_wire!($name);

        #[cfg(feature = "fake")]
        impl $crate::runtime::codec::Sample for $name {
            fn sample(_: &mut $crate::runtime::codec::Sampler) -> Self {
                Self::from(Self::KNOWN.first().copied().unwrap_or_default())
            }
        }
    };
}
pub(crate) use string_enum;
