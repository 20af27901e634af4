//! How the next page of a list is found.

use serde::Deserialize;

/// How the next page of a list is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStyle {
    /// `page`/`per_page`, `links.pages.next`, `meta.total`.
    Pages,
    /// `page`/`per_page` without links: a short page is the last.
    ShortPages,
    /// `page_token` from `links.pages.next`.
    Tokens,
    /// `after`/`limit`, `has_more`/`last_id`.
    Cursor,
    /// `page`/`limit` and `meta.total`.
    PageLimit,
    /// `current_page`/`total_pages`.
    TotalPages,
    /// `page`/`per_page` and a `total` next to the items.
    Total,
    /// `links.pages.next` without declared page parameters.
    Links,
}

impl PageStyle {
    /// All styles.
    pub const ALL: [Self; 8] = [
        Self::Pages,
        Self::ShortPages,
        Self::Tokens,
        Self::Cursor,
        Self::PageLimit,
        Self::TotalPages,
        Self::Total,
        Self::Links,
    ];

    /// Returns the name, as it is written in the configuration and in generated code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::ShortPages => "short_pages",
            Self::Tokens => "tokens",
            Self::Cursor => "cursor",
            Self::PageLimit => "page_limit",
            Self::TotalPages => "total_pages",
            Self::Total => "total",
            Self::Links => "links",
        }
    }

    /// Returns the query parameter that sets the number of items on a page, if there is one.
    pub fn size_parameter(self) -> Option<&'static str> {
        match self {
            Self::Pages | Self::ShortPages | Self::Tokens | Self::TotalPages | Self::Total => {
                Some("per_page")
            }
            Self::Cursor | Self::PageLimit => Some("limit"),
            Self::Links => None,
        }
    }

    /// Returns whether the runtime sets `page` and `per_page` for all lists of the style.
    pub fn has_page_setters(self) -> bool {
        matches!(self, Self::Pages | Self::ShortPages)
    }
}
