/// Implements what records and unions have in common, one call each into shared code.
macro_rules! shared_impls {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::codec::content_debug::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::codec::content::is_equal(self, other)
            }
        }

        impl ::serde_core::Serialize for $name {
            fn serialize<S: ::serde_core::Serializer>(
                &self,
                target: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::codec::content::serialize(self, target)
            }
        }

        $crate::runtime::codec::deserialize::deserialize_by_wire!($name);
    };
}
pub(crate) use shared_impls;
