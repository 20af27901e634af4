/// Declares an operation: one invocation states everything that is particular to it.
///
/// ```ignore
/// operation! {
///     /// Request of `get`.
///     pub struct Get { droplet_id: path i64 }
///     id "droplets_get";
///     GET "/v2/droplets/{droplet_id}";
///     scopes [["droplet:read"]];
///     output member(Droplet) at ["droplet"];
///     errors [401, 404, 429, 500];
/// }
/// ```
///
/// A field has the name of its argument in the document, or the one that follows `=`. The word before its type is
/// a method of [`Arguments`](super::arguments::Arguments), which writes it. `output` names a kind of response, with its
/// types and the path at which the value is. Statements between `scopes` and `output` are for what is not usual, and
/// set the field of [`Meta`](super::meta::Meta) that has their name. The example becomes:
///
/// ```ignore
/// /// Request of `get`.
/// #[non_exhaustive]
/// pub struct Get {
///     /// Path argument `droplet_id`.
///     pub droplet_id: i64,
/// }
///
/// impl Operation for Get {
///     type Output = Droplet;
///     type ResponseKind = response_kind::Enveloped<Droplet>;
///     const META: &'static Meta = &Meta {
///         id: "droplets_get",
///         path: "/v2/droplets/{droplet_id}",
///         scopes: &[&["droplet:read"]],
///         error_statuses: &[401, 404, 429, 500],
///         at: &["droplet"],
///         content: Content::Json,
///         ..Meta::GET
///     };
///
///     fn write(&self, parts: &mut Arguments) {
///         parts.path("droplet_id", &self.droplet_id);
///     }
/// }
///
/// impl Retrieval for Get {}
/// ```
///
/// A DELETE is a `Deletion` instead of a `Retrieval`, a list is `Paginated`, and `stream` makes an operation one that is
/// `Streaming`. Arguments that a request can do without are declared by `setters!`.
#[allow(unused_macros, reason = "unused where no group is compiled")]
macro_rules! operation {
    ($(#[$doc:meta])* pub struct $name:ident; $($rest:tt)+) => {
        $(#[$doc])*
        #[non_exhaustive]
        pub struct $name;

        $crate::runtime::operation::operation_macro::operation! { @implement $name {} $($rest)+ }
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
                #[doc = $crate::runtime::operation::operation_macro::operation!(@about $kind $field $($wire)?)]
                pub $field: $type,
            )+
        }

        $crate::runtime::operation::operation_macro::operation! {
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
        $(security [$([$($credential:literal),* $(,)?]),* $(,)?];)?
        $(sends $sends:literal;)?
        $(accepts $accepts:literal;)?
        $(styles [$($styled:literal $style_of:ident),+ $(,)?];)?
        $(part_types [$($part:literal $part_type:literal),+ $(,)?];)?
        $(minima [$($least:literal $minimum:literal),+ $(,)?];)?
        output $shape:ident $(($($content:ty),+ $(,)?))?
            $(at [$($at:literal),* $(,)?] $(or [$($or_at:literal),* $(,)?])*)?
            $(optional $optional:literal)? $(needs $needs:literal)?
            $(by $style:ident $(max $largest:literal)?)?
            $(may_be_empty $may_be_empty:literal)?;
        $(stream $event:ty; $(chosen_by $stream_member:literal;)? $(until [$($end:literal),+ $(,)?];)?)?
        errors [$($status:literal),* $(,)?];
    ) => {
        impl $crate::runtime::operation::Operation for $name {
            type Output = $crate::runtime::operation::operation_macro::operation!(@output $shape $($($content),+)?);
            type ResponseKind = $crate::runtime::operation::operation_macro::operation!(@shape $shape $($($content),+)?);
            const META: &'static $crate::runtime::operation::meta::Meta = &$crate::runtime::operation::meta::Meta {
                id: $id,
                path: $path,
                scopes: &[$(&[$($scope),*]),*],
                error_statuses: &[$($status),*],
                $(idempotent: $idempotent,)?
                $(server: $crate::runtime::operation::meta::Server::$server $(($host))?,)?
                $(security: &[$(&[$($credential),*]),*],)?
                $(sends: Some($sends),)?
                $(accepts: Some($accepts),)?
                $(styles: &[$((
                    $styled,
                    $crate::runtime::operation::operation_macro::operation!(@style $style_of),
                )),+],)?
                $(part_types: &[$(($part, $part_type)),+],)?
                $(minima: &[$(($least, $minimum)),+],)?
                $(
                    at: &[$($at),*],
                    or_at: &[$(&[$($or_at),*]),*],
                )?
                $(optional: $optional,)?
                $(needs: Some($needs),)?
                $(may_be_empty: $may_be_empty,)?
                content: $crate::runtime::operation::operation_macro::operation!(@content $shape),
                $(
                    streams: $crate::runtime::operation::operation_macro::operation!(@streams $event),
                    $(stream_member: Some($stream_member),)?
                    $(stream_ends: &[$($end),+],)?
                )?
                $(page_size: $crate::runtime::operation::page_size::PageSize::of(
                    $crate::runtime::operation::page_style::Style::$style,
                    $crate::runtime::operation::operation_macro::operation!(@largest $($largest)?),
                ),)?
                #[cfg(feature = "fake")]
                sample: Some(<Self::ResponseKind as $crate::runtime::operation::response_kind::ResponseKind>::sample),
                #[cfg(feature = "__testing")]
                rewrite: Some(<Self::ResponseKind as $crate::runtime::operation::response_kind::ResponseKind>::rewrite_received),
                $(
                    #[cfg(feature = "fake")]
                    sample_event: Some($crate::runtime::operation::sampling::member::<$event>),
                )?
                ..$crate::runtime::operation::meta::Meta::$method
            };

            $crate::runtime::operation::operation_macro::operation! { @write [$($field $kind $($wire)?),*] }
        }

        $crate::runtime::operation::operation_macro::operation! { @method $method $name }

        $crate::runtime::operation::operation_macro::operation! {
            @pages $name [$($style $($largest)?)?] $shape $($($content),+)?
        }

        $(
            impl $crate::runtime::operation::streaming::Streaming for $name {
                type Event = $event;

                #[inline]
                fn read_event_within(
                    data: &[u8],
                    limits: &$crate::runtime::codec::DecodeLimits,
                ) -> Option<$event> {
                    let id = <Self as $crate::runtime::operation::Operation>::META.id;
                    let (event, _) =
                        $crate::runtime::codec::decode_within::<$event>(id, data, limits).ok()?;
                    // Absent fields have default values, so an event without any known one can be
                    // read, too.
                    $crate::runtime::codec::is_recognised(&event).then_some(event)
                }
            }
        )?
    };

    // The purposes of the fields.
    (@about json $field:ident) => { "The body." };
    (@about form $field:ident) => { "The body, sent as a form." };
    (@about multipart $field:ident) => { "The body, sent as fields of `multipart/form-data`." };
    (@about octets $field:ident) => { "The body, sent as it is." };
    (@about typed $field:ident $media_type:literal) => {
        concat!("The body, of the type `", $media_type, "`.")
    };
    (@about url $field:ident) => { "The address, as another operation returned it." };
    (@about part $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "File `" $($name)+ "` of the body.") };
    (@about parts $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Files `" $($name)+ "` of the body.") };
    (@about path $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Path argument `" $($name)+ "`.") };
    (@about path_list $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Path argument `" $($name)+ "`.") };
    (@about header $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Header `" $($name)+ "`.") };
    (@about path_json $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Path argument `" $($name)+ "`.") };
    (@about header_json $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Header `" $($name)+ "`.") };
    (@about confirmation $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Header `" $($name)+ "`.") };
    (@about header_list $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Header `" $($name)+ "`.") };
    (@about $query:ident $($name:tt)+) => { $crate::runtime::operation::operation_macro::operation!(@named "Query parameter `" $($name)+ "`.") };
    (@named $before:literal $field:ident $after:literal) => { concat!($before, stringify!($field), $after) };
    (@named $before:literal $field:ident $wire:literal $after:literal) => { concat!($before, $wire, $after) };

    // Arguments.
    (@write []) => {
        #[inline]
        fn write(&self, _: &mut $crate::runtime::operation::arguments::Arguments) {}
    };
    (@write [$($field:ident $kind:ident $($wire:literal)?),+]) => {
        #[inline]
        fn write(&self, parts: &mut $crate::runtime::operation::arguments::Arguments) {
            $($crate::runtime::operation::operation_macro::operation! { @put parts (&self.$field) $kind $field $($wire)? })+
        }
    };
    (@put $parts:ident ($value:expr) json $field:ident) => { $parts.json($value); };
    (@put $parts:ident ($value:expr) form $field:ident) => { $parts.form($value); };
    (@put $parts:ident ($value:expr) multipart $field:ident) => { $parts.multipart($value); };
    (@put $parts:ident ($value:expr) octets $field:ident) => { $parts.octets($value); };
    (@put $parts:ident ($value:expr) url $field:ident) => { $parts.url($value); };
    (@put $parts:ident ($value:expr) $kind:ident $field:ident) => {
        $parts.$kind(stringify!($field), $value);
    };
    (@put $parts:ident ($value:expr) $kind:ident $field:ident $wire:literal) => {
        $parts.$kind($wire, $value);
    };

    // The types of responses.
    (@output empty) => { () };
    (@output file) => { $crate::runtime::operation::file::File };
    (@output text) => { String };
    (@output html) => { String };
    (@output secret_text) => { $crate::runtime::codec::Secret };
    (@output json $type:ty) => { $type };
    (@output member $type:ty) => { $type };
    (@output page $type:ty) => { $crate::runtime::operation::page::Page<$type> };
    (@output page $type:ty, $extra:ty) => { $crate::runtime::operation::page::Page<$type, $extra> };
    (@output page_map $type:ty) => { $crate::runtime::operation::page::Page<(String, $type)> };
    (@output page_map $type:ty, $extra:ty) => { $crate::runtime::operation::page::Page<(String, $type), $extra> };

    // Their contents.
    (@content empty) => { $crate::runtime::operation::meta::Content::Empty };
    (@content file) => { $crate::runtime::operation::meta::Content::File };
    (@content html) => { $crate::runtime::operation::meta::Content::Html };
    (@content text) => { $crate::runtime::operation::meta::Content::Text };
    (@content secret_text) => { $crate::runtime::operation::meta::Content::Text };
    (@content $json:ident) => { $crate::runtime::operation::meta::Content::Json };

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
    (@shape member $type:ty) => { $crate::runtime::operation::response_kind::Enveloped<$type> };
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

    (@style comma) => { $crate::runtime::operation::value_style::ValueStyle::Comma };
    (@style space) => { $crate::runtime::operation::value_style::ValueStyle::Space };
    (@style pipes) => { $crate::runtime::operation::value_style::ValueStyle::Pipes };
    (@style deep) => { $crate::runtime::operation::value_style::ValueStyle::Deep };
    (@style json_text) => { $crate::runtime::operation::value_style::ValueStyle::Json };

    (@streams $event:ty) => { true };

    // The defaults of a method.
    (@method GET $name:ident) => { impl $crate::runtime::operation::Retrieval for $name {} };
    (@method DELETE $name:ident) => { impl $crate::runtime::operation::deletion::Deletion for $name {} };
    (@method $other:ident $name:ident) => {};

    // Lists.
    (@pages $name:ident [] $($rest:tt)*) => {};
    (@pages $name:ident [$style:ident $($largest:literal)?] page_map $type:ty) => {
        $crate::runtime::operation::operation_macro::operation! { @paginated $name [$style $($largest)?] (String, $type), () }
    };
    (@pages $name:ident [$style:ident $($largest:literal)?] page_map $type:ty, $extra:ty) => {
        $crate::runtime::operation::operation_macro::operation! { @paginated $name [$style $($largest)?] (String, $type), $extra }
    };
    (@pages $name:ident [$style:ident $($largest:literal)?] page $type:ty) => {
        $crate::runtime::operation::operation_macro::operation! { @paginated $name [$style $($largest)?] $type, () }
    };
    (@pages $name:ident [$style:ident $($largest:literal)?] page $type:ty, $extra:ty) => {
        $crate::runtime::operation::operation_macro::operation! { @paginated $name [$style $($largest)?] $type, $extra }
    };
    (@paginated $name:ident [$style:ident $($largest:literal)?] $type:ty, $extra:ty) => {
        impl $crate::runtime::operation::paginated::Paginated for $name {
            type Item = $type;
            type Extra = $extra;
            const STYLE: $crate::runtime::operation::page_style::Style = $crate::runtime::operation::page_style::Style::$style;
            const LARGEST_PAGE: Option<u32> = $crate::runtime::operation::operation_macro::operation!(@largest $($largest)?);
        }

        $crate::runtime::operation::operation_macro::operation! { @numbered $name $style }
    };
    (@largest) => { None };
    (@largest $largest:literal) => { Some($largest) };
    (@numbered $name:ident pages) => { impl $crate::runtime::operation::paginated::Numbered for $name {} };
    (@numbered $name:ident short_pages) => { impl $crate::runtime::operation::paginated::Numbered for $name {} };
    (@numbered $name:ident $other:ident) => {};
}

#[allow(unused_imports, reason = "unused where no group is compiled")]
pub(crate) use operation;
