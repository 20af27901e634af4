//! From schemas to types.

pub(super) mod annotations;
pub(super) mod bounds;
pub(super) mod branch_conversions;
pub(super) mod candidates;
pub(super) mod children;
pub(super) mod compose;
pub(super) mod enums;
pub(super) mod graph;
pub(super) mod homes;
pub(super) mod keywords;
pub(super) mod maps;
pub(super) mod matchers;
mod merge;
pub(super) mod nesting;
pub(super) mod numbers;
pub(super) mod object;
pub(super) mod one_record;
pub(super) mod pending_record;
pub(super) mod presence;
pub(super) mod recursion;
mod redirect;
pub(super) mod roles;
pub(super) mod same_types;
pub(super) mod schema;
pub(super) mod secrets;
pub(super) mod sharing;
pub(super) mod union;
