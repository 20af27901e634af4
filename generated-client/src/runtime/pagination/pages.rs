use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::generated::facts::FACTS;
use crate::runtime::call::start::start;
use crate::runtime::codec::DriftKind;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::call_error::CallError;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::page::Page;
use crate::runtime::operation::paginated::Paginated;
use crate::runtime::pagination::cursor::Cursor;
use crate::runtime::pagination::driven::{CallResult, Driven};
use crate::runtime::pagination::fingerprint::fingerprint;
use crate::runtime::pagination::next_page::{Arrival, ListProgress};
use crate::runtime::request::Request;
use crate::runtime::request::pending::read;

/// The result of reading a page, and the hash of its items.
type Fetched<O> = (PageResult<O>, Option<u64>);

/// A page, or why there is none.
type PageResult<O> = Result<Page<<O as Paginated>::Item, <O as Paginated>::Extra>>;

/// Selects the items that are not duplicates.
type Keep<T> = Box<dyn FnMut(&T) -> bool + Send>;

/// The pages of a list, in order, as a stream.
///
/// Numbered pages are no snapshot; [`Items`](crate::pagination::Items) says what that means. `items` returns the items of
/// the pages.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<O: Paginated> {
    request: Request<O>,
    progress: ListProgress,
    ahead: usize,
    must_be_complete: bool,
    keep: Option<Keep<O::Item>>,
    /// The position to request next, unless its page is requested already.
    next: Option<Option<Cursor>>,
    /// The position whose page failed.
    failed: Option<Cursor>,
    requested: VecDeque<Slot<O>>,
}

/// A page that was requested.
struct Slot<O: Paginated> {
    number: u64,
    cursor: Option<Cursor>,
    state: PagesState<O>,
}

enum PagesState<O: Paginated> {
    Running(Driven<Fetched<O>>),
    Ready(Fetched<O>),
}

impl<O: Paginated> Request<O> {
    /// Returns all pages, from the first one (or the requested one) to the last.
    ///
    /// [`Items`](crate::pagination::Items) says what numbered pages do not guarantee.
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
}

/// Returns the number of items that pages have unless the request says otherwise: as many as
/// possible, if the document, or the facts of the API, define how many that is.
fn default_size<O: Paginated>() -> Option<u32> {
    O::LARGEST_PAGE.or_else(|| FACTS.page_size(O::STYLE))
}

impl<O: Paginated> Pages<O> {
    pub(super) fn new(request: Request<O>, start: Option<Cursor>, size: Option<u64>) -> Self {
        Self {
            progress: ListProgress::new(O::STYLE, start.clone(), size),
            request,
            ahead: 0,
            must_be_complete: false,
            keep: None,
            next: Some(start),
            failed: None,
            requested: VecDeque::new(),
        }
    }

