//! Several errors as one text.

use std::fmt::Display;

/// Returns a text with a line for each error.
pub(crate) fn lines(errors: &[impl Display]) -> String {
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
