//! The fields of a record as reading takes them: targets, and how the record treats them.

use std::collections::BTreeMap;

use serde_core::de::MapAccess;

use super::group::FieldGroup;
use super::members::Members;
use super::object::Object;
use super::unknown_fields::UnknownFields;
use super::wire::Wire;

impl<'de, A: MapAccess<'de>> Object<'_, 'de, A> {
    /// Offers all fields of the record until the object is at its end. A key that no field took goes to `unknown`.
    #[inline(always)]
    pub(crate) fn offer<T: Wire>(
        &mut self,
        mut fields: impl OfferedFields,
        unknown: &mut UnknownFields,
    ) {
        let mut members = self.members(T::MEMBERS);
        loop {
            fields.offer_to(&mut members);
            if !members.goes_on(unknown) {
                return;
            }
        }
    }
}

/// Fields that a record offers in order, each of which takes its value if the current key is its own.
///
/// One value with all of them, and not one call for each: the compiler spends several times as long on a call, in which
/// it checks all types and lifetimes of the object that is read.
pub(crate) trait OfferedFields {
    fn offer_to<'de, A: MapAccess<'de>>(&mut self, members: &mut Members<'_, '_, 'de, A>);
}

/// A field whose type decides whether it must be present.
impl<T: Wire> OfferedFields for &mut T {
    #[inline(always)]
    fn offer_to<'de, A: MapAccess<'de>>(&mut self, members: &mut Members<'_, '_, 'de, A>) {
        members.field(*self);
    }
}

/// A field that must be present.
pub(crate) struct Required<'t, T>(&'t mut T);

impl<T: Wire> OfferedFields for Required<'_, T> {
    #[inline(always)]
    fn offer_to<'de, A: MapAccess<'de>>(&mut self, members: &mut Members<'_, '_, 'de, A>) {
        members.required(self.0);
    }
}

/// A field that must be present and have a value.
pub(crate) struct Needed<'t, T>(&'t mut T);

impl<T: Wire> OfferedFields for Needed<'_, T> {
    #[inline(always)]
    fn offer_to<'de, A: MapAccess<'de>>(&mut self, members: &mut Members<'_, '_, 'de, A>) {
        members.needed(self.0);
    }
}

/// A list or map of which absent, `null` and empty are one.
pub(crate) struct Plain<'t, T>(&'t mut T);

impl<T: Wire> OfferedFields for Plain<'_, T> {
    #[inline(always)]
    fn offer_to<'de, A: MapAccess<'de>>(&mut self, members: &mut Members<'_, '_, 'de, A>) {
        members.plain(self.0);
    }
}

/// A map of all keys that no other field took.
pub(crate) struct Rest<'t, T>(&'t mut BTreeMap<String, T>);

impl<T: Wire> OfferedFields for Rest<'_, T> {
    #[inline(always)]
    fn offer_to<'de, A: MapAccess<'de>>(&mut self, members: &mut Members<'_, '_, 'de, A>) {
        members.rest(self.0);
    }
}

/// The words of `record!` after `as`. `FieldMode` has the same.
pub(crate) mod modes {
    use std::collections::BTreeMap;

    use super::{Needed, Plain, Required, Rest};

    /// A field that must be present, and whose type has a value for `null`.
    #[inline(always)]
    pub(crate) fn or_null<T>(target: &mut T) -> Required<'_, T> {
        Required(target)
    }

    /// A field that requests must contain.
    #[inline(always)]
    pub(crate) fn needed<T>(target: &mut T) -> Needed<'_, T> {
        Needed(target)
    }

    /// A field that must not be empty in requests.
    #[inline(always)]
    pub(crate) fn filled<T>(target: &mut T) -> Required<'_, T> {
        Required(target)
    }

    /// A list or map of which absent, `null` and empty are one.
    #[inline(always)]
    pub(crate) fn plain<T>(target: &mut T) -> Plain<'_, T> {
        Plain(target)
    }

    /// A map of all keys that no other field took. It must be the last field.
    #[inline(always)]
    pub(crate) fn rest<T>(target: &mut BTreeMap<String, T>) -> Rest<'_, T> {
        Rest(target)
    }
}

/// Implements it for a group.
macro_rules! offer_group {
    ($($field:ident)*) => {
        impl<$($field: OfferedFields),*> OfferedFields for FieldGroup<($($field,)*)> {
            #[inline(always)]
            #[allow(non_snake_case, unused_variables, reason = "a group may be empty")]
            fn offer_to<'de, Access: MapAccess<'de>>(
                &mut self,
                members: &mut Members<'_, '_, 'de, Access>,
            ) {
                let ($($field,)*) = &mut self.0;
                $($field.offer_to(members);)*
            }
        }
    };
}

super::group::for_each_length!(offer_group);
