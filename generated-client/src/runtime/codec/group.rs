//! References to all fields of a record in one value.

use super::content::{Fields, Member};
use super::unknown_fields::UnknownFields;
use super::wire::Wire;

/// Up to 16 fields; of more, the last one is a group, too.
pub(crate) struct FieldGroup<T>(pub(crate) T);

/// Makes a [`FieldGroup`] of expressions, each followed by a comma.
macro_rules! grouped {
    (
        $a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr,
        $i:expr, $j:expr, $k:expr, $l:expr, $m:expr, $n:expr, $o:expr, $p:expr,
        $($rest:expr,)+
    ) => {
        $crate::runtime::codec::group::FieldGroup((
            $a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m, $n, $o,
            $crate::runtime::codec::group::grouped!($p, $($rest,)+),
        ))
    };
    ($($field:expr,)*) => {
        $crate::runtime::codec::group::FieldGroup(($($field,)*))
    };
}
pub(crate) use grouped;

/// Calls a macro with as many names as a group may have fields, for each number of fields.
macro_rules! for_each_length {
    ($implement:ident) => {
        $implement! {}
        $implement! { A }
        $implement! { A B }
        $implement! { A B C }
        $implement! { A B C D }
        $implement! { A B C D E }
        $implement! { A B C D E F }
        $implement! { A B C D E F G }
        $implement! { A B C D E F G H }
        $implement! { A B C D E F G H I }
        $implement! { A B C D E F G H I J }
        $implement! { A B C D E F G H I J K }
        $implement! { A B C D E F G H I J K L }
        $implement! { A B C D E F G H I J K L M }
        $implement! { A B C D E F G H I J K L M N }
        $implement! { A B C D E F G H I J K L M N O }
        $implement! { A B C D E F G H I J K L M N O P }
    };
}
pub(super) use for_each_length;

impl<'a> Fields<'a> {
    /// Takes everything that there is to know about a record.
    #[inline]
    pub(crate) fn group<T: Wire>(
        &mut self,
        values: impl FieldRefs<'a>,
        unknown: &'a UnknownFields,
    ) {
        let mut references = Vec::with_capacity(T::MEMBERS.len());
        values.list(&mut references);
        self.set(T::NAME, T::MEMBERS, T::MODES, references, unknown);
    }
}

/// Fields of a record as writing, comparing and `Debug` look at them.
pub(crate) trait FieldRefs<'a> {
    fn list(self, to: &mut Vec<&'a dyn Member>);
}

impl<'a, T: Wire> FieldRefs<'a> for &'a T {
    #[inline(always)]
    fn list(self, to: &mut Vec<&'a dyn Member>) {
        to.push(self);
    }
}

/// Implements it for a group.
macro_rules! list_group {
    ($($field:ident)*) => {
        impl<'a, $($field: FieldRefs<'a>),*> FieldRefs<'a> for FieldGroup<($($field,)*)> {
            #[inline(always)]
            #[allow(non_snake_case, unused_variables, reason = "a group may be empty")]
            fn list(self, to: &mut Vec<&'a dyn Member>) {
                let ($($field,)*) = self.0;
                $($field.list(to);)*
            }
        }
    };
}

for_each_length!(list_group);
