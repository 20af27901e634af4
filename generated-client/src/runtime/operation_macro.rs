//! `operation!`: one invocation per operation states everything that is particular to it.
//!
//! The functions are `#[inline]`, so that a crate compiles those of the operations it calls.

#[allow(unused_macros, reason = "unused where no group is compiled")]
macro_rules! operation {
    // An optional body is no field of the struct: it is set on the request.
    ($(#[$doc:meta])* pub struct $name:ident { body: optional_json $body:ty $(,)? } $($rest:tt)*) => {
        $crate::runtime::operation! { @head [$(#[$doc])*] $name [] [$body] $($rest)* }
    };
    (
        $(#[$doc:meta])* pub struct $name:ident {
            $f1:ident : $k1:ident $t1:ty = $w1:literal, body: optional_json $body:ty $(,)?
        } $($rest:tt)*
    ) => {
        $crate::runtime::operation! {
            @head [$(#[$doc])*] $name [$f1: $k1 $t1 = $w1] [$body] $($rest)*
        }
    };
    (
        $(#[$doc:meta])* pub struct $name:ident {
            $f1:ident : $k1:ident $t1:ty = $w1:literal, $f2:ident : $k2:ident $t2:ty = $w2:literal,
            body: optional_json $body:ty $(,)?
        } $($rest:tt)*
    ) => {
        $crate::runtime::operation! {
            @head [$(#[$doc])*] $name [$f1: $k1 $t1 = $w1, $f2: $k2 $t2 = $w2] [$body] $($rest)*
        }
    };
    (
        $(#[$doc:meta])* pub struct $name:ident {
            $f1:ident : $k1:ident $t1:ty = $w1:literal, $f2:ident : $k2:ident $t2:ty = $w2:literal,
            $f3:ident : $k3:ident $t3:ty = $w3:literal, body: optional_json $body:ty $(,)?
        } $($rest:tt)*
    ) => {
        $crate::runtime::operation! {
            @head [$(#[$doc])*] $name [$f1: $k1 $t1 = $w1, $f2: $k2 $t2 = $w2, $f3: $k3 $t3 = $w3]
            [$body] $($rest)*
        }
    };
    ($(#[$doc:meta])* pub struct $name:ident; $($rest:tt)*) => {
        $crate::runtime::operation! { @head [$(#[$doc])*] $name [] [] $($rest)* }
    };
    (
        $(#[$doc:meta])* pub struct $name:ident {
            $($field:ident : $kind:ident $type:ty $(= $wire:literal)?),* $(,)?
        } $($rest:tt)*
    ) => {
        $crate::runtime::operation! {
            @head [$(#[$doc])*] $name [$($field: $kind $type $(= $wire)?),*] [] $($rest)*
        }
    };

    // Everything before the output: the struct, its setters, its facts.
    (
        @head [$(#[$doc:meta])*] $name:ident
        [$($field:ident : $kind:ident $type:ty $(= $wire:literal)?),*] [$($body:ty)?]
        id $id:literal;
        $verb:ident $path:literal;
        scopes [$([$($scope:literal),* $(,)?]),* $(,)?];
        $(idempotent $idempotent:literal;)?
        $(server $server:ident;)?
        $(buckets [
            $($bucket:literal $limit:literal in $seconds:literal $(by $counts:literal)?),+ $(,)?
        ];)?
        $(query {
            $($(#[$setter_doc:meta])* $setter:ident : $mode:ident $value:ty = $parameter:literal),*
            $(,)?
        })?
        output $($rest:tt)+
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            $(
                #[doc = $crate::runtime::operation!(@about $kind $($wire)?)]
                pub $field: $type,
            )*
        }

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

        $crate::runtime::operation! {
            @output $name
            [$($field $kind $($wire)?),*]
            [
                $crate::runtime::Meta::new(
                    $id,
                    $crate::runtime::Verb::$verb,
                    $path,
                    &[$(&[$($scope),*]),*],
                )
                $(.with_idempotent($idempotent))?
                $(.with_server($crate::runtime::Server::$server))?
                $(.with_buckets(const { &[
                    $($crate::runtime::Bucket::new($bucket, $limit, $seconds)$(.by($counts))?),+
                ] }))?
            ]
            $($rest)+
        }
    };

    // What the fields are for.
    (@about json) => { "The body." };
    (@about octets) => { "The body, sent as it is." };
    (@about path $wire:literal) => { concat!("Path argument `", $wire, "`.") };
    (@about query $wire:literal) => { concat!("Query parameter `", $wire, "`.") };
    (@about header $wire:literal) => { concat!("Header `", $wire, "`.") };
    (@about url) => { "The address, as another operation returned it." };

    // Setters of query parameters.
    (@setter [$($doc:tt)*] $setter:ident plain [$value:ty] $parameter:literal) => {
        $($doc)*
        #[inline]
        pub fn $setter(self, value: $value) -> Self {
            self.with_query($parameter, &value)
        }
    };
    (@setter [$($doc:tt)*] $setter:ident into [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, value: impl Into<$value>) -> Self {
            self.with_query::<$value>($parameter, &value.into())
        }
    };
    (@setter [$($doc:tt)*] $setter:ident each [$value:ty] $parameter:literal) => {
        $($doc)*
        pub fn $setter(self, values: impl IntoIterator<Item = impl Into<$value>>) -> Self {
            self.with_queries::<$value>($parameter, values.into_iter().map(Into::into))
        }
    };

    // The shapes of answers.
    (@output $name:ident [$($fields:tt)*] [$($meta:tt)*] empty; $($rest:tt)+) => {
        $crate::runtime::operation! {
            @implement $name [$($fields)*] [$($meta)*.with_content($crate::runtime::Content::Empty)]
            [()] [empty()] $($rest)+
        }
    };
    (@output $name:ident [$($fields:tt)*] [$($meta:tt)*] json $type:ty; $($rest:tt)+) => {
        $crate::runtime::operation! {
            @implement $name [$($fields)*] [$($meta)*] [$type] [json::<$type>()] $($rest)+
        }
    };
    (
        @output $name:ident [$($fields:tt)*] [$($meta:tt)*]
        member($type:ty $(,)?) at [$($at:literal),+ $(,)?]; $($rest:tt)+
    ) => {
        $crate::runtime::operation! {
            @implement $name [$($fields)*] [$($meta)*]
            [$type] [member::<$type>(&[$($at),+])] $($rest)+
        }
    };
    (
        @output $name:ident [$($fields:tt)*] [$($meta:tt)*]
        page($type:ty $(,)?) at [$($at:literal),+ $(,)?] by $style:ident; $($rest:tt)+
    ) => {
        $crate::runtime::operation! {
            @page $name [$($fields)*] [$($meta)*] [$type] [()]
            [page::<Vec<$type>>(&[$($at),+])] $style $($rest)+
        }
    };
    (
        @output $name:ident [$($fields:tt)*] [$($meta:tt)*]
        page($type:ty, $extra:ty $(,)?) at [$($at:literal),+ $(,)?] by $style:ident; $($rest:tt)+
    ) => {
        $crate::runtime::operation! {
            @page $name [$($fields)*] [$($meta)*] [$type] [$extra]
            [page_with::<Vec<$type>, $extra>(&[$($at),+])] $style $($rest)+
        }
    };
    (
        @output $name:ident [$($fields:tt)*] [$($meta:tt)*]
        page_map($type:ty $(,)?) at [$($at:literal),+ $(,)?] by $style:ident; $($rest:tt)+
    ) => {
        $crate::runtime::operation! {
            @page $name [$($fields)*] [$($meta)*] [(String, $type)] [()]
            [page::<std::collections::BTreeMap<String, $type>>(&[$($at),+])] $style $($rest)+
        }
    };
    (@output $name:ident [$($fields:tt)*] [$($meta:tt)*] file; $($rest:tt)+) => {
        $crate::runtime::operation! {
            @implement $name [$($fields)*] [$($meta)*.with_content($crate::runtime::Content::File)]
            [$crate::runtime::File] [file()] $($rest)+
        }
    };
    (@output $name:ident [$($fields:tt)*] [$($meta:tt)*] text; $($rest:tt)+) => {
        $crate::runtime::operation! {
            @implement $name [$($fields)*] [$($meta)*.with_content($crate::runtime::Content::Text)]
            [String] [text()] $($rest)+
        }
    };

    (
        @page $name:ident [$($fields:tt)*] [$($meta:tt)*] [$item:ty] [$extra:ty] [$($read:tt)*]
        $style:ident $($rest:tt)+
    ) => {
        impl $crate::runtime::Paginated for $name {
            type Item = $item;
            type Extra = $extra;
            const STYLE: $crate::runtime::Style = $crate::runtime::Style::$style;
        }

        $crate::runtime::operation! {
            @implement $name [$($fields)*] [$($meta)*]
            [$crate::runtime::Page<$item, $extra>] [$($read)*] $($rest)+
        }
    };

    (
        @implement $name:ident [$($field:ident $kind:ident $($wire:literal)?),*] [$($meta:tt)*]
        [$output:ty] [$read:ident $($arguments:tt)*] $(stream $event:ty;)? error $error:ty;
    ) => {
        #[allow(deprecated, reason = "deprecated types stay usable where they are declared")]
        impl $crate::runtime::Operation for $name {
            type Output = $output;
            type Error = $error;
            const META: &'static $crate::runtime::Meta = &$crate::runtime::sampled!(
                [$($meta)* $(.with_stream::<$event>())?]
                [|| $crate::runtime::sampling::$read $($arguments)*]
                [|answer| $crate::runtime::rewriting::Rewriting(answer).$read $($arguments)*]
                [$(|| $crate::runtime::sampling::json::<$event>())?]
            );

            #[inline]
            fn write(
                &self,
                parts: &mut $crate::runtime::Parts,
            ) -> Result<(), $crate::runtime::BuildError> {
                $(parts.$kind($($wire,)? &self.$field)?;)*
                parts.finish()
            }

            #[inline]
            fn read(
                answer: &$crate::runtime::Answer,
            ) -> Result<$output, $crate::runtime::codec::DecodeError> {
                answer.$read $($arguments)*
            }
        }

        $(
            impl $crate::runtime::Streaming for $name {
                type Event = $event;

                #[inline]
                fn read_event(data: &[u8]) -> Option<$event> {
                    let id = <Self as $crate::runtime::Operation>::META.id;
                    let (event, _) = $crate::runtime::codec::decode(id, data).ok()?;
                    // Members that are absent read as zero, so an event without any known one
                    // reads, too.
                    (event != <$event>::default()).then_some(event)
                }
            }
        )?
    };
}

/// States how the fake makes up an answer and how tests write one back, where there is a fake.
#[cfg(feature = "fake")]
#[allow(unused_macros, reason = "unused where no group is compiled")]
macro_rules! sampled {
    ([$($meta:tt)*] [$($sample:tt)*] [$($rewrite:tt)*] [$($($event:tt)+)?]) => {
        $($meta)*
            .with_sample($($sample)*)
            .with_rewrite($($rewrite)*)
            $(.with_sample_event($($event)+))?
    };
}

#[cfg(not(feature = "fake"))]
#[allow(unused_macros, reason = "unused where no group is compiled")]
macro_rules! sampled {
    ([$($meta:tt)*] $($sample:tt)*) => { $($meta)* };
}

#[allow(unused_imports, reason = "unused where no group is compiled")]
pub(crate) use {operation, sampled};
