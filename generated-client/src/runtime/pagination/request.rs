use std::borrow::Cow;

use crate::runtime::codec::Nullable;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::paginated::{Numbered, Paginated};
use crate::runtime::pagination::cursor::Cursor;
use crate::runtime::pagination::{Items, Pages};
use crate::runtime::request::Request;

impl<O: Numbered> Request<O> {
    /// Sets the number of the page, from 1, the first by default.
    pub fn page(mut self, page: impl Into<Nullable<i64>>) -> Self {
        let page = page.into();
        if let Some(number) = page.as_option().filter(|number| **number < 1) {
            let text = format!("page {number} does not exist: the first is page 1");
            self.options.blame(BuildError::new(text));
        }
        self.with_query("page", &page)
    }

    /// Sets the number of items on a page, at most 200 for most lists. The API's default is 20;
    /// `items()` and `pages()` request as many as it allows. A number above the documented maximum
    /// is an error, before anything is sent.
    pub fn per_page(self, items: impl Into<Nullable<i64>>) -> Self {
        self.with_query("per_page", &items.into())
    }
}

impl<O: Paginated> Request<O> {
    /// Returns all items, from the first page (or the requested one) to the last.
    ///
    /// Pages are as large as the API allows unless the request says otherwise, and one is requested
    /// ahead, by a task of the tokio runtime. [`Items`] says what numbered pages do not guarantee.
    pub fn items(self) -> Items<O> {
        self.pages().prefetch(1).items()
    }

    /// Returns all pages, from the first one (or the requested one) to the last.
    ///
    /// [`Items`] says what numbered pages do not guarantee.
    pub fn pages(mut self) -> Pages<O> {
        let parameter = O::STYLE.size_parameter();
        if let (Some(name), Some(size)) = (parameter, default_size::<O>())
            && self.options.query(name).is_none()
        {
            self.options.set_query(name.into(), size.to_string());
        }
        let size = parameter.and_then(|name| self.options.query(name)?.parse().ok());
        let start = ["page_token", "after", "page"]
            .into_iter()
            .find_map(|name| {
                let value = self.options.query(name)?;
                Some(Cursor::new(name, value))
            });
        Pages::new(self, start, size)
    }

    /// Resumes at a position that [`Items::cursor`] or [`Pages::cursor`] returned, with pages of the
    /// same size. The filters have to be set as they were.
    pub fn cursor(mut self, cursor: Cursor) -> Self {
        let Cursor { name, value, size } = cursor;
        self.options.set_query(Cow::Borrowed(name), value);
        match size {
            Some(size) => self.with_page_size(size),
            None => self,
        }
    }

    /// Sets the number of items on a page, whatever the parameter's name. A number above the
    /// documented maximum is an error, before anything is sent.
    pub fn page_size(self, items: u32) -> Self {
        self.with_page_size(items.into())
    }

    pub(crate) fn with_page_size(mut self, items: u64) -> Self {
        if let Some(name) = O::STYLE.size_parameter() {
            self.options.set_query(name.into(), items.to_string());
        }
        self
    }
}

/// Returns the number of items that pages have unless the request says otherwise: as many as
/// possible, if the style of the list, or the document, defines how many that is.
fn default_size<O: Paginated>() -> Option<u32> {
    O::LARGEST_PAGE.or_else(|| O::STYLE.usual_page())
}
