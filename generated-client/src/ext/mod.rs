//! Additions to single resources that no document can state.

#[cfg(feature = "actions")]
mod action_links;
#[cfg(feature = "databases")]
mod database_connections;
#[cfg(feature = "droplets")]
mod droplet_addresses;
