//! Operations as types: their properties ([`Meta`]), and the futures of their requests.

pub(crate) mod arguments;
pub(crate) mod authorization;
pub(crate) mod body;
pub(crate) mod build_error;
pub(crate) mod counted;
pub(crate) mod custom;
pub(crate) mod deletion;
pub(crate) mod drift_reporter;
pub(crate) mod error_chain;
pub(crate) mod facts;
pub(crate) mod file;
#[cfg(feature = "fake")]
mod json;
pub(crate) mod meta;
pub(crate) mod operation_macro;
pub(crate) mod page;
mod page_serde;
pub(crate) mod page_size;
pub(crate) mod page_style;
pub(crate) mod paginated;
pub(crate) mod product;
pub(crate) mod raw_response;
#[cfg(feature = "__testing")]
pub(crate) mod received;
#[cfg(feature = "__testing")]
mod reserialize;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "types of a public trait that nobody names; which are used depends on the groups"
)]
pub(crate) mod response_kind;
#[cfg(feature = "fake")]
pub(crate) mod sampling;
pub(crate) mod span_error;
pub(crate) mod streaming;
pub(crate) mod value_style;
pub(crate) mod wait_spec;
mod whole_path;

use crate::runtime::operation::arguments::Arguments;
pub(crate) use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::response_kind::ResponseKind;

/// An operation of the API with its arguments. Only the types of this crate implement it.
///
/// The implementation states facts, writes the arguments, and decodes the response. Everything that
/// does not depend on the operation's types is elsewhere, and compiled once.
pub trait Operation: Send + Sync + 'static {
    /// The result of a successful call.
    type Output: Send + 'static;
    /// How it is read.
    #[doc(hidden)]
    type ResponseKind: ResponseKind<Output = Self::Output>;
    /// The properties of the operation.
    const META: &'static Meta;

    /// Returns the properties of the request, which only differ from [`META`](Self::META) where the
    /// caller chooses the method.
    #[doc(hidden)]
    fn meta(&self) -> &'static Meta {
        Self::META
    }

    /// Writes the arguments into a request. Its parameter has no public name, so that others cannot add operations:
    /// cheaper for the compiler than an implementation of another trait for each operation.
    #[doc(hidden)]
    fn write(&self, parts: &mut Arguments);
}

/// An operation that reads, by the method GET.
pub trait Retrieval: Operation {}
