use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::{future::poll_fn, vec};

use futures_core::Stream;

use crate::runtime::error::Result;
use crate::runtime::pagination::Paginated;
use crate::runtime::pagination::cursor::Cursor;
use crate::runtime::pagination::pages::Pages;

/// The items of a list, in order, as a stream over all pages.
///
/// ```
/// use digitalocean::pagination::Cursor;
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let client = Fake::new().client()?;
/// let list = || client.droplets().list().tag_name("web");
/// // Up to four pages are asked for ahead; a list that is not complete is an error.
/// let droplets = list().items().prefetch(4).complete().collect_all().await?;
///
/// // A place in the list can be stored, and gone on from.
/// let mut items = list().items();
/// while let Some(droplet) = items.next().await {
///     println!("{}", droplet?.name);
/// }
/// let place: Option<String> = items.cursor().map(|cursor| cursor.to_string());
/// if let Some(place) = place {
///     let rest = list().cursor(place.parse::<Cursor>()?).items();
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    place: Option<Cursor>,
    page: vec::IntoIter<O::Item>,
}

impl<O: Paginated> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self {
            place: pages.cursor(),
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// Asks for up to `pages` pages before they are wanted, 1 by default. No more of them are kept
    /// in memory. They are read by tasks of the tokio runtime, which end when the list is dropped.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Ends with an error if the number of items is not the total that the API tells, or if that
    /// changes, which happens when items come and go meanwhile. Without it, fewer items than that
    /// are told to [`on_drift`](crate::ClientBuilder::on_drift) and `tracing`.
    pub fn complete(mut self) -> Self {
        self.pages = self.pages.complete();
        self
    }

    /// Returns the place from which `Request::cursor` goes on without a gap: the page that the
    /// last item came from, whose items may come again. `None` stands for the start.
    pub fn cursor(&self) -> Option<Cursor> {
        self.place.clone()
    }

    #[cfg(feature = "blocking")]
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
            let place = self.pages.cursor();
            match Pin::new(&mut self.pages).poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => {
                    self.place = place;
                    self.page = page.into_items().into_iter();
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.page.len(), None)
    }
}

/// Shows the operation and the place in the list.
impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &O::META.id)
            .field("cursor", &self.place)
            .finish_non_exhaustive()
    }
}
