use std::collections::{HashMap, HashSet};

use crate::runtime::codec::DriftKind;
use crate::runtime::operation::page::PagePosition;
use crate::runtime::operation::page_style::Style;
use crate::runtime::pagination::cursor::Cursor;

/// The largest number of empty pages in a row. Filters may leave pages empty that are not the last.
const MAX_EMPTY_PAGES: u32 = 10;

/// The largest number of pages that are read unless the caller says otherwise.
pub(super) const MAX_PAGES: u64 = 10_000;

/// How far the reading of a list has come.
#[derive(Clone, Debug)]
pub(super) struct ListProgress {
    style: Style,
    /// The number of the page that is read next, counted where pages have none.
    number: u64,
    /// The number of items that were requested.
    size: Option<u64>,
    /// The position that was read last.
    position: Option<Cursor>,
    /// The positions that were read, where they are tokens.
    followed: HashSet<String>,
    /// The pages that were read, by the fingerprint of their items.
    fingerprints: HashMap<u64, u64>,
    /// The number of items that were received.
    received: u64,
    /// The number of these that were no duplicates.
    kept: u64,
    total: Option<u64>,
    from_start: bool,
    first_length: Option<u64>,
    empty_pages: u32,
    /// The number of pages that were read, and the largest that may be.
    pages: (u64, u64),
    /// Whether a response had a link to the next page. Its absence then is the end.
    has_links: bool,
    /// Whether the last page has items, and its response does not say that it is the last.
    may_go_on: bool,
    /// Whether the last page is as long as requested.
    is_full: bool,
}

/// The properties of a page that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival<'a> {
    pub(super) position: &'a PagePosition,
    /// The number of its items.
    pub(super) length: usize,
    /// The number of these that are no duplicates.
    pub(super) kept: usize,
    /// The hash of its items, where it has some.
    pub(super) fingerprint: Option<u64>,
}

/// The step after a page.
#[derive(Debug, Default)]
pub(super) struct Advance {
    /// The position of the next page.
    pub(super) next: Option<Cursor>,
    /// Whether its items are those of an earlier page.
    pub(super) is_repeated: bool,
    /// Faults that do not end the list.
    pub(super) drift: Vec<DriftKind>,
}

impl ListProgress {
    pub(super) fn new(style: Style, start: Option<Cursor>, size: Option<u64>) -> Self {
        let number = start.as_ref().map_or(Some(1), Cursor::number);
        let mut followed = HashSet::new();
        if let Some(start) = &start {
            followed.insert(start.to_string());
        }
        Self {
            style,
            number: number.unwrap_or(1),
            size,
            from_start: number == Some(1),
            followed,
            position: start,
            fingerprints: HashMap::new(),
            received: 0,
            kept: 0,
            total: None,
            first_length: None,
            empty_pages: 0,
            pages: (0, MAX_PAGES),
            has_links: false,
            may_go_on: false,
            is_full: false,
        }
    }

    /// Sets the largest number of pages that may be read.
    pub(super) fn set_max_pages(&mut self, pages: u64) {
        self.pages.1 = pages.max(1);
    }

    /// Returns the number of the page that is read next.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Returns the number of items that pages were requested to have.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Returns the number of the last page, where pages can be requested by number.
    pub(super) fn last_number(&self) -> Option<u64> {
        if !self.style.is_numbered() {
            return None;
        }
        let total = self.total?;
        let length = self.first_length.filter(|length| *length > 0)?;
        Some(total.div_ceil(length))
    }

    /// Takes in a page and returns what follows it, or which rule it breaks.
    pub(super) fn advance(&mut self, page: Arrival<'_>) -> Result<Advance, String> {
        let length = page.length as u64;
        self.check_number(page.position)?;
        if let Some(ended) = self.check_repetition(page)? {
            return Ok(ended);
        }
        self.received += length;
        self.kept += page.kept as u64;
        let changed = self.total.zip(page.position.total);
        let changed = changed.filter(|(before, now)| before != now);
        let changed = changed.map(|(before, now)| DriftKind::TotalChanged { before, now });
        let mut drift: Vec<_> = changed.into_iter().collect();
        self.total = page.position.total.or(self.total);
        self.first_length.get_or_insert(length);
        self.has_links |= page.position.next.is_some();
        let next = self.next(page.position, length)?;
        self.is_full = self.size.is_some_and(|size| length >= size);
        self.may_go_on = next.is_none()
            && length > 0
            && page.position.has_more.is_none()
            && !self.has_links
            && !self.style.ends_by_length();
        if let Some(next) = &next {
            self.check_next(next, length)?;
            drift.extend(self.skipped(next));
            self.number = next.number().unwrap_or(self.number.saturating_add(1));
            self.position = Some(next.clone());
        }
        Ok(Advance {
            next,
            is_repeated: false,
            drift,
        })
    }

    /// A page must be the one that was requested, if it reports its number.
    fn check_number(&self, position: &PagePosition) -> Result<(), String> {
        let requested = self.number;
        match position.current_page {
            Some(page) if self.style.is_numbered() && page > 0 && page != requested => Err(
                format!("requested page {requested}, but the response is page {page}"),
            ),
            _ => Ok(()),
        }
    }

