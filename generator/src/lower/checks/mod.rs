//! Checks of the document and the configuration as a whole.

mod accepted_reports;
pub(super) mod known_keys;
mod unused_configuration;
pub(super) mod unused_names;
