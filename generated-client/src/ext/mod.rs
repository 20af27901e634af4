//! Additions to single resources that no document can say.
//!
//! Some responses have one of two shapes, whatever the document says: with or without a wrapper, or under one of
//! two names. Their types hold both; the methods here return the resource.

#[cfg(feature = "actions")]
mod action_links;
#[cfg(feature = "apps")]
mod apps;
#[cfg(feature = "byoip_prefixes")]
mod byoip_prefixes;
#[cfg(feature = "security")]
mod security;
#[cfg(feature = "spaces_keys")]
mod spaces_keys;
#[cfg(feature = "vpcs")]
mod vpcs;
