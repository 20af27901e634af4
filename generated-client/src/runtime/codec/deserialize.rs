/// Implements serde's reading by [`Wire`](super::wire::Wire), so that models work outside the client too.
macro_rules! deserialize_by_wire {
    ($name:ident) => {
        impl<'de> ::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(
                source: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::codec::wire::deserialize(source)
            }
        }
    };
}
pub(crate) use deserialize_by_wire;
