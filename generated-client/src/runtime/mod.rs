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
pub mod blocking;
mod call;
mod client;
pub(crate) mod codec;
mod download;
pub mod drift;
pub mod error;
pub mod operation;
pub mod pagination;
pub mod rate_limit;
pub(crate) mod request;
pub mod stream;
#[cfg(feature = "fake")]
pub(crate) mod test_support;
pub mod transport;
pub mod wait;

#[cfg(test)]
#[cfg(feature = "fake")]
mod tests;

// The names of the crate's root. Everything else is public in the module of its theme.
pub use client::Client;
pub use client::builder::ClientBuilder;
pub(crate) use client::facts::{Facts, Scheme};
pub use client::retry::RetryPolicy;
pub use codec::{IntegerString, Nullable, Secret, Timestamp};
pub use error::{Error, Result};
pub use operation::file::File;
pub use pagination::Page;
pub use rate_limit::Governor;
pub use request::Request;
pub use request::response::Response;
pub use transport::{Middleware, Payload, Transport};
pub use wait::Waiter;

// Names for generated code and its macros.
#[allow(
    unused_imports,
    reason = "what is named depends on the groups that are compiled"
)]
pub(crate) use {
    error::ErrorResponse, operation::operation_macro::operation, transport::Part, wait::Gone,
    wait::wait_spec::WaitSpec,
};
