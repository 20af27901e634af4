use std::ops::Deref;

use serde_json::{Map, Value};

/// One page of a list.
///
/// Reads as a slice of its items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page<T, E = ()> {
    items: Vec<T>,
    extra: E,
    facts: Facts,
}

impl<T, E> Page<T, E> {
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) fn new(items: Vec<T>, extra: E, facts: Facts) -> Self {
        Self {
            items,
            extra,
            facts,
        }
    }

    /// Returns the number of items that the whole list has, if the answer told it.
    pub fn total(&self) -> Option<u64> {
        self.facts.total
    }

    /// Returns whether the answer leads to another page. Lists that do not tell answer `false`;
    /// `items()` and `pages()` know how to go on.
    pub fn has_next(&self) -> bool {
        self.facts.next.is_some()
            || self.facts.has_more == Some(true)
            || matches!(
                (self.facts.current_page, self.facts.total_pages),
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

    /// Returns what stands beside the items.
    pub fn extra(&self) -> &E {
        &self.extra
    }

    /// Returns the items and what stands beside them.
    pub fn into_parts(self) -> (Vec<T>, E) {
        (self.items, self.extra)
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
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

/// What an answer tells about the list that its page is cut from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) total: Option<u64>,
    pub(crate) next: Option<String>,
    pub(crate) has_more: Option<bool>,
    pub(crate) last_id: Option<String>,
    pub(crate) current_page: Option<u64>,
    pub(crate) total_pages: Option<u64>,
}

#[allow(dead_code, reason = "unused where no group is compiled")]
impl Facts {
    /// Reads the members beside the items. Anything unexpected tells nothing: the items count.
    pub(crate) fn read(beside: &Map<String, Value>) -> Self {
        let text = |value: &Value| Some(value.as_str()?.to_owned()).filter(|text| !text.is_empty());
        let total = beside.get("meta").and_then(|meta| meta.get("total"));
        let links = beside.get("links");
        Self {
            total: total
                .or(beside.get("total"))
                .or(beside.get("total_items"))
                .and_then(number),
            next: links.and_then(|links| text(links.pointer("/pages/next")?)),
            has_more: beside.get("has_more").and_then(Value::as_bool),
            last_id: beside.get("last_id").and_then(text),
            current_page: beside.get("current_page").and_then(number),
            total_pages: beside.get("total_pages").and_then(number),
        }
    }
}

#[allow(dead_code, reason = "unused where no group is compiled")]
fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}
