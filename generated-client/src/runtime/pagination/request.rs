use std::borrow::Cow;

use crate::runtime::codec::Nullable;
use crate::runtime::operation::page_style::Style;
use crate::runtime::pagination::cursor::Cursor;
use crate::runtime::pagination::{Items, Pages};
use crate::runtime::pagination::{Numbered, Paginated};
use crate::runtime::request::Request;

impl<O: Numbered> Request<O> {
    /// Asks for the page of this number, from 1, the first by default.
    pub fn page(self, page: impl Into<Nullable<i64>>) -> Self {
        self.with_query("page", &page.into())
    }

    /// Sets the number of items on a page, from 1 to 200. The API's default is 20; `items()` and
    /// `pages()` ask for as many as it allows.
    pub fn per_page(self, items: impl Into<Nullable<i64>>) -> Self {
        self.with_query("per_page", &items.into())
    }
}

impl<O: Paginated> Request<O> {
    /// Returns all items, from the first page (or the one that was asked for) to the last.
    ///
    /// Pages are as large as the API allows unless the request says otherwise, and one is asked
    /// for ahead, by a task of the tokio runtime.
    pub fn items(self) -> Items<O> {
        self.pages().prefetch(1).items()
    }

    /// Returns all pages, from the first one (or the one that was asked for) to the last.
    pub fn pages(mut self) -> Pages<O> {
        let options = &mut self.options;
        if let Some(name) = size_that_may_be_chosen(O::STYLE)
            && options.query(name).is_none()
        {
            let largest = O::STYLE.largest_page().to_string();
            options.set_query(Cow::Borrowed(name), largest);
        }
        let size = O::STYLE.size_parameter();
        let size = size.and_then(|name| options.query(name)?.parse().ok());
        let start = ["page_token", "after", "page"]
            .into_iter()
            .find_map(|name| {
                let value = options.query(name)?;
                Some(Cursor::new(name, value))
            });
        Pages::new(self, start, size)
    }

    /// Goes on at a place that [`Items::cursor`] or [`Pages::cursor`] returned, with pages of the
    /// size they had there. The filters have to be set as they were.
    pub fn cursor(mut self, cursor: Cursor) -> Self {
        let Cursor { name, value, size } = cursor;
        self.options.set_query(Cow::Borrowed(name), value);
        if let Some((name, size)) = O::STYLE.size_parameter().zip(size) {
            self.options
                .set_query(Cow::Borrowed(name), size.to_string());
        }
        self
    }

    /// Sets the number of items on a page, whatever the parameter's name.
    pub fn page_size(mut self, items: u32) -> Self {
        if let Some(name) = O::STYLE.size_parameter() {
            self.options
                .set_query(Cow::Borrowed(name), items.to_string());
        }
        self
    }
}

/// Returns the parameter of the page size where the largest is known.
fn size_that_may_be_chosen(style: Style) -> Option<&'static str> {
    match style {
        Style::Pages | Style::ShortPages | Style::Tokens | Style::Cursor => style.size_parameter(),
        Style::PageLimit | Style::TotalPages | Style::Total | Style::Links => None,
    }
}
