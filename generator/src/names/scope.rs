//! A scope: names that are taken.

use std::collections::{BTreeMap, BTreeSet};

/// Names of one module, enum, record or set of methods.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
    /// The last number behind each name: thousands may differ in nothing else.
    numbers: BTreeMap<String, u32>,
}

impl Scope {
    /// Returns a scope in which `names` are taken.
    pub(super) fn with(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
            numbers: BTreeMap::new(),
        }
    }

    /// Returns whether the name is free.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// Takes a name.
    pub(super) fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// Takes the first free candidate, or else the last one with the smallest free number behind it.
    ///
    /// Returns `None` without any candidate.
    pub(super) fn claim(&mut self, candidates: &[String]) -> Option<String> {
        let free = candidates.iter().find(|name| self.is_free(name)).cloned();
        let name = match free {
            Some(name) => name,
            None => {
                let last = candidates.last()?;
                let used = self.numbers.get(last).copied().unwrap_or(1);
                let (number, name) = numbered(last, used + 1, |name| self.is_free(name))?;
                self.numbers.insert(last.clone(), number);
                name
            }
        };
        self.take(&name);
        Some(name)
    }
}

/// Returns the first candidate that `is_free`, or else the last one with the smallest free number behind it.
pub(super) fn first_free(candidates: &[String], is_free: impl Fn(&str) -> bool) -> Option<String> {
    if let Some(free) = candidates.iter().find(|name| is_free(name)) {
        return Some(free.clone());
    }
    numbered(candidates.last()?, 2, is_free).map(|(_, name)| name)
}

/// Returns the name with the smallest free number behind it, from `first` on, and the number.
fn numbered(last: &str, first: u32, is_free: impl Fn(&str) -> bool) -> Option<(u32, String)> {
    let separator = if last.ends_with(|c: char| c.is_ascii_digit()) {
        "_"
    } else {
        ""
    };
    (first..u32::MAX)
        .map(|number| (number, format!("{last}{separator}{number}")))
        .find(|(_, name)| is_free(name))
}

/// Returns the order in which items take their names: first those that are written like their identifier, last those
/// that have a sign which no identifier shows, as `-name` next to `name`.
pub(super) fn by_likeness<T>(
    items: &[T],
    wire: impl Fn(&T) -> &str,
    identifier: impl Fn(&str) -> Option<String>,
) -> Vec<usize> {
    let mut order = signs_last(items, &wire);
    order.sort_by_key(|index| {
        let wire = wire(&items[*index]);
        identifier(wire).is_none_or(|name| name != wire)
    });
    order
}

/// Returns the order of the items, in which those come last that begin or end with a sign.
pub(super) fn signs_last<T>(items: &[T], wire: impl Fn(&T) -> &str) -> Vec<usize> {
    let has_sign = |index: &usize| {
        let wire = wire(&items[*index]);
        !wire.starts_with(char::is_alphanumeric) || !wire.ends_with(char::is_alphanumeric)
    };
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(has_sign);
    order
}
