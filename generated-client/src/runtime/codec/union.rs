use serde_core::de::{DeserializeSeed as _, Deserializer};
use serde_json::Value;

use super::json_path::JsonPath;
use super::json_value::JsonValue;
use super::wire::Wire;

/// Declares a value of one of several shapes, and `Unknown` for JSON that fits no variant.
///
/// ```ignore
/// union! {
///     /// Image of a Droplet.
///     pub enum Image {
///         /// ID.
///         Id(i64) = integer,
///         /// Slug.
///         Slug(String) = string,
///     }
///     from { Id: i64, Slug: String, Slug: &str }
/// }
/// ```
///
/// Variants are tried in order: the matcher after `=`, a function of [`when`], inspects the JSON, then the
/// variant's type reads it. A value that a later version of the API invents is kept as it is. `from` lists
/// conversions, `each` one from several items. The example becomes:
///
/// ```ignore
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub enum Image {
///     /// ID.
///     Id(i64),
///     /// Slug.
///     Slug(String),
///     Unknown(serde_json::Value),
/// }
///
/// impl Wire for Image {
///     fn empty() -> Self {
///         Self::Unknown(Value::Null)
///     }
///
///     fn read<'de, D: Deserializer<'de>>(&mut self, source: D, path: &JsonPath<'_>) -> Result<(), D::Error> {
///         read_union(self, source, path, "Image", Self::choose, Self::Unknown)
///     }
///
///     fn content(&self) -> ValueContent<'_> { /* that of the variant */ }
/// }
///
/// impl From<i64> for Image { /* … */ }
/// impl From<String> for Image { /* … */ }
/// impl From<&str> for Image { /* … */ }
/// ```
///
/// `Default`, `Debug`, `PartialEq`, `Serialize`, `Deserialize` and [`Param`](super::param::Param) are one call each into
/// shared code.
macro_rules! union {
    (
        $(#[$attribute:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[$note:meta])*
                $variant:ident($type:ty $(,)?) = $matcher:ident $([$($argument:literal),* $(,)?])?
            ),* $(,)?
        }
        $(from { $($target:ident: $source:ty),* $(,)? })?
        $(each { $list:ident: $item:ty $(,)? })?
    ) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[allow(clippy::large_enum_variant, reason = "a box would be in the way of every match")]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$note])* $variant($type),)*
            /// JSON that fits no variant, kept as it is.
            Unknown(::serde_json::Value),
        }

        impl $name {
            #[inline]
            fn choose(
                value: &::serde_json::Value,
                attempt: &mut $crate::runtime::codec::union::Attempt<'_>,
            ) -> Option<Self> {
                $(
                    if attempt.fits($crate::runtime::codec::union::when::$matcher(
                        value,
                        &[$($($argument),*)?],
                    )) && let Some(found) = attempt.read::<$type>(value)
                    {
                        return Some(Self::$variant(found));
                    }
                )*
                None
            }
        }

        $($(
            impl From<$source> for $name {
                #[inline]
                fn from(value: $source) -> Self {
                    Self::$target(value.into())
                }
            }
        )*)?

        $(
            impl<I: Into<$item>, const N: usize> From<[I; N]> for $name {
                fn from(items: [I; N]) -> Self {
                    Self::$list(items.into_iter().map(Into::into).collect())
                }
            }
        )?

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(::serde_json::Value::Null)
            }
        }

        impl $crate::runtime::codec::param::sealed::Sealed for $name {}

        impl $crate::runtime::codec::param::Param for $name {
            #[inline]
            fn to_param(&self) -> ::std::borrow::Cow<'_, str> {
                $crate::runtime::codec::union::param(self).into()
            }
        }

        impl $crate::runtime::codec::wire::Wire for $name {
            #[inline]
            fn empty() -> Self {
                Self::default()
            }

            fn read<'de, D: ::serde_core::Deserializer<'de>>(
                &mut self,
                source: D,
                json_path: &$crate::runtime::codec::json_path::JsonPath<'_>,
            ) -> Result<(), D::Error> {
                $crate::runtime::codec::union::read_union(
                    self,
                    source,
                    json_path,
                    stringify!($name),
                    Self::choose,
                    Self::Unknown,
                )
            }

            #[inline]
            fn content(&self) -> $crate::runtime::codec::content::ValueContent<'_> {
                match self {
                    $(Self::$variant(value) => {
                        $crate::runtime::codec::content::ValueContent::Variant(stringify!($variant), value)
                    })*
                    Self::Unknown(value) => $crate::runtime::codec::content::ValueContent::Unknown(value),
                }
            }
        }

        $crate::runtime::codec::shared_impls::shared_impls!($name);

        #[cfg(feature = "fake")]
        impl $crate::runtime::codec::sample::Sample for $name {
            fn sample(sampler: &mut $crate::runtime::codec::sample::Sampler) -> Self {
                $crate::runtime::codec::sample::sample_union(
                    sampler,
                    &[$((
                        |sampler| Self::$variant(sampler.field()),
                        stringify!($matcher),
                        &[$($($argument),*)?],
                    )),*],
                )
            }
        }
    };
}
pub(crate) use union;

