//! Checks of the document and the configuration as a whole.

pub(super) mod idle_names;
pub(super) mod known_keys;
