//! One call: attempts, time limits, and the span around them.

pub(crate) mod attempts;
mod content_status;
pub(crate) mod curl;
pub(crate) mod decoding;
pub(crate) mod exchange;
pub(crate) mod html;
pub(crate) mod prepare;
mod redirect;
pub(crate) mod span;
pub(crate) mod start;
mod time_limits;

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method};
use url::Url;

use crate::runtime::client::Shared;
use crate::runtime::client::options::{Options, ReadMode};
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::response_body::ResponseBody;

/// A request that is ready to be sent, as often as it takes.
pub(crate) struct Call {
    pub(crate) shared: Arc<Shared>,
    pub(crate) meta: &'static Meta,
    /// The path that the caller chose instead of an operation.
    pub(crate) path: Option<Arc<str>>,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Payload>,
    pub(crate) options: Options,
}

impl Call {
    pub(crate) fn is_stream(&self) -> bool {
        self.options.mode == ReadMode::Stream
    }

    /// Returns the bytes of the body, for showing the request.
    pub(crate) fn body_bytes(&self) -> Option<&Bytes> {
        self.body.as_ref()?.as_bytes()
    }
}

/// The end of a call that succeeded, its body read or not.
pub(crate) struct Finished {
    pub(crate) response: RawResponse,
    pub(crate) body: Option<ResponseBody>,
}
