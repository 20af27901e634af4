/// How a list is cut into pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `page` and `per_page`; `links.pages.next` is the next page, `meta.total` the number of items.
    Pages,
    /// `page` and `per_page` without links: a page shorter than the first is the last.
    ShortPages,
    /// `page_token` from `links.pages.next`.
    Tokens,
    /// `after` and `limit`; `has_more` and `last_id` in the response.
    Cursor,
    /// `page` and `limit`; the list ends with item number `meta.total`.
    PageLimit,
    /// `page` and `per_page`; `current_page` and `total_pages` in the response.
    TotalPages,
    /// `page` and `per_page`; only a top-level `total` in the response.
    Total,
    /// No declared parameters; `links.pages.next` is the next page.
    Links,
}

#[allow(non_upper_case_globals, reason = "the spelling of the macro's grammar")]
impl Style {
    #[doc(hidden)]
    pub const pages: Self = Self::Pages;
    #[doc(hidden)]
    pub const short_pages: Self = Self::ShortPages;
    #[doc(hidden)]
    pub const tokens: Self = Self::Tokens;
    #[doc(hidden)]
    pub const cursor: Self = Self::Cursor;
    #[doc(hidden)]
    pub const page_limit: Self = Self::PageLimit;
    #[doc(hidden)]
    pub const total_pages: Self = Self::TotalPages;
    #[doc(hidden)]
    pub const total: Self = Self::Total;
    #[doc(hidden)]
    pub const links: Self = Self::Links;
}

impl Style {
    /// Returns the parameter that holds the number of items on a page, if there is one.
    pub(crate) const fn size_parameter(self) -> Option<&'static str> {
        match self {
            Self::Pages | Self::ShortPages | Self::Tokens | Self::TotalPages | Self::Total => {
                Some("per_page")
            }
            Self::Cursor | Self::PageLimit => Some("limit"),
            Self::Links => None,
        }
    }

    /// Returns whether pages can be requested by number.
    pub(crate) const fn is_numbered(self) -> bool {
        !matches!(self, Self::Tokens | Self::Cursor)
    }

    /// Returns whether a list ends with a page that is shorter than the first, if nothing else says so.
    pub(crate) const fn ends_by_length(self) -> bool {
        !matches!(self, Self::Tokens | Self::Cursor | Self::Links)
    }
}
