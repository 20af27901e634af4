//! Request bodies made from what the API returned, so that nothing is lost between reading and
//! writing.

use std::collections::BTreeMap;

use super::content::ValueContent;
use super::content::{Fields, Record};
use super::nullable::Nullable;
use super::unknown_fields::UnknownFields;
use super::wire::Wire;

/// Implements `From` a model, borrowed and owned, for a request body.
///
/// ```ignore
/// conversion! {
///     Balancer => BalancerUpdate {
///         // Fields of the same type that the model may lack, and those that it always has, except from
///         // a server that leaves them out: an empty string is none, unless it may be sent.
///         same [tag, droplet_ids];
///         same always [name];
///         same even_empty [suffix];
///         // Fields of a type with a conversion of its own, and lists of such.
///         nested [firewall];
///         each [rules];
///         // Strings and enums of strings.
///         text [kind];
///         // Fields of another name or form, which the model may lack or always has.
///         text from [region = given region always slug];
///         // Of two fields, the second is left out if the first is set.
///         one_of [tag droplet_ids];
///     }
/// }
/// ```
///
/// The lines name the fields of the body, by the function that converts them. The example becomes:
///
/// ```ignore
/// impl From<&Balancer> for BalancerUpdate {
///     fn from(model: &Balancer) -> Self {
///         let mut body = <Self as Wire>::empty();
///         same(model.tag.given(), &mut body.tag);
///         same(model.droplet_ids.given(), &mut body.droplet_ids);
///         same(always(model, &model.unknown_fields, &model.name), &mut body.name);
///         same(even_empty(model, &model.unknown_fields, &model.suffix), &mut body.suffix);
///         nested(model.firewall.given(), &mut body.firewall);
///         each(model.rules.given(), &mut body.rules);
///         text(model.kind.given(), &mut body.kind);
///         let region = model.region.given();
///         let slug = region.and_then(|region| always(region, &region.unknown_fields, &region.slug));
///         text(slug, &mut body.region);
///         one_of(&mut body.tag, &mut body.droplet_ids);
///         body.unknown_fields = inherited(&model.unknown_fields, &body);
///         body
///     }
/// }
///
/// impl From<Balancer> for BalancerUpdate {
///     fn from(model: Balancer) -> Self {
///         Self::from(&model)
///     }
/// }
/// ```
///
/// A body with a field for the whole of what was returned is declared by the conversion and the field, or for a list by
/// `each`:
///
/// ```ignore
/// conversion! { DoSettings => DoSettingsUpdate { whole same do_settings } }
/// conversion! { Rule => RulesUpdate { whole each rules } }
/// ```
macro_rules! conversion {
    ($model:ident => $body:ident { whole each $field:ident $(,)? }) => {
        impl ::core::convert::From<&[$model]> for $body {
            #[inline]
            fn from(models: &[$model]) -> Self {
                let mut body = <Self as $crate::runtime::codec::wire::Wire>::empty();
                let items = models.iter().map(::core::convert::Into::into).collect();
                $crate::runtime::codec::conversion::Take::take(&mut body.$field, Some(items));
                body
            }
        }

        impl ::core::convert::From<::std::vec::Vec<$model>> for $body {
            #[inline]
            fn from(models: ::std::vec::Vec<$model>) -> Self {
                Self::from(&*models)
            }
        }
    };
    ($model:ident => $body:ident { whole $kind:ident $field:ident $(,)? }) => {
        $crate::runtime::codec::conversion::from_model! { $model => $body, model body {
            $crate::runtime::codec::conversion::$kind(Some(model), &mut body.$field);
        } }
    };
    ($model:ident => $body:ident { $($kind:ident $($how:ident)? [$($entry:tt)*];)* }) => {
        $crate::runtime::codec::conversion::from_model! { $model => $body, model body {
            $($crate::runtime::codec::conversion::convert! { model body $kind $($how)? [$($entry)*] })*
            body.unknown_fields = $crate::runtime::codec::conversion::inherited(&model.unknown_fields, &body);
        } }
    };
}
pub(crate) use conversion;

/// Implements `From` a model, borrowed and owned, by what makes the body of it.
macro_rules! from_model {
    ($model:ident => $body:ident, $from:ident $to:ident { $($convert:tt)* }) => {
        impl ::core::convert::From<&$model> for $body {
            // Compiled by programs that use it: a conversion clones whole models.
            #[inline]
            fn from($from: &$model) -> Self {
                let mut $to = <Self as $crate::runtime::codec::wire::Wire>::empty();
                $($convert)*
                $to
            }
        }

        impl ::core::convert::From<$model> for $body {
            #[inline]
            fn from(model: $model) -> Self {
                Self::from(&model)
            }
        }
    };
}
pub(crate) use from_model;

