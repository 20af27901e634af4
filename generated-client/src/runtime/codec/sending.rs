//! What is checked only when a value is sent: whether all required fields are set.
//!
//! Models are also written for other purposes (caches, logs, tests), where a value that was read
//! incomplete must not be an error. Serde passes no context through a `Serializer`, so the thread
//! knows whether a request body is being written.

use std::cell::RefCell;
use std::fmt::Write as _;

use serde_core::ser::Error as _;

thread_local! {
    /// The path of the missing field, innermost first; `None` while no request body is written.
    static MISSING: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Writes a request body, the record `name`, with these checks.
pub(super) fn check<T>(
    name: &str,
    is_blank: bool,
    write: impl FnOnce() -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    if is_blank {
        return Err(serde_json::Error::custom("the request body has no value"));
    }
    MISSING.set(Some(Vec::new()));
    let written = write();
    let path = MISSING.take().unwrap_or_default();
    written.map_err(|error| match path.is_empty() {
        true => error,
        false => serde_json::Error::custom(format!(
            "missing required field `{}` in {name}",
            joined(&path)
        )),
    })
}

/// Notes that a required field is not set. Returns whether that is an error, as in request bodies.
pub(super) fn is_missing(name: &str) -> bool {
    MISSING.with_borrow_mut(|path| {
        path.as_mut()
            .map(|path| path.push(name.to_owned()))
            .is_some()
    })
}

/// Adds the field that holds the record with the missing one.
#[cold]
pub(super) fn inside(name: &str) {
    note(name.to_owned());
}

/// Adds the element that holds the record with the missing field.
#[cold]
pub(super) fn inside_element(index: usize) {
    note(format!("[{index}]"));
}

fn note(step: String) {
    MISSING.with_borrow_mut(|path| {
        // Any other error of the writer has no path.
        if let Some(path) = path.as_mut().filter(|path| !path.is_empty()) {
            path.push(step);
        }
    });
}

/// Joins the steps of a path, outermost first: `rules[1].protocol`.
fn joined(path: &[String]) -> String {
    let mut joined = String::new();
    for step in path.iter().rev() {
        let separator = match joined.is_empty() || step.starts_with('[') {
            true => "",
            false => ".",
        };
        // Writing into a string does not fail.
        let _ = write!(joined, "{separator}{step}");
    }
    joined
}