    /// Requests up to `pages` pages before they are polled. No more of them are kept in memory.
    ///
    /// They are read by tasks of the tokio runtime, while the caller is busy with other things.
    /// Dropping the list ends them.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.ahead = pages;
        self
    }

    /// Ends with an error if the list is not known to be complete: the total changes between two
    /// pages, differs from the number of items, a link skips pages, a page repeats the one before
    /// it, or nothing says that the last page is the last. Without it, this is reported to [`on_drift`](crate::ClientBuilder::on_drift) and `tracing`.
    pub fn complete(mut self) -> Self {
        self.must_be_complete = true;
        self
    }

    /// Sets how many pages are read at most, 10,000 by default. A list that goes on after that ends
    /// with an error: a server may return the same items for ever, each time a little different.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.progress.set_max_pages(pages);
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
        let mut seen = HashSet::new();
        self.keep = Some(Box::new(move |item| seen.insert(key(item))));
        self
    }

    /// Returns the position at which `Request::cursor` resumes: the next page that the stream has
    /// not returned, after an error the page that failed. `None` is the start, and the end.
    pub fn cursor(&self) -> Option<Cursor> {
        let position = match (self.requested.front(), &self.next) {
            (Some(slot), _) => slot.cursor.clone(),
            (None, Some(next)) => next.clone(),
            (None, None) => self.failed.clone(),
        };
        position.map(|position| position.with_size(self.progress.size()))
    }

    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.request.client
    }

    fn fetch(&mut self, number: u64, cursor: Option<Cursor>) {
        let mut request = self.request.clone();
        request.options.page = Some(number);
        if let Some(Cursor { name, value, .. }) = &cursor {
            request.options.set_query((*name).into(), value.clone());
        }
        let call = start(request.prepare());
        let mut page = Driven::new(call, Self::facts(number), read_page::<O>);
        if self.ahead > 0 {
            page = page.in_a_task();
        }
        self.requested.push_back(Slot {
            number,
            cursor,
            state: PagesState::Running(page),
        });
    }

    /// Requests the next page, and those after it that can be requested already.
    fn fill(&mut self) {
        if self.requested.is_empty()
            && let Some(cursor) = self.next.take()
        {
            self.fetch(self.progress.number(), cursor);
        }
        let Some(last) = self.progress.last_number() else {
            return;
        };
        while let Some(newest) = self.requested.back().map(|slot| slot.number)
            && self.requested.len() < self.ahead.max(1)
            && newest < last
        {
            let number = newest + 1;
            self.fetch(number, Some(Cursor::new("page", number.to_string())));
        }
    }

    fn poll_slots(&mut self, context: &mut Context<'_>) {
        for slot in &mut self.requested {
            if let PagesState::Running(page) = &mut slot.state
                && let Poll::Ready(fetched) = Pin::new(page).poll(context)
            {
                slot.state = PagesState::Ready(fetched);
            }
        }
    }

    /// Takes in the page at a position. An error ends the list.
    fn accept(&mut self, fetched: Fetched<O>, position: Option<Cursor>) -> PageResult<O> {
        let (page, fingerprint) = fetched;
        let page = page.and_then(|page| self.advance(page, fingerprint));
        if page.is_err() {
            self.requested.clear();
            self.failed = position;
        }
        page
    }

    /// Decides which page follows.
    fn advance(
        &mut self,
        mut page: Page<O::Item, O::Extra>,
        fingerprint: Option<u64>,
    ) -> PageResult<O> {
        let length = page.len();
        if let Some(keep) = &mut self.keep {
            page.retain(keep);
        }
        let advance = self.progress.advance(Arrival {
            position: page.position(),
            length,
            kept: page.len(),
            fingerprint,
        });
        let advance = advance.map_err(|rule| self.broken(rule))?;
        for drift in advance.drift {
            self.report(drift)?;
        }
        if advance.is_repeated {
            page.retain(|_| false);
        }
        let Some(next) = advance.next else {
            self.end()?;
            return Ok(page);
        };
        let expected = self.requested.front().map(|slot| slot.number);
        if expected.is_none() || expected != next.number() {
            self.requested.clear();
            self.next = Some(Some(next));
        }
        Ok(page)
    }

    /// Ends the list.
    fn end(&mut self) -> Result<()> {
        self.requested.clear();
        if self.must_be_complete {
            let complete = self.progress.check_complete();
            return complete.map_err(|rule| self.broken(rule));
        }
        match self.progress.shortage() {
            Some(drift) => self.report(drift),
            None => Ok(()),
        }
    }

    /// Reports drift, which is an error where the list must be complete.
    fn report(&self, drift: DriftKind) -> Result<()> {
        if self.must_be_complete {
            let problem = drift.description();
            return Err(self.broken(format!("the list may be incomplete: {problem}")));
        }
        let reporter = &self.request.client.shared.drift;
        reporter.report_list(O::META, drift);
        Ok(())
    }

    fn broken(&self, rule: String) -> Error {
        let facts = Self::facts(self.progress.number());
        Error::Paging(CallError::pages(facts, rule))
    }

    fn facts(page: u64) -> CallContext {
        CallContext {
            meta: O::META,
            path: None,
            attempts: 1,
            page: Some(page),
            may_have_been_applied: false,
        }
    }
}

/// Reads a page and recognises its items.
fn read_page<O: Paginated>(result: CallResult) -> Fetched<O> {
    match read::<O>(result) {
        Ok(response) => {
            let fingerprint = fingerprint(O::META, response.body());
            (Ok(response.into_inner()), fingerprint)
        }
        Err(error) => (Err(error), None),
    }
}

impl<O: Paginated> Unpin for Pages<O> {}

impl<O: Paginated> Stream for Pages<O> {
    type Item = PageResult<O>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<PageResult<O>>> {
        let this = &mut *self;
        this.fill();
        this.poll_slots(context);
        let Some(slot) = this.requested.pop_front() else {
            return Poll::Ready(None);
        };
        let fetched = match slot.state {
            PagesState::Ready(fetched) => fetched,
            PagesState::Running(_) => {
                this.requested.push_front(slot);
                return Poll::Pending;
            }
        };
        let page = this.accept(fetched, slot.cursor);
        if this.ahead > 0 && page.is_ok() {
            // Their tasks go on while the caller is busy.
            this.fill();
        }
        Poll::Ready(Some(page))
    }
}

/// Shows the request and the position in the list.
impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.request)
            .field("cursor", &self.cursor())
            .finish_non_exhaustive()
    }
}
