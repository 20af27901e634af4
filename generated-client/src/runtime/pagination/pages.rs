use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::runtime::call::start::start;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::call_error::CallError;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::page::Page;
use crate::runtime::pagination::Paginated;
use crate::runtime::pagination::cursor::Cursor;
use crate::runtime::pagination::driven::Driven;
use crate::runtime::pagination::items::Items;
use crate::runtime::pagination::progress::Progress;
use crate::runtime::request::Request;
use crate::runtime::request::pending::read;
use crate::runtime::request::response::Response;

/// What reading a page results in.
type PageResult<O> = Result<Page<<O as Paginated>::Item, <O as Paginated>::Extra>>;

/// The pages of a list, in order, as a stream.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<O: Paginated> {
    request: Request<O>,
    progress: Progress,
    ahead: usize,
    check: bool,
    /// The place to ask for next, unless it is on its way.
    next: Option<Option<Cursor>>,
    /// The place whose page failed.
    failed: Option<Cursor>,
    on_the_way: VecDeque<Slot<O>>,
}

/// A page that was asked for.
struct Slot<O: Paginated> {
    number: u64,
    cursor: Option<Cursor>,
    state: State<O>,
}

enum State<O: Paginated> {
    Running(Driven<PageResult<O>>),
    Ready(PageResult<O>),
}

impl<O: Paginated> Pages<O> {
    pub(super) fn new(request: Request<O>, start: Option<Cursor>, size: Option<u64>) -> Self {
        Self {
            progress: Progress::new(O::STYLE, start.clone(), size),
            request,
            ahead: 0,
            check: false,
            next: Some(start),
            failed: None,
            on_the_way: VecDeque::new(),
        }
    }

    /// Asks for up to `pages` pages before they are wanted. No more of them are kept in memory.
    ///
    /// They are read by tasks of the tokio runtime, while the caller is busy with other things.
    /// Dropping the list ends them.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.ahead = pages;
        self
    }

    /// Ends with an error if the number of items is not the total that the API tells, or if that
    /// changes, which happens when items come and go meanwhile. Without it, fewer items than that
    /// are told to [`on_drift`](crate::ClientBuilder::on_drift) and `tracing`.
    pub fn complete(mut self) -> Self {
        self.check = true;
        self
    }

    /// Returns the place from which `Request::cursor` goes on: the next page that the stream has
    /// not returned, after an error the page that failed. `None` stands for the start, and for the
    /// end.
    pub fn cursor(&self) -> Option<Cursor> {
        let place = match (self.on_the_way.front(), &self.next) {
            (Some(slot), _) => slot.cursor.clone(),
            (None, Some(next)) => next.clone(),
            (None, None) => self.failed.clone(),
        };
        place.map(|place| place.with_size(self.progress.size()))
    }

    /// Returns the items of the pages.
    pub fn items(self) -> Items<O> {
        Items::new(self)
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.request.client
    }

    fn ask(&mut self, number: u64, cursor: Option<Cursor>) {
        let mut request = self.request.clone();
        request.options.page = Some(number);
        if let Some(Cursor { name, value, .. }) = &cursor {
            request.options.set_query((*name).into(), value.clone());
        }
        let call = start(request.prepare());
        let mut page: Driven<PageResult<O>> = Driven::new(call, Self::facts(number), |result| {
            read::<O>(result).map(Response::into_inner)
        });
        if self.ahead > 0 {
            page = page.in_a_task();
        }
        self.on_the_way.push_back(Slot {
            number,
            cursor,
            state: State::Running(page),
        });
    }

    /// Asks for the next page, and for those after it that can be asked for already.
    fn fill(&mut self) {
        if self.on_the_way.is_empty()
            && let Some(cursor) = self.next.take()
        {
            self.ask(self.progress.number(), cursor);
        }
        let Some(last) = self.progress.last_number() else {
            return;
        };
        while let Some(newest) = self.on_the_way.back().map(|slot| slot.number)
            && self.on_the_way.len() < self.ahead.max(1)
            && newest < last
        {
            let number = newest + 1;
            self.ask(number, Some(Cursor::new("page", number.to_string())));
        }
    }

    fn poll_slots(&mut self, context: &mut Context<'_>) {
        for slot in &mut self.on_the_way {
            if let State::Running(page) = &mut slot.state
                && let Poll::Ready(result) = Pin::new(page).poll(context)
            {
                slot.state = State::Ready(result);
            }
        }
    }

    /// Takes in the page of a place. A failure ends the list.
    fn accept(&mut self, result: PageResult<O>, place: Option<Cursor>) -> PageResult<O> {
        let result = result.and_then(|page| self.lead_on(page));
        if result.is_err() {
            self.on_the_way.clear();
            self.failed = place;
        }
        result
    }

    /// Decides where to go on after a page.
    fn lead_on(&mut self, page: Page<O::Item, O::Extra>) -> PageResult<O> {
        let next = self.progress.advance(page.facts(), page.len());
        let Some(next) = next.map_err(|rule| self.broken(rule))? else {
            self.on_the_way.clear();
            if self.check {
                let complete = self.progress.check_complete();
                complete.map_err(|rule| self.broken(rule))?;
            } else if let Some((items, total)) = self.progress.falls_short() {
                let drift = &self.request.client.shared.drift;
                drift.report_short_list(O::META, items, total);
            }
            return Ok(page);
        };
        let expected = self.on_the_way.front().map(|slot| slot.number);
        if expected.is_none() || expected != next.number() {
            self.on_the_way.clear();
            self.next = Some(Some(next));
        }
        Ok(page)
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
        let Some(slot) = this.on_the_way.pop_front() else {
            return Poll::Ready(None);
        };
        let result = match slot.state {
            State::Ready(result) => result,
            State::Running(_) => {
                this.on_the_way.push_front(slot);
                return Poll::Pending;
            }
        };
        let result = this.accept(result, slot.cursor);
        if this.ahead > 0 && result.is_ok() {
            // Their tasks go on while the caller is busy.
            this.fill();
        }
        Poll::Ready(Some(result))
    }
}

/// Shows the request and the place in the list.
impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.request)
            .field("cursor", &self.cursor())
            .finish_non_exhaustive()
    }
}
