/// Implements `new`.
macro_rules! constructor {
    (
        ($($argument:ident: $mode:ident $type:ty),* $(,)?)
        [$($preset:ident = $constant:expr),* $(,)?]
    ) => {
        /// Returns a value with the members that are always needed.
        #[inline]
        #[allow(
            unused_mut,
            clippy::new_without_default,
            reason = "there may be no arguments, and a body with required fields has no default"
        )]
        pub fn new($($argument: $crate::runtime::codec::parameter!($mode $type)),*) -> Self {
            let mut new = <Self as $crate::runtime::codec::Wire>::empty();
            $(new.$preset = $constant.into();)*
            $(new.$argument = $crate::runtime::codec::argument!($mode $type, $argument);)*
            new
        }
    };
}
pub(crate) use constructor;

/// The type of an argument, by the way it converts.
macro_rules! parameter {
    (into $type:ty) => { impl Into<$type> };
    (plain $type:ty) => { $type };
    (nullable $type:ty) => { impl Into<$crate::runtime::codec::Nullable<$type>> };
    (or_null $type:ty) => { impl Into<$crate::runtime::codec::Nullable<$type>> };
    (all $type:ty) => { impl IntoIterator<Item = $type> };
    (each $type:ty) => { impl IntoIterator<Item = impl Into<$type>> };
    (entries $type:ty) => {
        impl IntoIterator<Item = (impl Into<String>, impl Into<$type>)>
    };
}
pub(crate) use parameter;

/// What an argument becomes: the member's type, an `Option` or a `Nullable` of it.
macro_rules! argument {
    (into $type:ty, $value:ident) => {
        ::core::convert::Into::<$type>::into($value).into()
    };
    (plain $type:ty, $value:ident) => {
        $value.into()
    };
    (nullable $type:ty, $value:ident) => {
        $value.into()
    };
    // The member is always sent: what is absent is null.
    (or_null $type:ty, $value:ident) => {
        ::core::convert::Into::<$crate::runtime::codec::Nullable<$type>>::into($value).into_option()
    };
    (all $type:ty, $value:ident) => {
        $value
            .into_iter()
            .collect::<::std::vec::Vec<$type>>()
            .into()
    };
    (each $type:ty, $value:ident) => {
        $value
            .into_iter()
            .map(::core::convert::Into::into)
            .collect::<::std::vec::Vec<$type>>()
            .into()
    };
    (entries $type:ty, $value:ident) => {
        $value
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect::<::std::collections::BTreeMap<::std::string::String, $type>>()
            .into()
    };
}
pub(crate) use argument;
