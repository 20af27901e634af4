//! Lists in sentences.

/// Returns `a`, `a or b`, `a, b or c`.
pub(super) fn either(items: &[String]) -> String {
    listed(items, "or")
}

/// Returns `a`, `a and b`, `a, b and c`, with the given last conjunction.
pub(super) fn listed(items: &[String], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// Returns the texts as code.
pub(super) fn code(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| format!("`{text}`")).collect()
}
