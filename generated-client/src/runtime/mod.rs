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
//! | host, credential, `Authorization` header | `client::hosts`, `client::credential`, `operation::authorization` |
//! | one attempt: headers, redirects, body | `call::exchange`, `call::redirect`, `client::middleware`, `transport::response_body` |
//! | the network, or the fake | `transport`, `transport::reqwest`, in a browser `transport::fetch` |
//! | the response is decoded, or its error sorted by status | `call::decoding`, `call::html`, `operation::response_kind`, `error` |
//!
//! Lists (`pagination`), waits (`wait`), event streams (`stream`), files in chunks (`download`) and
//! calls without async (`blocking`) are built on calls. The differences of a browser are in `platform`.

#![warn(missing_debug_implementations)]

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
mod call;
pub(crate) mod client;
pub(crate) mod codec;
mod download;
pub(crate) mod error;
pub(crate) mod operation;
pub(crate) mod pagination;
pub(crate) mod platform;
pub(crate) mod public;
mod rate_limit;
pub(crate) mod request;
pub(crate) mod stream;
#[cfg(feature = "__testing")]
pub(crate) mod test_support;
pub(crate) mod transport;
pub(crate) mod wait;

#[cfg(test)]
#[cfg(feature = "fake")]
mod tests;

// Names for generated code and its macros.
#[allow(
    unused_imports,
    reason = "what is named depends on the groups that are compiled"
)]
pub(crate) use {
    client::Client,
    client::builder::ClientBuilder,
    codec::{Nullable, Secret},
    error::Result,
    error::provider_error::ProviderError,
    operation::body::{part::Part, payload::Payload},
    operation::build_error::BuildError,
    operation::file::File,
    operation::operation_macro::operation,
    operation::wait_spec::WaitSpec,
    platform::future::MaybeSend,
    request::Request,
    request::setters::setters,
    wait::{Gone, Waiter},
};
