#![doc = include_str!("front.md")]
#![cfg_attr(feature = "droplets", doc = "\n\n[`droplets`]: crate::droplets")]
#![cfg_attr(not(feature = "droplets"), doc = "\n\n[`droplets`]: crate#modules")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// First, so that rustdoc lists what all requests have before the options of single operations.
mod runtime;

mod ext;
#[cfg(feature = "fake")]
pub mod fake;
// On the module, since an attribute for each type would cost the compiler more.
#[allow(deprecated, reason = "deprecated items are used like all others where they are declared")]
#[rustfmt::skip]
mod generated;
pub mod guide;

/// For the tests of this repository. It may change or disappear in any version.
#[cfg(feature = "__testing")]
#[doc(hidden)]
pub mod __testing {
    pub use crate::runtime::test_support::testing::{
        excerpts_show, rewrite, rewrite_response, sample, sample_event,
    };
}

pub use generated::*;
pub use runtime::public::*;

// Their types occur in signatures.
pub use {bytes, futures_core, http, jiff, serde_json, tracing, url};
