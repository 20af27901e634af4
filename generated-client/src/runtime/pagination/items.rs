use std::fmt;
use std::hash::Hash;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::{future::poll_fn, vec};

use futures_core::Stream;

use crate::runtime::error::Result;
use crate::runtime::operation::paginated::Paginated;
use crate::runtime::pagination::cursor::Cursor;
use crate::runtime::pagination::pages::Pages;
use crate::runtime::request::Request;

/// The items of a list, in order, as a stream over all pages.
///
/// # What numbered pages do not guarantee
///
/// Most lists of the API are cut into numbered pages, and a page is cut when it is requested. An
/// item that is deleted from a page that was read moves all later items forward: the first item of
/// the next page moves to the page before it, and is never returned. An item that is created moves
/// others backward, and the last item of a page is returned again on the next one. Where both
/// happen, even the number of items is right. No client can prevent that.
///
/// The total that most lists report with each page shows it: a change between two pages is reported
/// to [`on_drift`](crate::ClientBuilder::on_drift), and is an error of a list that must be
/// [`complete`](Self::complete). A deletion and a creation between the same two pages leave the
/// total as it is and cannot be noticed. [`distinct_by`](Self::distinct_by) removes duplicates.
/// Before deleting what a list does not have, request each of these resources.
///
/// ```
/// use digitalocean::pagination::Cursor;
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let client = Fake::new().client()?;
/// let list = || client.droplets().list().tag_name("web");
/// // Up to four pages are requested ahead; a list that is not complete is an error.
/// let items = list().items().prefetch(4).distinct_by(|droplet| droplet.id);
/// let droplets = items.complete().collect_all().await?;
///
/// // The position in the list can be stored, to resume there.
/// let mut items = list().items();
/// while let Some(droplet) = items.next().await {
///     println!("{}", droplet?.name);
/// }
/// let position: Option<String> = items.cursor().map(|cursor| cursor.to_string());
/// if let Some(position) = position {
///     let rest = list().cursor(position.parse::<Cursor>()?).items();
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    position: Option<Cursor>,
    page: vec::IntoIter<O::Item>,
}

impl<O: Paginated> Request<O> {
    /// Returns all items, from the first page (or the requested one) to the last.
    ///
    /// Pages are as large as the API allows unless the request says otherwise, and one is requested
    /// ahead, by a task of the tokio runtime. [`Items`] says what numbered pages do not guarantee.
    pub fn items(self) -> Items<O> {
        self.pages().prefetch(1).items()
    }
}

impl<O: Paginated> Pages<O> {
    /// Returns the items of the pages.
    pub fn items(self) -> Items<O> {
        Items::new(self)
    }
}

impl<O: Paginated> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self {
            position: pages.cursor(),
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// Requests up to `pages` pages before they are polled, 1 by default. No more of them are kept
    /// in memory. They are read by tasks of the tokio runtime, which end when the list is dropped.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Ends with an error if the list is not known to be complete: the total changes between two
    /// pages, differs from the number of items, a link skips pages, a page repeats the one before
    /// it, or nothing says that the last page is the last. Without it, this is reported to [`on_drift`](crate::ClientBuilder::on_drift) and `tracing`.
    pub fn complete(mut self) -> Self {
        self.pages = self.pages.complete();
        self
    }

    /// Sets how many pages are read at most, 10,000 by default. A list that goes on after that ends
    /// with an error: a server may return the same items for ever, each time a little different.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// Removes items whose key was seen before, for example `|droplet| droplet.id`.
    ///
    /// An item that moves to the next page while the list is read is there twice. The keys of all
    /// items are kept in memory. [`complete`](Self::complete) does not count duplicates.
    pub fn distinct_by<K>(mut self, key: impl Fn(&O::Item) -> K + Send + 'static) -> Self
    where
        K: Eq + Hash + Send + 'static,
    {
        self.pages = self.pages.distinct_by(key);
        self
    }

    /// Returns the position at which `Request::cursor` resumes without a gap: the page of the last
    /// item, whose items are returned again. `None` is the start.
    pub fn cursor(&self) -> Option<Cursor> {
        self.position.clone()
    }

    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        self.pages.client()
    }

    /// Returns the next item, `None` at the end.
    pub async fn next(&mut self) -> Option<Result<O::Item>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the whole list.
    pub async fn collect_all(mut self) -> Result<Vec<O::Item>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

impl<O: Paginated> Unpin for Items<O> {}

impl<O: Paginated> Stream for Items<O> {
    type Item = Result<O::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let position = self.pages.cursor();
            match Pin::new(&mut self.pages).poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => {
                    self.position = position;
                    self.page = page.into_items().into_iter();
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.page.len(), None)
    }
}

/// Shows the operation and the position in the list.
impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &O::META.id)
            .field("cursor", &self.position)
            .finish_non_exhaustive()
    }
}
