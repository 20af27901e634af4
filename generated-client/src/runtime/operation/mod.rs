//! What an operation is: its facts, its arguments, and how its response is read.

pub(crate) mod arguments;
pub(crate) mod custom;
pub(crate) mod file;
pub(crate) mod meta;
pub(crate) mod operation_macro;
pub(crate) mod page;
pub(crate) mod page_style;
pub(crate) mod raw_response;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "types of a public trait that nobody names; which are used depends on the groups"
)]
pub(crate) mod response_kind;
pub(crate) mod value_style;
mod whole_path;

use crate::runtime::operation::arguments::Arguments;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::page::Page;
use crate::runtime::operation::page_style::Style;
use crate::runtime::operation::response_kind::ResponseKind;

/// An operation of the API with its arguments. Implemented by `operation!` only.
///
/// The implementation states facts, writes the arguments, and decodes the response. Everything that
/// does not depend on the operation's types is elsewhere, and compiled once.
pub trait Operation: Send + Sync + 'static {
    /// What a successful call returns.
    type Output: Send + 'static;
    /// How it is read.
    #[doc(hidden)]
    type ResponseKind: ResponseKind<Output = Self::Output>;
    /// What is known of the operation.
    const META: &'static Meta;

    /// Returns what is known of the request, which only differs from [`META`](Self::META) where the
    /// caller chooses the method.
    #[doc(hidden)]
    fn meta(&self) -> &'static Meta {
        Self::META
    }

    /// Writes the arguments into a request.
    #[doc(hidden)]
    fn write(&self, _parts: &mut Arguments) {}
}

/// An operation that lists, one page at a time.
pub trait Paginated:
    Operation<Output = Page<<Self as Paginated>::Item, <Self as Paginated>::Extra>>
{
    /// What is listed.
    type Item: Send + 'static;
    /// What stands beside the items, `()` where nothing does.
    type Extra: Send + 'static;
    /// How the next page is found.
    const STYLE: Style;
}

/// A list whose pages have numbers and a size: `page` and `per_page`.
pub trait Numbered: Paginated {}

/// An operation that can answer with server-sent events.
pub trait Streaming: Operation {
    /// What an event holds.
    type Event: Send + 'static;

    /// Reads an event, `None` where the data is of another shape or has nothing of it.
    fn read_event(data: &[u8]) -> Option<Self::Event>;
}
