//! What every generated operation stands on: HTTP, no resource.
//!
//! Generated code states facts through `operation!` and `error_set!`. What a call does with them is
//! compiled once, in `call` and below; generic over the operation are only the decoding of its
//! answer (`shape`) and thin handles around it.
//!
//! A call goes this way:
//!
//! | step | module |
//! |---|---|
//! | arguments and options are collected, and refused where they must not be sent | `request`, `parts`, `options`, `prepare` |
//! | the future starts, inside its span | `pending`, `start`, `span` |
//! | attempts, time limits, waits between them | `call`, `retry` |
//! | room within the rate limits | `governor` |
//! | host and credential | `hosts`, `credential` |
//! | one attempt: headers, redirects, body | `exchange`, `middleware`, `body` |
//! | the network, or the fake | `transport`, `network` |
//! | the answer is decoded, or its failure sorted | `answer`, `error_set`, `error` |
//!
//! On top of calls stand lists (`paging`), waits (`waiter`, `polling`), streams of events
//! (`events`), files piece by piece (`download`) and calls without async (`blocking`).

#![warn(missing_debug_implementations)]

mod answer;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod build_error;
mod builder;
mod call;
mod call_failure;
mod client;
pub(crate) mod codec;
mod credential;
mod curl;
mod cursor;
mod deadline;
mod decode_failure;
mod deletion;
mod download;
mod drift;
mod environment;
mod error;
mod error_response;
mod error_set;
mod events;
mod exchange;
mod file;
mod governor;
mod headers;
mod hosts;
mod meta;
mod middleware;
mod network;
mod operation;
mod operation_macro;
mod options;
mod page;
mod paging;
mod param;
mod parts;
mod payload;
mod pending;
mod pieces;
mod polling;
mod prepare;
mod request;
mod response;
mod retry;
#[cfg(feature = "fake")]
pub(crate) mod rewriting;
#[cfg(feature = "fake")]
pub(crate) mod sampling;
#[doc(hidden)]
pub mod shape;
mod span;
mod start;
mod steps;
mod style;
mod transport;
mod until;
mod wait_failure;
mod wait_spec;
mod waiter;

#[cfg(test)]
#[cfg(feature = "fake")]
mod tests;

pub use answer::Answer;
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use build_error::BuildError;
pub use builder::ClientBuilder;
pub use call_failure::CallFailure;
pub use client::Client;
pub use codec::{DecodeError, Drift, IntegerString, Nullable, Secret, Timestamp};
pub use credential::ProviderError;
pub use cursor::Cursor;
pub use decode_failure::DecodeFailure;
pub use deletion::{Deletion, IfPresent};
pub use download::{Download, Downloadable, Downloading};
pub use drift::DriftKind;
pub use error::{AnyApiError, Error};
pub use error_response::{ErrorParts, ErrorResponse, RawBody};
pub use error_set::{ApiFailure, ErrorSet};
pub use events::{Event, EventStream, Opening, RawEvent};
pub use file::File;
pub use governor::{Governor, Limits};
pub use headers::RateLimit;
#[cfg(feature = "fake")]
pub(crate) use headers::{Shown, shown_url};
pub use meta::{Bucket, Content, Meta, Server, Verb};
pub use middleware::{Middleware, Next};
pub use operation::{Numbered, Operation, Paginated, Streaming};
pub use page::Page;
pub use paging::{Items, Pages};
pub use param::Param;
pub use parts::Parts;
pub use payload::{Payload, PayloadStream};
pub use pending::{Head, Pending, Sending};
pub use request::Request;
pub use response::Response;
pub use retry::{Attempted, RetryPolicy};
pub use steps::{Step, Steps};
pub use style::Style;
pub use transport::{
    BoxFuture, BoxStream, ResponseBody, Transport, TransportError, TransportErrorKind,
    TransportRequest, TransportResponse,
};
pub use until::{Gone, Ready, Until};
pub use wait_failure::WaitFailure;
pub use wait_spec::WaitSpec;
pub use waiter::{Waiter, Waiting};
#[allow(unused_imports, reason = "unused where no group is compiled")]
pub(crate) use {error_response::FromErrorParts, error_set::error_set, operation_macro::operation};
