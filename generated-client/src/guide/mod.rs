//! Guides: one page for each topic.
//!
//! | page | content |
//! |---|---|
//! | [`errors`] | how to handle errors, and what to do about the common ones |
//! | [`lists`] | pages, streams of items, complete lists |
//! | [`waiting`] | actions, states, conditions, deletions |
//! | [`limits`] | retries, time limits, rate limits |
//! | [`streams_and_files`] | event streams, downloads, uploads |
//! | [`changes`] | read, change and write without losing data |
//! | [`testing`] | tests of your own code with the fake |
//! | [`blocking`] | calls without async |
//! | [`browser`] | the client in a page: what differs, other origins, tokens |
//! | [`beyond`] | endpoints, parameters and fields that the client does not know |
//! | [`upgrading`] | what a new version of the crate may change |
//! | [`migrating`] | the same calls in godo, doctl, pydo and this crate |

#[doc = include_str!("beyond.md")]
pub mod beyond {}

#[doc = include_str!("blocking.md")]
pub mod blocking {}

#[doc = include_str!("browser.md")]
pub mod browser {}

#[doc = include_str!("changes.md")]
pub mod changes {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("limits.md")]
#[cfg_attr(
    all(feature = "redis", not(target_arch = "wasm32")),
    doc = "",
    doc = include_str!("shared_limits.md")
)]
#[cfg_attr(
    not(all(feature = "redis", not(target_arch = "wasm32"))),
    doc = "\n## Several processes\n\nThis section needs the feature `redis`."
)]
pub mod limits {}

#[doc = include_str!("lists.md")]
pub mod lists {}

#[doc = include_str!("migrating.md")]
pub mod migrating {}

#[doc = include_str!("streams_and_files.md")]
pub mod streams_and_files {}

#[cfg_attr(feature = "fake", doc = include_str!("testing.md"))]
#[cfg_attr(not(feature = "fake"), doc = "This page needs the feature `fake`.")]
pub mod testing {}

#[doc = include_str!("upgrading.md")]
pub mod upgrading {}

#[doc = include_str!("waiting.md")]
pub mod waiting {}
