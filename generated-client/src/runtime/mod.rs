//! The common part of all operations: it knows HTTP, and no resource.
//!
//! Generated code states facts through `operation!`. The code that makes calls from them is compiled
//! once, in `call`; only the decoding of responses (`operation::response_kind`) and thin handles
//! are generic over the operation.
//!
//! The steps of a call:
//!
//! | step | module |
//! |---|---|
//! | arguments and options are collected, and refused if they must not be sent | `request`, `operation::arguments`, `client::options`, `call::prepare` |
//! | the future starts, inside its span | `request::pending`, `call::start`, `call::span` |
//! | attempts, time limits, waits between them | `call::attempts`, `client::retry` |
//! | room within the rate limits | `rate_limit` |
//! | host and credential | `client::hosts`, `client::credential` |
//! | one attempt: headers, redirects, body | `call::exchange`, `call::redirect`, `client::middleware`, `transport::body` |
//! | the network, or the fake | `transport`, `transport::reqwest` |
//! | the response is decoded, or its error sorted by status | `call::decoding`, `call::html`, `operation::response_kind`, `error` |
//!
//! Lists (`pagination`), waits (`wait`), event streams (`stream`), files in chunks (`download`) and
//! calls without async (`blocking`) are built on calls.

#![warn(missing_debug_implementations)]

#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod client;
pub(crate) mod codec;
mod download;
pub(crate) mod error;
pub(crate) mod operation;
pub(crate) mod pagination;
mod rate_limit;
pub(crate) mod request;
mod stream;
#[cfg(feature = "fake")]
pub(crate) mod test_support;
mod transport;
mod wait;

#[cfg(test)]
#[cfg(feature = "fake")]
mod tests;

#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::credential::ProviderError;
pub use client::drift::DriftKind;
pub(crate) use client::facts::{Facts, Scheme};
pub use client::middleware::{Middleware, Next};
pub use client::retry::{Attempted, RetryPolicy};
pub use codec::param::Param;
pub use codec::{
    DecodeError, Drift, IntegerString, Nullable, Secret, Timestamp, UnknownFields,
    UnknownFieldsIter, UnknownValue,
};
pub use download::{Download, Downloadable, Downloading};
pub use error::build_error::BuildError;
pub use error::call_error::CallError;
pub use error::error_response::ErrorResponse;
pub use error::invalid_response::InvalidResponse;
pub use error::wait_error::WaitError;
pub use error::{Error, Result};
pub use operation::arguments::Arguments;
pub use operation::file::File;
pub use operation::meta::{Bucket, Content, Meta, Server};
#[allow(unused_imports, reason = "unused where no group is compiled")]
pub(crate) use operation::operation_macro::operation;
pub use operation::page::Page;
pub use operation::page_style::Style;
pub use operation::raw_response::RawResponse;
pub use operation::{Numbered, Operation, Paginated, Streaming};
pub use pagination::cursor::Cursor;
pub use pagination::{Items, Pages};
pub use rate_limit::{Governor, Limits};
pub use request::Request;
pub use request::ignore_not_found::{Deletion, IfPresent};
pub use request::pending::{Head, Pending, Sending};
pub use request::response::Response;
pub use stream::{Event, EventStream, Opening, RawEvent};
pub use transport::headers::RateLimit;
#[cfg(feature = "fake")]
pub(crate) use transport::headers::{Shown, shown_url};
pub use transport::payload::{Payload, PayloadStream};
pub use transport::{
    BoxFuture, BoxStream, ResponseBody, Transport, TransportError, TransportErrorKind,
    TransportRequest, TransportResponse,
};
pub use wait::steps::{Step, Steps};
pub use wait::until::{Gone, Ready, Until};
pub use wait::wait_spec::WaitSpec;
pub use wait::waiter::{Waiter, Waiting};
