use crate::render::Uses;

/// A unit with its text.
pub(super) struct FormattedUnit {
    pub(super) part: Vec<String>,
    pub(super) defines: Vec<String>,
    pub(super) uses: Uses,
    pub(super) members: Vec<String>,
    pub(super) items: Vec<String>,
}
