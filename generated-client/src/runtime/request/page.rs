use crate::runtime::codec::Nullable;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::paginated::{Numbered, Paginated};
use crate::runtime::request::Request;

impl<O: Numbered> Request<O> {
    /// Sets the number of the page, from 1, the first by default.
    pub fn page(mut self, page: impl Into<Nullable<i64>>) -> Self {
        let page = page.into();
        if let Some(number) = page.as_option().filter(|number| **number < 1) {
            let message = format!("page {number} does not exist: the first is page 1");
            self.options.blame(BuildError::new(message));
        }
        self.with_query("page", &page)
    }

    /// Sets the number of items on a page. Without it, a single page has as many as the API likes,
    /// while `items()` and `pages()` request as many as it is known to allow. A number above the
    /// documented maximum is an error, before anything is sent.
    pub fn per_page(self, items: impl Into<Nullable<i64>>) -> Self {
        self.with_query("per_page", &items.into())
    }
}

impl<O: Paginated> Request<O> {
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
