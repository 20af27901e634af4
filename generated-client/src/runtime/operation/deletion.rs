use std::fmt;
use std::sync::Arc;

use crate::runtime::operation::Operation;
use crate::runtime::operation::arguments::Arguments;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::response_kind::ResponseKind;

/// An operation that deletes.
pub trait Deletion: Operation {}

/// A deletion of what may be gone already, as [`Request::ignore_not_found`](crate::Request::ignore_not_found) makes it.
///
/// It returns what the deletion `O` returns, in an `Option` unless that is nothing.
pub struct IfPresent<O>(pub(crate) Arc<O>);

impl<O: Deletion> Operation for IfPresent<O> {
    type Output = <Self::ResponseKind as ResponseKind>::Output;
    type ResponseKind = <O::ResponseKind as ResponseKind>::OrNotFound;
    const META: &'static Meta = O::META;

    fn meta(&self) -> &'static Meta {
        self.0.meta()
    }

    fn write(&self, parts: &mut Arguments) {
        self.0.write(parts);
    }
}

/// Shows the operation.
impl<O: Deletion> fmt::Debug for IfPresent<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "IfPresent")
    }
}
