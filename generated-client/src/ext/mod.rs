//! Additions to single resources that no document can state.

#[cfg(feature = "actions")]
mod action_links;
