//! From operations to methods.

mod body;
pub(super) mod credentials;
mod deletions;
pub(super) mod error_statuses;
pub(super) mod facts;
pub(super) mod groups;
mod header_name;
mod media_type;
mod method_name;
pub(super) mod operation;
pub(super) mod output;
pub(super) mod page_parameters;
pub(super) mod pages;
pub(super) mod parameters;
pub(super) mod path_operation;
mod resources;
pub(super) mod security;
pub(super) mod servers;
mod single_pages;
mod value_styles;
mod waited_for;
pub(super) mod waiters;
