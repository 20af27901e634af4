use std::ops::Deref;

use serde_json::{Map, Value};

/// One page of a list. It dereferences to the slice of its items.
///
/// Serialized pages keep their items, their other fields, and where the list continues.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page<T, E = ()> {
    items: Vec<T>,
    extra: E,
    position: PagePosition,
}

impl<T, E> Page<T, E> {
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) fn new(items: Vec<T>, extra: E, position: PagePosition) -> Self {
        Self {
            items,
            extra,
            position,
        }
    }

    /// Keeps the items that `keep` selects.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.items.retain(keep);
    }

    /// Returns the number of items of the whole list, if the response contains it.
    pub fn total(&self) -> Option<u64> {
        self.position.total
    }

    /// Returns whether the response points to another page, `false` for lists whose responses do
    /// not report that; `items()` and `pages()` read those lists to their end, too.
    pub fn has_next(&self) -> bool {
        self.position.next.is_some()
            || self.position.has_more == Some(true)
            || matches!(
                (self.position.current_page, self.position.total_pages),
                (Some(current), Some(total)) if current < total
            )
    }

    /// Returns the items.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Returns the items by value.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// Returns the fields of the response other than the items and the position in the list.
    pub fn extra(&self) -> &E {
        &self.extra
    }

    /// Returns the items and the other fields.
    pub fn into_parts(self) -> (Vec<T>, E) {
        (self.items, self.extra)
    }

    pub(crate) fn position(&self) -> &PagePosition {
        &self.position
    }
}

impl<T, E> Deref for Page<T, E> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T, E> IntoIterator for Page<T, E> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T, E> IntoIterator for &'a Page<T, E> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// The position of a page in its list, as far as the response reports it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PagePosition {
    pub(crate) total: Option<u64>,
    pub(crate) next: Option<String>,
    /// Whether another page follows, where the response says so.
    pub(crate) has_more: Option<bool>,
    pub(crate) last_id: Option<String>,
    pub(crate) current_page: Option<u64>,
    pub(crate) total_pages: Option<u64>,
}

/// The members of a response that say where its page is in the list.
#[allow(dead_code, reason = "unused where no group is compiled")]
pub(crate) const PAGE_MEMBERS: &[&str] = &[
    "links",
    "meta",
    "total",
    "total_items",
    "has_more",
    "page_info",
    "object",
    "first_id",
    "last_id",
    "cursor",
    "current_page",
    "total_pages",
];

#[allow(dead_code, reason = "unused where no group is compiled")]
impl PagePosition {
    /// Reads the members next to the items. Those of an unexpected form are ignored: the items count.
    pub(crate) fn read(members: &Map<String, Value>) -> Self {
        let text = |value: &Value| Some(value.as_str()?.to_owned()).filter(|text| !text.is_empty());
        let meta = members.get("meta");
        let total = meta.and_then(|meta| meta.get("total"));
        let page = meta.and_then(|meta| meta.get("page"));
        let links = members.get("links");
        let info = members.get("page_info");
        let info = |names: [&str; 2]| names.iter().find_map(|name| info?.get(*name));
        let next = links.and_then(|links| links.pointer("/pages/next").or(links.get("next")));
        let next = next.and_then(link);
        let by_links = links.filter(|links| links.is_object());
        let by_links = by_links.map(|_| next.is_some());
        Self {
            total: total
                .or(members.get("total"))
                .or(members.get("total_items"))
                .and_then(number),
            next,
            has_more: members
                .get("has_more")
                .or(info(["has_next_page", "hasNextPage"]))
                .and_then(boolean)
                .or(by_links),
            last_id: members
                .get("last_id")
                .or(info(["end_cursor", "endCursor"]))
                .and_then(text),
            current_page: members.get("current_page").or(page).and_then(number),
            total_pages: members.get("total_pages").and_then(number),
        }
    }
}

/// Returns the link to the next page. Another value than a link is an invalid link, and an error for those who follow it:
/// the list does not end here.
#[allow(dead_code, reason = "unused where no group is compiled")]
fn link(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::String(link) => Some(link.clone()).filter(|link| !link.is_empty()),
        Value::Number(page) => Some(format!("?page={page}")),
        Value::Bool(true) | Value::Array(_) | Value::Object(_) => Some("#".to_owned()),
    }
}

#[allow(dead_code, reason = "unused where no group is compiled")]
fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_bool(),
    }
}

#[allow(dead_code, reason = "unused where no group is compiled")]
fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64().or_else(|| integral(value.as_f64()?)),
    }
}

/// Returns an integer that was written with a fraction or an exponent.
#[allow(dead_code, reason = "unused where no group is compiled")]
fn integral(number: f64) -> Option<u64> {
    let is_integral = number.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&number);
    is_integral.then_some(number as u64)
}
