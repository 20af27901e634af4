//! Sentences of the documentation.

pub(super) mod docs;
pub(super) mod spelling;
pub(super) mod summary;
pub(super) mod words;