/// Converts the fields of one kind.
macro_rules! convert {
    ($model:ident $body:ident $kind:ident from [$($field:ident = $($how:ident $step:ident)+),* $(,)?]) => {
        $(
            let found = Some($model);
            $(let found = found.and_then(|found| {
                $crate::runtime::codec::conversion::convert!(@$how found $step)
            });)+
            $crate::runtime::codec::conversion::$kind(found, &mut $body.$field);
        )*
    };
    ($model:ident $body:ident one_of [$($first:ident $second:ident),* $(,)?]) => {
        $($crate::runtime::codec::conversion::one_of(&mut $body.$first, &mut $body.$second);)*
    };
    ($model:ident $body:ident $kind:ident [$($field:ident),* $(,)?]) => {
        $($crate::runtime::codec::conversion::$kind(
            $crate::runtime::codec::conversion::convert!(@given $model $field),
            &mut $body.$field,
        );)*
    };
    ($model:ident $body:ident $kind:ident $how:ident [$($field:ident),* $(,)?]) => {
        $($crate::runtime::codec::conversion::$kind(
            $crate::runtime::codec::conversion::convert!(@$how $model $field),
            &mut $body.$field,
        );)*
    };
    (@given $model:ident $field:ident) => {
        $crate::runtime::codec::conversion::Given::given(&$model.$field)
    };
    (@always $model:ident $field:ident) => {
        $crate::runtime::codec::conversion::always($model, &$model.unknown_fields, &$model.$field)
    };
    (@even_empty $model:ident $field:ident) => {
        $crate::runtime::codec::conversion::even_empty($model, &$model.unknown_fields, &$model.$field)
    };
}
pub(crate) use convert;

/// A field of a model that may have no value. An empty list or map is none.
pub(crate) trait Given {
    type Value;

    fn given(&self) -> Option<&Self::Value>;
}

impl<T> Given for Option<T> {
    type Value = T;

    fn given(&self) -> Option<&T> {
        self.as_ref()
    }
}

impl<T> Given for Nullable<T> {
    type Value = T;

    fn given(&self) -> Option<&T> {
        self.as_option()
    }
}

impl<T> Given for Vec<T> {
    type Value = Self;

    fn given(&self) -> Option<&Self> {
        Some(self).filter(|list| !list.is_empty())
    }
}

impl<T> Given for BTreeMap<String, T> {
    type Value = Self;

    fn given(&self) -> Option<&Self> {
        Some(self).filter(|map| !map.is_empty())
    }
}

/// A field of a request body.
pub(crate) trait Take {
    type Value;

    fn take(&mut self, value: Option<Self::Value>);
}

impl<T> Take for Option<T> {
    type Value = T;

    fn take(&mut self, value: Option<T>) {
        *self = value;
    }
}

impl<T> Take for Nullable<T> {
    type Value = T;

    fn take(&mut self, value: Option<T>) {
        *self = value.map_or(Self::Absent, Self::Value);
    }
}

/// Returns the value of a required field, unless it was missing or is an empty string.
pub(crate) fn always<'a, T: Wire>(
    model: &dyn Record,
    unknown: &UnknownFields,
    value: &'a T,
) -> Option<&'a T> {
    let is_blank = value.content().is_blank();
    even_empty(model, unknown, value).filter(|_| !is_blank)
}

/// Returns the value of a required field, unless it was missing.
pub(crate) fn even_empty<'a, T: Wire>(
    model: &dyn Record,
    unknown: &UnknownFields,
    value: &'a T,
) -> Option<&'a T> {
    let is_missing = unknown.lacks_any() && lacks(&Fields::of(model), value);
    (!is_missing).then_some(value)
}

/// Returns whether the server left out the field with this value.
fn lacks<T: Wire>(fields: &Fields<'_>, value: &T) -> bool {
    let mut values = fields.values.iter();
    let position = values.position(|field| std::ptr::addr_eq(*field, value));
    let field = position.and_then(|position| fields.declared().nth(position));
    field.is_some_and(|field| fields.lacks(&field))
}

pub(crate) fn same<T: Clone>(from: Option<&T>, to: &mut impl Take<Value = T>) {
    to.take(from.cloned());
}

pub(crate) fn nested<M, B>(from: Option<&M>, to: &mut impl Take<Value = B>)
where
    B: for<'a> From<&'a M>,
{
    to.take(from.map(B::from));
}

pub(crate) fn each<M, B>(from: Option<&Vec<M>>, to: &mut impl Take<Value = Vec<B>>)
where
    B: for<'a> From<&'a M>,
{
    to.take(from.map(|list| list.iter().map(B::from).collect()));
}

pub(crate) fn text<M, B>(from: Option<&M>, to: &mut impl Take<Value = B>)
where
    M: AsRef<str>,
    B: for<'a> From<&'a str>,
{
    to.take(from.map(|text| B::from(text.as_ref())));
}

/// Leaves the second field out if the first is set. An empty string counts as unset.
pub(crate) fn one_of<A: Wire, B: Wire>(first: &mut A, second: &mut B) {
    let content = first.content();
    if content.is_blank() {
        *first = A::empty();
    } else if !matches!(content, ValueContent::Absent) {
        *second = B::empty();
    }
}

/// Returns the unknown fields of a model for the body that is made from it.
///
/// A field that only the body declares is kept, too: it is sent unless the body's own is set.
pub(crate) fn inherited(model: &UnknownFields, body: &dyn Record) -> UnknownFields {
    if model.is_empty() {
        return UnknownFields::default();
    }
    let fields = Fields::of(body);
    model.inherited(|name| fields.declares(name))
}
