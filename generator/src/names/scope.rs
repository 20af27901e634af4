//! A scope: names that are taken.

use std::collections::BTreeSet;

/// Names of one module, enum, record or set of methods.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// Returns a scope in which `names` are taken.
    pub(super) fn with(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
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
    /// Returns `None` where there is no candidate at all.
    pub(super) fn claim(&mut self, candidates: &[String]) -> Option<String> {
        let name = first_free(candidates, |name| self.is_free(name))?;
        self.take(&name);
        Some(name)
    }
}

/// Returns the first candidate that `is_free`, or else the last one with the smallest free number behind it.
pub(super) fn first_free(candidates: &[String], is_free: impl Fn(&str) -> bool) -> Option<String> {
    if let Some(free) = candidates.iter().find(|name| is_free(name)) {
        return Some(free.clone());
    }
    let last = candidates.last()?;
    let separator = if last.ends_with(|c: char| c.is_ascii_digit()) {
        "_"
    } else {
        ""
    };
    (2..u32::MAX)
        .map(|number| format!("{last}{separator}{number}"))
        .find(|name| is_free(name))
}
