//! A response without a call, for tests that read it and write it back.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::codec::Drift;

/// A response, and the callback for its drift.
#[allow(missing_debug_implementations, reason = "only tests have one")]
pub struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) on_drift: Box<dyn Fn(&Drift) + Send + Sync>,
}
