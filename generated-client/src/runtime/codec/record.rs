/// Declares a JSON object with known fields, and keeps the fields that it does not know.
///
/// ```ignore
/// record! {
///     /// A Droplet to create.
///     pub struct DropletCreate {
///         /// Name.
///         pub name: String,
///         /// Type.
///         pub type_: DropletType = "type",
///         /// Tags.
///         pub tags: Option<Vec<String>> [each String, clear_tags],
///         /// Kernel; `null` means the default one.
///         pub kernel: Nullable<i64> [nullable i64],
///         /// Image; required, may be `null`.
///         pub image: Option<String> as or_null,
///     }
///     new(name: into String) with(type_ = DropletType::Plain);
/// }
/// ```
///
/// A field is read and written under its own name, or under the one that follows `=`. Its type
/// decides what becomes of a field that is absent: `Option` and `Nullable` take it, any other type
/// keeps its default value and reports drift. A word after `as` is a function of `modes` and a
/// `FieldMode` that treat the field in another way. Brackets declare a setter, by the
/// conversions of `parameter!`, and perhaps the name of a method that sets an empty list or map: the
/// items of a literal `[]` have no type where they convert. `new` declares the arguments of a constructor, and with what it sets
/// other fields. The example becomes:
///
/// ```ignore
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub struct DropletCreate {
///     pub name: String,
///     // …
///     pub(crate) unknown_fields: UnknownFields,
/// }
///
/// impl DropletCreate {
///     pub fn unknown_fields(&self) -> &UnknownFields { /* … */ }
///     pub fn set_unknown_field(self, name: &str, value: impl Into<Value>) -> Self { /* … */ }
///     pub fn new(name: impl Into<String>) -> Self { /* … */ }
///     pub fn tags(self, value: impl IntoIterator<Item = impl Into<String>>) -> Self { /* … */ }
///     pub fn clear_tags(self) -> Self { /* … */ }
///     pub fn kernel(self, value: impl Into<Nullable<i64>>) -> Self { /* … */ }
/// }
///
/// impl Wire for DropletCreate {
///     const NAME: &'static str = "DropletCreate";
///     const MEMBERS: &'static [&'static str] = &["name", "type", "tags", "kernel", "image"];
///     const MODES: &'static str = ",,,,or_null,";
///
///     fn empty() -> Self {
///         Self { name: Wire::empty(), /* … */ }
///     }
///
///     fn read_members<'de, A: MapAccess<'de>>(&mut self, object: &mut Object<'_, 'de, A>) {
///         object.offer::<Self>(
///             FieldGroup((&mut self.name, /* … */ modes::or_null(&mut self.image))),
///             &mut self.unknown_fields,
///         );
///     }
///
///     fn list_members<'a>(&'a self, to: &mut Fields<'a>) {
///         to.group::<Self>(FieldGroup((&self.name, /* … */ &self.image)), &self.unknown_fields);
///     }
/// }
/// ```
///
/// `Default`, `Debug`, `PartialEq`, `Serialize` and `Deserialize` are one call each into shared
/// code. `no default;` at the end leaves `Default` out: for bodies that the API would not accept
/// without the arguments of `new`.
macro_rules! record {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $(
                $(#[$about:meta])*
                pub $field:ident: $type:ty
                    $(as $mode:ident)?
                    $(= $wire:literal)?
                    $([
                        $(#[$setter_attribute:meta])* $via:ident $target:ty
                        $(, $clear:ident)? $(,)?
                    ])?
            ),* $(,)?
        }
        $(
            new($($argument:ident: $argument_via:ident $argument_type:ty),* $(,)?)
                $(with($($preset:ident = $constant:expr),* $(,)?))?;
        )?
        $(no $default:ident;)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$about])*
                pub $field: $type,
            )*
            pub(crate) unknown_fields: $crate::runtime::codec::unknown_fields::UnknownFields,
        }

        impl $name {
            $($crate::runtime::codec::setters::constructor! {
                ($($argument: $argument_via $argument_type),*)
                [$($($preset = $constant),*)?]
            })?

            $($(
                #[doc = concat!("Sets [`", stringify!($field), "`](#structfield.", stringify!($field), ").")]
                $(#[$setter_attribute])*
                #[inline]
                pub fn $field(
                    mut self,
                    value: $crate::runtime::codec::setters::parameter!($via $target),
                ) -> Self {
                    self.$field = $crate::runtime::codec::setters::argument!(
                        $via $target, value, self.unknown_fields, stringify!($field)
                    );
                    self
                }

                $(
                    #[doc = concat!(
                        "Sets `", stringify!($field), "` to an empty ",
                        $crate::runtime::codec::setters::collection_name!($via), "."
                    )]
                    #[inline]
                    pub fn $clear(mut self) -> Self {
                        self.$field =
                            $crate::runtime::codec::setters::empty_collection!($via $target).into();
                        self
                    }
                )?
            )?)*

            /// Returns the fields that this version of the client does not know.
            #[inline]
            pub fn unknown_fields(&self) -> &$crate::runtime::codec::unknown_fields::UnknownFields {
                &self.unknown_fields
            }

            /// Sets a field that this version of the client does not know. The name of a declared
            /// field is an error when the value is sent.
            #[inline]
            pub fn set_unknown_field(
                mut self,
                name: &str,
                value: impl Into<::serde_json::Value>,
            ) -> Self {
                self.unknown_fields.set(name, value);
                self
            }
        }

        impl $crate::runtime::codec::wire::Wire for $name {
            const NAME: &'static str = stringify!($name);
            const MEMBERS: &'static [&'static str] =
                &[$($crate::runtime::codec::record::member_name!($field $($wire)?)),*];
            const MODES: &'static str = concat!($($(stringify!($mode),)? ","),*);

            #[inline]
            fn empty() -> Self {
                Self {
                    $($field: $crate::runtime::codec::wire::Wire::empty(),)*
                    unknown_fields: ::core::default::Default::default(),
                }
            }

            fn read_members<'de, A: ::serde_core::de::MapAccess<'de>>(
                &mut self,
                object: &mut $crate::runtime::codec::object::Object<'_, 'de, A>,
            ) {
                object.offer::<Self>(
                    $crate::runtime::codec::group::grouped!($(
                        $($crate::runtime::codec::offer::modes::$mode)? (&mut self.$field),
                    )*),
                    &mut self.unknown_fields,
                );
            }

            #[inline]
            fn list_members<'a>(&'a self, to: &mut $crate::runtime::codec::content::Fields<'a>) {
                to.group::<Self>(
                    $crate::runtime::codec::group::grouped!($(&self.$field,)*),
                    &self.unknown_fields,
                );
            }
        }

        $crate::runtime::codec::record::record_default!($name $($default)?);
        $crate::runtime::codec::shared_impls::shared_impls!($name);

        #[cfg(feature = "fake")]
        impl $crate::runtime::codec::sample::Sample for $name {
            fn sample(sampler: &mut $crate::runtime::codec::sample::Sampler) -> Self {
                sampler.record(|_sampler| Self {
                    $($field: _sampler$(.$mode())?.field(),)*
                    unknown_fields: ::core::default::Default::default(),
                })
            }
        }
    };
}
pub(crate) use record;

/// The name of a field in JSON.
macro_rules! member_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}
pub(crate) use member_name;

/// Implements `Default`, unless the record must not have it.
macro_rules! record_default {
    ($name:ident) => {
        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::codec::wire::Wire::empty()
            }
        }
    };
    ($name:ident default) => {};
}
pub(crate) use record_default;