    /// A page must not have the items of an earlier one. Some servers ignore `page` and return
    /// everything at once, which shows in a first page that is not as long as requested.
    fn check_repetition(&mut self, page: Arrival<'_>) -> Result<Option<Advance>, String> {
        let Some(fingerprint) = page.fingerprint else {
            return Ok(None);
        };
        let number = self.number;
        let Some(earlier) = self.fingerprints.insert(fingerprint, number) else {
            return Ok(None);
        };
        let is_second = self.fingerprints.len() == 1;
        let first = self.first_length.unwrap_or(0);
        let may_be_all = self.size.is_none_or(|size| first != size);
        let goes_on = page.position.next.is_some() || page.position.has_more == Some(true);
        let has_total = self.total.is_some() || page.position.total.is_some();
        if is_second && may_be_all && !goes_on && !has_total && self.style.is_numbered() {
            return Ok(Some(Advance {
                next: None,
                is_repeated: true,
                drift: vec![DriftKind::RepeatedPage { page: number }],
            }));
        }
        Err(format!(
            "page {number} has the same items as page {earlier}"
        ))
    }

    /// The next page must be another one, and pages must not be empty for ever.
    fn check_next(&mut self, next: &Cursor, length: u64) -> Result<(), String> {
        let number = self.number;
        let is_behind = next.number().is_some_and(|next| next <= number);
        let is_known = next.number().is_none() && !self.followed.insert(next.to_string());
        if is_behind || is_known {
            return Err(format!(
                "page {number} is followed by `{next}`, which was read before"
            ));
        }
        let (read, most) = &mut self.pages;
        *read += 1;
        if *read >= *most {
            return Err(format!(
                "the list goes on after {most} pages; `max_pages` sets how many are read"
            ));
        }
        self.empty_pages = if length == 0 { self.empty_pages + 1 } else { 0 };
        if self.empty_pages > MAX_EMPTY_PAGES {
            return Err(format!(
                "page {number} is the last of {} empty pages in a row, and the list goes on",
                self.empty_pages
            ));
        }
        Ok(())
    }

    /// Returns the fault of a link to a page that is not the next one.
    fn skipped(&self, next: &Cursor) -> Option<DriftKind> {
        let after = self.number;
        let next = next
            .number()
            .filter(|next| *next > after.saturating_add(1))?;
        Some(DriftKind::SkippedPages { after, next })
    }

    fn next(&self, position: &PagePosition, length: u64) -> Result<Option<Cursor>, String> {
        let following = || {
            Some(Cursor::new(
                "page",
                self.number.saturating_add(1).to_string(),
            ))
        };
        let next = match self.style {
            Style::Pages | Style::Tokens | Style::Links => {
                let Some(link) = &position.next else {
                    // A server that says nothing about the end may have fewer items on a page than
                    // requested.
                    let is_end_known = self.has_links || position.has_more.is_some();
                    let is_silent = !is_end_known && self.total.is_none();
                    let goes_on = is_silent && self.is_not_last(position, length) && length > 0;
                    return Ok(following().filter(|_| goes_on && self.style == Style::Pages));
                };
                let cursor = Cursor::from_link(link);
                return cursor.map(Some).ok_or_else(|| {
                    "the link to the next page has neither `page` nor `page_token`".to_owned()
                });
            }
            Style::Cursor => {
                let goes_on = position.has_more.unwrap_or(length > 0);
                let id = position.last_id.as_ref().filter(|_| goes_on);
                if id.is_none() && position.has_more == Some(true) {
                    return Err("the list goes on, but the response has no `last_id`".to_owned());
                }
                id.map(|id| Cursor::new("after", id))
            }
            Style::ShortPages | Style::PageLimit | Style::Total | Style::TotalPages => {
                let goes_on = self.is_not_last(position, length) || position.next.is_some();
                following().filter(|_| goes_on && length > 0)
            }
        };
        Ok(next)
    }

    /// Returns whether another page follows: by the number of pages, else by the total, else because
    /// the page is not shorter than the first.
    fn is_not_last(&self, position: &PagePosition, length: u64) -> bool {
        match (position.total_pages, self.total) {
            (Some(last), _) if self.style == Style::TotalPages => self.number < last,
            (_, Some(_)) => self.lacks(length),
            (_, None) => self.first_length.is_none_or(|first| length >= first),
        }
    }

    /// Returns whether there are items after the page, by the total.
    fn lacks(&self, length: u64) -> bool {
        let before = self.number.saturating_sub(1);
        let before = before.saturating_mul(self.first_length.unwrap_or(0));
        let received = if self.from_start {
            self.received
        } else {
            before.saturating_add(length)
        };
        self.total.is_some_and(|total| received < total)
    }

    /// Returns what a list that has ended lacks.
    pub(super) fn shortage(&self) -> Option<DriftKind> {
        let items = self.kept;
        let Some(total) = self.total else {
            let is_open = self.may_go_on && self.is_full;
            return is_open.then_some(DriftKind::UnknownEnd { items });
        };
        let is_short = self.from_start && items < total;
        is_short.then_some(DriftKind::ShortList { items, total })
    }

    /// Returns the rule that a list breaks which has ended and must be complete.
    pub(super) fn check_complete(&self) -> Result<(), String> {
        match self.total {
            Some(total) if self.from_start && total != self.kept => Err(format!(
                "the list ended after {} of {total} items",
                self.kept
            )),
            None if self.may_go_on => {
                Err("the response of the last page does not say that the list ends".to_owned())
            }
            _ => Ok(()),
        }
    }
}
