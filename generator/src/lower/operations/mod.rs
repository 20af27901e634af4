//! From operations to methods.

mod body;
pub(super) mod credentials;
mod deletions;
pub(super) mod error_statuses;
pub(super) mod facts;
pub(super) mod groups;
pub(super) mod operation;
pub(super) mod output;
pub(super) mod pages;
pub(super) mod parameters;
mod resources;
pub(super) mod security;
pub(super) mod servers;
mod value_styles;
pub(super) mod waiters;
