/// Declares setters of the optional arguments of an operation: methods of its `Request`.
///
/// ```ignore
/// setters! {
///     ListRecords {
///         /// Name, fully qualified.
///         name: nullable String,
///         /// Type.
///         type_: nullable String = "type",
///     }
/// }
/// ```
///
/// An argument has the name of its setter in the document, or the one that follows `=`. The word
/// before its type says where and how it is sent: `nullable` in the query, `all` and `each` once per item,
/// `comma` and the other styles of `ValueStyle` in one pair, `header`, `header_list`, `header_json`, `part`, `parts`, and `body` for a
/// body that is optional as a whole. The example becomes:
///
/// ```ignore
/// impl Request<ListRecords> {
///     /// Name, fully qualified.
///     pub fn name(self, value: impl Into<Nullable<String>>) -> Self {
///         self.with_query::<String>("name", &value.into())
///     }
///
///     /// Type.
///     pub fn type_(self, value: impl Into<Nullable<String>>) -> Self {
///         self.with_query::<String>("type", &value.into())
///     }
/// }
/// ```
#[allow(
    unused_macros,
    reason = "unused where no operation has optional arguments"
)]
macro_rules! setters {
    (
        $operation:ident {
            $($(#[$doc:meta])* $setter:ident: $mode:ident $value:ty $(= $wire:literal)?),+ $(,)?
        }
    ) => {
        impl $crate::runtime::request::Request<$operation> {
            $($crate::runtime::request::setters::setters! {
                @setter [$(#[$doc])*] $setter $mode [$value]
                ($crate::runtime::request::setters::setters!(@wire $setter $($wire)?))
            })+
        }
    };

    (@wire $setter:ident) => { stringify!($setter) };
    (@wire $setter:ident $wire:literal) => { $wire };

    (@setter [$($doc:tt)*] $setter:ident nullable [$value:ty] ($wire:expr)) => {
        $($doc)*
        #[inline]
        pub fn $setter(self, value: impl Into<$crate::runtime::codec::Nullable<$value>>) -> Self {
            self.with_query::<$value>($wire, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident all [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, values: impl IntoIterator<Item = $value>) -> Self {
            self.with_queries::<$value>($wire, values)
        }
    };
    (@setter [$($doc:tt)*] $setter:ident each [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, values: impl IntoIterator<Item = impl Into<$value>>) -> Self {
            self.with_queries::<$value>($wire, values.into_iter().map(Into::into))
        }
    };
    (@setter [$($doc:tt)*] $setter:ident header [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$crate::runtime::codec::Nullable<$value>>) -> Self {
            self.with_header::<$value>($wire, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident header_list [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$crate::runtime::codec::Nullable<$value>>) -> Self {
            self.with_header_list::<$value>($wire, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident header_json [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$crate::runtime::codec::Nullable<$value>>) -> Self {
            self.with_header_json::<$value>($wire, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident part [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$value>) -> Self {
            self.with_part($wire, value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident parts [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, values: impl Into<$value>) -> Self {
            self.with_parts($wire, values.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident body [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, body: impl Into<$value>) -> Self {
            self.with_json::<$value>(&body.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident $style:ident [$value:ty] ($wire:expr)) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$crate::runtime::codec::Nullable<$value>>) -> Self {
            let style = $crate::runtime::request::setters::setters!(@style $style);
            self.with_styled::<$value>($wire, style, &value.into())
        }
    };

    (@style comma) => { $crate::runtime::operation::value_style::ValueStyle::Comma };
    (@style space) => { $crate::runtime::operation::value_style::ValueStyle::Space };
    (@style pipes) => { $crate::runtime::operation::value_style::ValueStyle::Pipes };
    (@style deep) => { $crate::runtime::operation::value_style::ValueStyle::Deep };
    (@style spread) => { $crate::runtime::operation::value_style::ValueStyle::Spread };
    (@style json_text) => { $crate::runtime::operation::value_style::ValueStyle::Json };
}

#[allow(unused_imports, reason = "unused where no group is compiled")]
pub(crate) use setters;