/// Reads a union: the whole value first, then the first variant that fits it.
pub(crate) fn read_union<'de, T, D: Deserializer<'de>>(
    target: &mut T,
    source: D,
    json_path: &JsonPath<'_>,
    name: &'static str,
    choose: fn(&Value, &mut Attempt<'_>) -> Option<T>,
    unknown: fn(Value) -> T,
) -> Result<(), D::Error> {
    let budget = json_path.budget();
    let before = budget.left();
    let value = JsonValue(budget).deserialize(source)?;
    if value.is_null() {
        json_path.note_absent();
        return Ok(());
    }
    let taken = before - budget.left();
    json_path.sink().enter_union();
    let mut attempt = Attempt {
        union: name,
        json_path,
        variant_index: 0,
        failed: false,
    };
    let chosen = choose(&value, &mut attempt);
    json_path.sink().leave_union();
    budget.check()?;
    *target = match chosen {
        Some(chosen) => {
            budget.restore(budget.left() + taken);
            chosen
        }
        None => unknown(value),
    };
    Ok(())
}

/// The variants of one union being tried on one value.
///
/// A variant that was rejected at a path is not tried there again: when an outer union reads the same
/// value through its next variant, the inner ones select the variant that they found before. Without
/// that, nested unions would take time exponential in their depth.
pub(crate) struct Attempt<'a> {
    union: &'static str,
    json_path: &'a JsonPath<'a>,
    variant_index: usize,
    /// Whether a matching variant could not read the value.
    failed: bool,
}

impl Attempt<'_> {
    /// Goes on to the next variant, and returns whether the value is worth reading as it.
    pub(crate) fn fits(&mut self, matches: impl Into<Fit>) -> bool {
        self.variant_index += 1;
        let fit = matches.into();
        self.failed |= fit == Fit::Exact;
        fit != Fit::No && !self.json_path.is_rejected(self.union, self.variant_index)
    }

    /// Reads the value as the variant's type, and discards every report if that fails.
    ///
    /// After a variant that matches and fails, the next one must need no correction: the value was meant
    /// for the first, and would lose its members in a second one with default values.
    pub(crate) fn read<T: Wire>(&mut self, value: &Value) -> Option<T> {
        let sink = self.json_path.sink();
        let mark = sink.mark();
        let mut found = T::empty();
        let read = found.read(value, self.json_path);
        match read.map(|()| self.json_path.take_absent()) {
            Ok(false) if !self.failed || sink.is_unchanged_since(&mark) => Some(found),
            Ok(_) | Err(_) => {
                self.failed = true;
                self.json_path
                    .reject_variant(self.union, self.variant_index, &mark);
                None
            }
        }
    }
}

/// Whether a value may belong to a variant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    No,
    Yes,
    /// It may, if reading it needs no correction: other variants look the same.
    Exact,
}

impl From<bool> for Fit {
    fn from(fits: bool) -> Self {
        if fits { Self::Yes } else { Self::No }
    }
}

/// Returns the text of a union in a path or a query: of the scalar it holds.
pub(crate) fn param<T: Wire>(value: &T) -> String {
    match serde_json::to_value(value.content()) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}

/// The matchers of `union!`: whether a variant is worth trying.
pub(crate) mod when {
    use serde_json::Value;

    use super::Fit;

    pub(crate) fn string(value: &Value, _: &[&str]) -> bool {
        value.is_string()
    }

    /// An integer, or a number without a fraction.
    pub(crate) fn integer(value: &Value, _: &[&str]) -> bool {
        let integral = |number: f64| number.fract() == 0.0;
        value.is_i64() || value.is_u64() || value.as_f64().is_some_and(integral)
    }

    pub(crate) fn number(value: &Value, _: &[&str]) -> bool {
        value.is_number()
    }

    pub(crate) fn boolean(value: &Value, _: &[&str]) -> bool {
        value.is_boolean()
    }

    pub(crate) fn array(value: &Value, _: &[&str]) -> bool {
        value.is_array()
    }

    pub(crate) fn object(value: &Value, _: &[&str]) -> bool {
        value.is_object()
    }

    /// An object whose member, the first argument, is one of the others.
    pub(crate) fn tag(value: &Value, arguments: &[&str]) -> bool {
        let Some((member, tags)) = arguments.split_first() else {
            return false;
        };
        match value.get(member) {
            Some(Value::String(found)) => tags.contains(&found.as_str()),
            Some(found @ (Value::Bool(_) | Value::Number(_))) => {
                tags.contains(&found.to_string().as_str())
            }
            _ => false,
        }
    }

    /// As [`tag`]; without that member, an object that has at least one of those after `|`.
    pub(crate) fn tag_or(value: &Value, arguments: &[&str]) -> bool {
        let mut parts = arguments.split(|argument| *argument == "|");
        let tags = parts.next().unwrap_or_default();
        let members = parts.next().unwrap_or_default();
        let tag_of = tags.first().and_then(|member| value.get(member));
        match tag_of.is_none_or(Value::is_null) {
            true => some(value, members),
            false => tag(value, tags),
        }
    }

    /// A list whose items are all of the JSON kind.
    pub(crate) fn items(value: &Value, kind: &[&str]) -> bool {
        let mut items = value.as_array().into_iter().flatten();
        value.is_array() && items.all(|item| is_of_kind(item, kind))
    }

    /// A value of the JSON kind that must need no correction and have only known values of enums.
    pub(crate) fn exact(value: &Value, kind: &[&str]) -> Fit {
        match is_of_kind(value, kind) {
            true => Fit::Exact,
            false => Fit::No,
        }
    }

    fn is_of_kind(value: &Value, kind: &[&str]) -> bool {
        match kind {
            ["string"] => value.is_string(),
            ["integer"] => integer(value, &[]),
            ["number"] => value.is_number(),
            ["boolean"] => value.is_boolean(),
            ["array"] => value.is_array(),
            ["object"] => value.is_object(),
            _ => false,
        }
    }

    /// An object that has all the members.
    pub(crate) fn has(value: &Value, members: &[&str]) -> bool {
        value.is_object() && members.iter().all(|member| value.get(member).is_some())
    }

    /// An object that has at least one of the members.
    pub(crate) fn some(value: &Value, members: &[&str]) -> bool {
        members.iter().any(|member| value.get(member).is_some())
    }

    pub(crate) fn any(_: &Value, _: &[&str]) -> bool {
        true
    }
}
