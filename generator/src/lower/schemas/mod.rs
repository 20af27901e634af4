//! From schemas to types.

pub(super) mod compose;
pub(super) mod enums;
pub(super) mod graph;
pub(super) mod homes;
pub(super) mod keywords;
pub(super) mod matchers;
pub(super) mod object;
pub(super) mod recursion;
pub(super) mod schema;
pub(super) mod secrets;
pub(super) mod sharing;
pub(super) mod union;
