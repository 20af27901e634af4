//! `operation!`: one invocation per operation states everything that is particular to it.

#[allow(unused_macros, reason = "unused where no group is compiled")]
macro_rules! operation {
    ($(#[$doc:meta])* pub struct $name:ident; $($rest:tt)+) => {
        $(#[$doc])*
        #[non_exhaustive]
        pub struct $name;

        $crate::runtime::operation! { @implement $name {} $($rest)+ }
    };
    (
        $(#[$doc:meta])* pub struct $name:ident {
            $($field:ident: $kind:ident $type:ty $(= $wire:literal)?),+ $(,)?
        }
        $($rest:tt)+
    ) => {
        $(#[$doc])*
        #[non_exhaustive]
        pub struct $name {
            $(
                #[doc = $crate::runtime::operation!(@about $kind $($wire)?)]
                pub $field: $type,
            )+
        }

        $crate::runtime::operation! {
            @implement $name { $($field $kind $($wire)?),+ } $($rest)+
        }
    };
    (
        @implement $name:ident { $($field:ident $kind:ident $($wire:literal)?),* }
        id $id:literal;
        $method:ident $path:literal;
        scopes [$([$($scope:literal),* $(,)?]),* $(,)?];
        $(idempotent $idempotent:literal;)?
        $(server $server:ident $($host:literal)?;)?
        $(public $public:literal;)?
        $(buckets [
            $($bucket:literal $limit:literal in $seconds:literal $(by $counts:literal)?),+ $(,)?
        ];)?
        $(query {
            $($(#[$setter_doc:meta])* $setter:ident: $mode:ident $value:ty = $parameter:literal),*
            $(,)?
        })?
        $(optional_body $body:ty;)?
        output $shape:ident $(($($content:ty),+ $(,)?))?
            $(at [$($at:literal),* $(,)?] $(or [$($or_at:literal),* $(,)?])*)?
            $(optional $optional:literal)? $(needs $needs:literal)?
            $(by $style:ident $(max $largest:literal)?)?;
        $(stream $event:ty; $(until [$($end:literal),+ $(,)?];)?)?
        errors [$($status:literal),* $(,)?];
    ) => {
        $(
            #[allow(deprecated, reason = "deprecated types stay usable where they are declared")]
            impl $crate::runtime::Request<$name> {
                $($crate::runtime::operation! {
                    @setter [$(#[$setter_doc])*] $setter $mode [$value] $parameter
                })*
            }
        )?

        $(
            #[allow(deprecated, reason = "deprecated types stay usable where they are declared")]
            impl $crate::runtime::Request<$name> {
                /// Sets the body, which is optional.
                pub fn body(self, body: impl Into<$body>) -> Self {
                    self.with_json::<$body>(&body.into())
                }
            }
        )?

        #[allow(deprecated, reason = "deprecated types stay usable where they are declared")]
        impl $crate::runtime::operation::sealed::Sealed for $name {}

        #[allow(deprecated, reason = "deprecated types stay usable where they are declared")]
        impl $crate::runtime::operation::Operation for $name {
            type Output = $crate::runtime::operation!(@output $shape $($($content),+)?);
            type ResponseKind = $crate::runtime::operation!(@shape $shape $($($content),+)?);
            const META: &'static $crate::runtime::operation::meta::Meta = &$crate::runtime::operation::meta::Meta {
                id: $id,
                path: $path,
                scopes: &[$(&[$($scope),*]),*],
                error_statuses: &[$($status),*],
                $(idempotent: $idempotent,)?
                $(server: $crate::runtime::operation::meta::Server::$server $(($host))?,)?
                $(is_public: $public,)?
                $(buckets: &[
                    $($crate::runtime::operation::meta::Bucket::new($bucket, $limit, $seconds)$(.by($counts))?),+
                ],)?
                $(
                    at: &[$($at),*],
                    or_at: &[$(&[$($or_at),*]),*],
                )?
                $(optional: $optional,)?
                $(needs: Some($needs),)?
                content: <Self::ResponseKind as $crate::runtime::operation::response_kind::ResponseKind>::CONTENT,
                $(
                    streams: $crate::runtime::operation!(@streams $event),
                    $(stream_ends: &[$($end),+],)?
                )?
                $(page_size: $crate::runtime::operation::PageSize::of(
                    $crate::runtime::pagination::Style::$style,
                    $crate::runtime::operation!(@largest $($largest)?),
                ),)?
                #[cfg(feature = "fake")]
                sample: Some(<Self::ResponseKind as $crate::runtime::operation::response_kind::ResponseKind>::sample),
                #[cfg(feature = "__testing")]
                rewrite: Some(<Self::ResponseKind as $crate::runtime::operation::response_kind::ResponseKind>::rewrite),
                $(
                    #[cfg(feature = "fake")]
                    sample_event: Some($crate::runtime::operation::sampling::member::<$event>),
                )?
                ..$crate::runtime::operation::meta::Meta::$method
            };

            $crate::runtime::operation! { @write [$($field $kind $($wire)?),*] }
        }

        $crate::runtime::operation! { @method $method $name }

        $crate::runtime::operation! {
            @pages $name [$($style $($largest)?)?] $shape $($($content),+)?
        }

        $(
            impl $crate::runtime::operation::streaming::Streaming for $name {
                type Event = $event;

                #[inline]
                fn read_event(data: &[u8]) -> Option<$event> {
                    let id = <Self as $crate::runtime::operation::Operation>::META.id;
                    let (event, _) = $crate::runtime::codec::decode::<$event>(id, data).ok()?;
                    // Absent fields have default values, so an event without any known one can be
                    // read, too.
                    $crate::runtime::codec::is_recognised(&event).then_some(event)
                }
            }
        )?
    };

    // The purposes of the fields.
    (@about json) => { "The body." };
    (@about form) => { "The body, sent as a form." };
    (@about multipart) => { "The body, sent as fields of `multipart/form-data`." };
    (@about octets) => { "The body, sent as it is." };
    (@about typed $media_type:literal) => { concat!("The body, of the type `", $media_type, "`.") };
    (@about part $wire:literal) => { concat!("File `", $wire, "` of the body.") };
    (@about parts $wire:literal) => { concat!("Files `", $wire, "` of the body.") };
    (@about path $wire:literal) => { concat!("Path argument `", $wire, "`.") };
    (@about query $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about queries $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about comma $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about space $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about pipes $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about deep $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about spread $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about json_text $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about path_list $wire:literal) => { concat!("Path argument `", $wire, "`.") };
    (@about header_list $wire:literal) => { concat!("Header `", $wire, "`.") };
    (@about header $wire:literal) => { concat!("Header `", $wire, "`.") };
    (@about url) => { "The address, as another operation returned it." };

    // Setters of query parameters.
    (@setter [$($doc:tt)*] $setter:ident nullable [$value:ty] $parameter:literal) => {
        $($doc)*
        #[inline]
        pub fn $setter(self, value: impl Into<$crate::runtime::Nullable<$value>>) -> Self {
            self.with_query::<$value>($parameter, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident all [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, values: impl IntoIterator<Item = $value>) -> Self {
            self.with_queries::<$value>($parameter, values)
        }
    };
    (@setter [$($doc:tt)*] $setter:ident each [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, values: impl IntoIterator<Item = impl Into<$value>>) -> Self {
            self.with_queries::<$value>($parameter, values.into_iter().map(Into::into))
        }
    };

    (@setter [$($doc:tt)*] $setter:ident header [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$crate::runtime::Nullable<$value>>) -> Self {
            self.with_header::<$value>($parameter, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident header_list [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$crate::runtime::Nullable<$value>>) -> Self {
            self.with_header_list::<$value>($parameter, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident part [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$value>) -> Self {
            self.with_part($parameter, value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident parts [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, values: impl Into<$value>) -> Self {
            self.with_parts($parameter, values.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident $style:ident [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$crate::runtime::Nullable<$value>>) -> Self {
            self.with_styled::<$value>(
                $parameter,
                $crate::runtime::operation!(@style $style),
                &value.into(),
            )
        }
    };
    (@style comma) => { $crate::runtime::operation::value_style::ValueStyle::Comma };
    (@style space) => { $crate::runtime::operation::value_style::ValueStyle::Space };
    (@style pipes) => { $crate::runtime::operation::value_style::ValueStyle::Pipes };
    (@style deep) => { $crate::runtime::operation::value_style::ValueStyle::Deep };
    (@style spread) => { $crate::runtime::operation::value_style::ValueStyle::Spread };
    (@style json_text) => { $crate::runtime::operation::value_style::ValueStyle::Json };

    // Arguments.
    (@write []) => {};
    (@write [$($field:ident $kind:ident $($wire:literal)?),+]) => {
        #[inline]
        fn write(&self, parts: &mut $crate::runtime::operation::arguments::Arguments) {
            $(parts.$kind($($wire,)? &self.$field);)+
        }
    };

    // The types of responses.
    (@output empty) => { () };
    (@output file) => { $crate::runtime::File };
    (@output text) => { String };
    (@output html) => { String };
    (@output secret_text) => { $crate::runtime::Secret };
    (@output json $type:ty) => { $type };
    (@output member $type:ty) => { $type };
    (@output page $type:ty) => { $crate::runtime::pagination::Page<$type> };
    (@output page $type:ty, $extra:ty) => { $crate::runtime::pagination::Page<$type, $extra> };
    (@output page_map $type:ty) => { $crate::runtime::pagination::Page<(String, $type)> };
    (@output page_map $type:ty, $extra:ty) => { $crate::runtime::pagination::Page<(String, $type), $extra> };

    // The kinds of responses.
    (@shape empty) => { $crate::runtime::operation::response_kind::Empty };
    (@shape file) => { $crate::runtime::operation::response_kind::Bytes };
    (@shape text) => { $crate::runtime::operation::response_kind::Text };
    (@shape html) => { $crate::runtime::operation::response_kind::Html };
    (@shape secret_text) => {
        $crate::runtime::operation::response_kind::Hidden<
            $crate::runtime::operation::response_kind::Text,
        >
    };
    (@shape json $type:ty) => { $crate::runtime::operation::response_kind::Json<$type> };
    (@shape member $type:ty) => { $crate::runtime::operation::response_kind::Member<$type> };
    (@shape page $type:ty) => { $crate::runtime::operation::response_kind::Listed<Vec<$type>> };
    (@shape page $type:ty, $extra:ty) => { $crate::runtime::operation::response_kind::ListedWith<Vec<$type>, $extra> };
    (@shape page_map $type:ty) => {
        $crate::runtime::operation::response_kind::Listed<std::collections::BTreeMap<String, $type>>
    };
    (@shape page_map $type:ty, $extra:ty) => {
        $crate::runtime::operation::response_kind::ListedWith<
            std::collections::BTreeMap<String, $type>,
            $extra,
        >
    };

    (@streams $event:ty) => { true };

    // The defaults of a method.
    (@method GET $name:ident) => { impl $crate::runtime::operation::Retrieval for $name {} };
    (@method DELETE $name:ident) => { impl $crate::runtime::operation::deletion::Deletion for $name {} };
    (@method $other:ident $name:ident) => {};

    // Lists.
    (@pages $name:ident [] $($rest:tt)*) => {};
    (@pages $name:ident [$style:ident $($largest:literal)?] page_map $type:ty) => {
        $crate::runtime::operation! { @paginated $name [$style $($largest)?] (String, $type), () }
    };
    (@pages $name:ident [$style:ident $($largest:literal)?] page_map $type:ty, $extra:ty) => {
        $crate::runtime::operation! { @paginated $name [$style $($largest)?] (String, $type), $extra }
    };
    (@pages $name:ident [$style:ident $($largest:literal)?] page $type:ty) => {
        $crate::runtime::operation! { @paginated $name [$style $($largest)?] $type, () }
    };
    (@pages $name:ident [$style:ident $($largest:literal)?] page $type:ty, $extra:ty) => {
        $crate::runtime::operation! { @paginated $name [$style $($largest)?] $type, $extra }
    };
    (@paginated $name:ident [$style:ident $($largest:literal)?] $type:ty, $extra:ty) => {
        impl $crate::runtime::operation::paginated::Paginated for $name {
            type Item = $type;
            type Extra = $extra;
            const STYLE: $crate::runtime::pagination::Style = $crate::runtime::pagination::Style::$style;
            const LARGEST_PAGE: Option<u32> = $crate::runtime::operation!(@largest $($largest)?);
        }

        $crate::runtime::operation! { @numbered $name $style }
    };
    (@largest) => { None };
    (@largest $largest:literal) => { Some($largest) };
    (@numbered $name:ident pages) => { impl $crate::runtime::operation::paginated::Numbered for $name {} };
    (@numbered $name:ident short_pages) => { impl $crate::runtime::operation::paginated::Numbered for $name {} };
    (@numbered $name:ident $other:ident) => {};
}

#[allow(unused_imports, reason = "unused where no group is compiled")]
pub(crate) use operation;
