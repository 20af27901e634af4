/// Implements `new`.
macro_rules! constructor {
    (() [$($preset:ident = $constant:expr),* $(,)?]) => {
        /// Returns a value whose fields are set by methods, required ones included.
        #[inline]
        #[allow(
            unused_mut,
            clippy::new_without_default,
            reason = "few types have preset fields, and a body with required fields has no default"
        )]
        pub fn new() -> Self {
            let mut new = <Self as $crate::runtime::codec::wire::Wire>::empty();
            $(new.$preset = $constant.into();)*
            new
        }
    };
    (
        ($($argument:ident: $via:ident $type:ty),+ $(,)?)
        [$($preset:ident = $constant:expr),* $(,)?]
    ) => {
        /// Returns a value with its required fields.
        #[inline]
        pub fn new($($argument: $crate::runtime::codec::setters::parameter!($via $type)),+) -> Self {
            let mut new = <Self as $crate::runtime::codec::wire::Wire>::empty();
            $(new.$preset = $constant.into();)*
            $(
                new.$argument = $crate::runtime::codec::setters::argument!(
                    $via $type, $argument, new.unknown_fields, stringify!($argument)
                );
            )+
            new
        }
    };
}
pub(crate) use constructor;

/// The type of an argument, by the word for its conversion:
///
/// | word | converts from |
/// |---|---|
/// | `plain` | the type itself: numbers and booleans |
/// | `into` | what the type converts from |
/// | `nullable` | a value, an `Option` of it, or `null` |
/// | `or_null` | the same; an absent value is `null` |
/// | `all` | anything with items of the type |
/// | `each` | anything with items that convert into the type |
/// | `entries` | anything with pairs that convert into strings and the type |
/// | `object` | a JSON object |
/// | `objects` | anything with items of the type, which are JSON objects |
macro_rules! parameter {
    (into $type:ty) => { impl Into<$type> };
    (plain $type:ty) => { $type };
    (nullable $type:ty) => { impl Into<$crate::runtime::codec::nullable::Nullable<$type>> };
    (or_null $type:ty) => { impl Into<$crate::runtime::codec::nullable::Nullable<$type>> };
    (all $type:ty) => { impl IntoIterator<Item = $type> };
    (each $type:ty) => { impl IntoIterator<Item = impl Into<$type>> };
    (entries $type:ty) => {
        impl IntoIterator<Item = (impl Into<String>, impl Into<$type>)>
    };
    (object $type:ty) => { impl Into<$type> };
    (objects $type:ty) => { impl IntoIterator<Item = $type> };
}
pub(crate) use parameter;

/// The value of a field that an argument becomes: the field's type, an `Option` or a `Nullable` of
/// it. What is wrong with an argument is noted in the unknown fields, under the name of the field.
macro_rules! argument {
    (into $type:ty, $value:ident, $notes:expr, $field:expr) => {
        ::core::convert::Into::<$type>::into($value).into()
    };
    (plain $type:ty, $value:ident, $notes:expr, $field:expr) => {
        $value.into()
    };
    (nullable $type:ty, $value:ident, $notes:expr, $field:expr) => {
        $value.into()
    };
    (or_null $type:ty, $value:ident, $notes:expr, $field:expr) => {
        ::core::convert::Into::<$crate::runtime::codec::nullable::Nullable<$type>>::into($value)
            .into_option()
    };
    (all $type:ty, $value:ident, $notes:expr, $field:expr) => {
        $value
            .into_iter()
            .collect::<::std::vec::Vec<$type>>()
            .into()
    };
    (each $type:ty, $value:ident, $notes:expr, $field:expr) => {
        $value
            .into_iter()
            .map(::core::convert::Into::into)
            .collect::<::std::vec::Vec<$type>>()
            .into()
    };
    (entries $type:ty, $value:ident, $notes:expr, $field:expr) => {
        $value
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect::<::std::collections::BTreeMap<::std::string::String, $type>>()
            .into()
    };
    (object $type:ty, $value:ident, $notes:expr, $field:expr) => {
        $notes.object_field($field, $value.into())
    };
    (objects $type:ty, $value:ident, $notes:expr, $field:expr) => {
        $value
            .into_iter()
            .map(|value| $notes.object_field($field, value))
            .collect::<::std::vec::Vec<_>>()
            .into()
    };
}
pub(crate) use argument;

/// An empty list or map.
macro_rules! empty_collection {
    (nullable $type:ty) => {
        <$type>::new()
    };
    (entries $type:ty) => {
        ::std::collections::BTreeMap::<::std::string::String, $type>::new()
    };
    ($via:ident $type:ty) => {
        ::std::vec::Vec::<$type>::new()
    };
}
pub(crate) use empty_collection;

/// The word for what `empty_collection!` returns.
macro_rules! collection_name {
    (nullable) => {
        "collection"
    };
    (entries) => {
        "map"
    };
    ($via:ident) => {
        "list"
    };
}
pub(crate) use collection_name;
