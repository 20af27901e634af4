//! Checks of the document and the configuration as a whole.

pub(super) mod known_keys;
pub(super) mod unused_names;
