use crate::runtime::operation::Operation;
use crate::runtime::operation::page::Page;
use crate::runtime::operation::page_style::Style;

/// An operation that lists, one page at a time.
pub trait Paginated:
    Operation<Output = Page<<Self as Paginated>::Item, <Self as Paginated>::Extra>>
{
    /// The type of an item.
    type Item: Send + 'static;
    /// The type of the other members, `()` without any.
    type Extra: Send + 'static;
    /// How the next page is found.
    const STYLE: Style;
    /// The largest page that the API serves, where it is documented.
    const LARGEST_PAGE: Option<u32>;
}

/// A list whose pages have numbers and a size: `page` and `per_page`.
pub trait Numbered: Paginated {}
