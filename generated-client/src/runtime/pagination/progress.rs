use crate::runtime::operation::page::Facts;
use crate::runtime::operation::page_style::Style;
use crate::runtime::pagination::cursor::Cursor;

/// How far the reading of a list has come.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    style: Style,
    /// The number of the page that is read next, counted where pages have none.
    number: u64,
    /// The number of items that were asked for.
    size: Option<u64>,
    /// The place that was read last.
    place: Option<Cursor>,
    seen: u64,
    total: Option<u64>,
    /// Two totals that differ.
    changed: Option<(u64, u64)>,
    from_start: bool,
    first_length: Option<u64>,
}

impl Progress {
    pub(super) fn new(style: Style, start: Option<Cursor>, size: Option<u64>) -> Self {
        let number = start.as_ref().map_or(Some(1), Cursor::number);
        Self {
            style,
            number: number.unwrap_or(1),
            size,
            from_start: number == Some(1),
            place: start,
            seen: 0,
            total: None,
            changed: None,
            first_length: None,
        }
    }

    /// Returns the number of the page that is read next.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Returns the number of items that pages were asked to have.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Returns the number of the last page, where pages can be asked for by number.
    pub(super) fn last_number(&self) -> Option<u64> {
        if !self.style.is_numbered() {
            return None;
        }
        let total = self.total?;
        let length = self.first_length.filter(|length| *length > 0)?;
        Some(total.div_ceil(length))
    }

    /// Takes in a page and returns the place of the next one, or what is wrong with it.
    pub(super) fn advance(
        &mut self,
        facts: &Facts,
        length: usize,
    ) -> Result<Option<Cursor>, String> {
        let length = length as u64;
        self.seen += length;
        let totals = self.total.zip(facts.total);
        self.changed = self
            .changed
            .or(totals.filter(|(before, now)| before != now));
        self.total = facts.total.or(self.total);
        self.first_length.get_or_insert(length);
        let next = self.next(facts, length)?;
        if let Some(next) = &next {
            let stands_still = match next.number() {
                Some(number) => number <= self.number,
                None => self.place.as_ref() == Some(next),
            };
            if stands_still {
                return Err(format!(
                    "the list does not lead on: after page {} comes `{next}`",
                    self.number
                ));
            }
            self.number = next.number().unwrap_or(self.number.saturating_add(1));
            self.place = Some(next.clone());
        }
        Ok(next)
    }

    fn next(&self, facts: &Facts, length: u64) -> Result<Option<Cursor>, String> {
        let following = || {
            Some(Cursor::new(
                "page",
                self.number.saturating_add(1).to_string(),
            ))
        };
        let next = match self.style {
            Style::Pages | Style::Tokens | Style::Links => {
                let Some(link) = &facts.next else {
                    return Ok(None);
                };
                let place = Cursor::from_link(link);
                return place.map(Some).ok_or_else(|| {
                    "the link to the next page holds neither `page` nor `page_token`".to_owned()
                });
            }
            Style::Cursor => {
                let id = facts
                    .last_id
                    .as_ref()
                    .filter(|_| facts.has_more == Some(true));
                if id.is_none() && facts.has_more == Some(true) {
                    return Err("the list goes on, but the answer lacks `last_id`".to_owned());
                }
                id.map(|id| Cursor::new("after", id))
            }
            Style::ShortPages => {
                let goes_on = facts.next.is_some() || self.lacks(length) || self.is_full(length);
                following().filter(|_| goes_on && length > 0)
            }
            Style::TotalPages => {
                let last = facts.total_pages.unwrap_or(0);
                following().filter(|_| self.number < last && length > 0)
            }
            Style::PageLimit | Style::Total => {
                following().filter(|_| self.lacks(length) && length > 0)
            }
        };
        Ok(next)
    }

    /// Returns whether the total tells of items after the page.
    fn lacks(&self, length: u64) -> bool {
        let before = self.number.saturating_sub(1);
        let before = before.saturating_mul(self.first_length.unwrap_or(0));
        let seen = if self.from_start {
            self.seen
        } else {
            before.saturating_add(length)
        };
        self.total.is_some_and(|total| seen < total)
    }

    /// Returns whether the page holds as many items as were asked for.
    fn is_full(&self, length: u64) -> bool {
        self.size.is_none_or(|size| length >= size)
    }

    /// Returns the number of items and the largest total that was told, if a list that has ended
    /// lacks some. Where the total has shrunk meanwhile, an item may have been skipped.
    pub(super) fn falls_short(&self) -> Option<(u64, u64)> {
        let before = self.changed.map(|(before, _)| before);
        let total = self.total.max(before)?;
        (self.from_start && self.seen < total).then_some((self.seen, total))
    }

    /// Returns what is wrong with a list that has ended.
    pub(super) fn check_complete(&self) -> Result<(), String> {
        if let Some((before, now)) = self.changed {
            return Err(format!(
                "the list changed meanwhile: it had {before} items, then {now}"
            ));
        }
        match self.total {
            Some(total) if self.from_start && total != self.seen => Err(format!(
                "the list ended after {} of {total} items",
                self.seen
            )),
            _ => Ok(()),
        }
    }
}
