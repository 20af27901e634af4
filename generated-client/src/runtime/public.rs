//! The public names: a module per theme, which collects names of several folders, and the names of the crate's root.
//!
//! Nothing else imports from here.

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking {
    //! The same requests without async, on a runtime thread that belongs to the client. Not available in a browser,
    //! whose thread must not wait.
    //!
    //! [`Request::call`](crate::Request::call) sends a request, [`Waiter::call`](crate::Waiter::call) waits; lists are
    //! iterators. The [guide](crate::guide::blocking) shows each.

    pub use crate::runtime::blocking::Blocking;
}

pub mod drift {
    //! Differences between the API and its document, as [`ClientBuilder::on_drift`] reports them.
    //!
    //! [`ClientBuilder::on_drift`]: crate::ClientBuilder::on_drift

    pub use crate::runtime::codec::{
        Drift, DriftKind, UnknownFields, UnknownFieldsIter, UnknownValue,
    };
}

pub mod error {
    //! Errors: one type for all calls, [`Error`], and what its variants hold.

    pub use crate::generated::ApiError;
    pub use crate::runtime::codec::DecodeError;
    pub use crate::runtime::error::call_error::CallError;
    pub use crate::runtime::error::error_response::ErrorResponse;
    pub use crate::runtime::error::invalid_response::InvalidResponse;
    pub use crate::runtime::error::provider_error::ProviderError;
    pub use crate::runtime::error::wait_error::WaitError;
    pub use crate::runtime::error::{Error, Result};
    pub use crate::runtime::operation::build_error::BuildError;
}

pub mod operation {
    //! Operations as types: their properties ([`Meta`]), and the futures of their requests.

    pub use crate::runtime::codec::param::Param;
    pub use crate::runtime::operation::custom::{Custom, FromResponse};
    pub use crate::runtime::operation::deletion::{Deletion, IfPresent};
    pub use crate::runtime::operation::meta::{Content, Meta, Server};
    pub use crate::runtime::operation::{Operation, Retrieval};
    pub use crate::runtime::request::pending::{Head, Pending, Sending};
}

pub mod pagination {
    //! Lists, page by page ([`Pages`]) and item by item ([`Items`]).
    //!
    //! Pages that are fetched ahead are received and decoded by tasks of the tokio runtime that polls the list.

    pub use crate::runtime::operation::page::Page;
    pub use crate::runtime::operation::page_style::Style;
    pub use crate::runtime::operation::paginated::{Numbered, Paginated};
    pub use crate::runtime::pagination::{Cursor, Items, Pages};
}

pub mod rate_limit {
    //! Keeps calls within the rate limits of the API, instead of running into them.
    //!
    //! A client does so if [`ClientBuilder::governor`](crate::ClientBuilder::governor) is set, see the
    //! [guide](crate::guide::limits#rate-limits).

    pub use crate::runtime::rate_limit::{Governor, Limits};
    #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
    pub use crate::runtime::rate_limit::{Outage, SharedLimits};
    pub use crate::runtime::transport::headers::RateLimit;
}

pub mod stream {
    //! Responses that are read while they arrive: server-sent events ([`EventStream`]) and files ([`Download`]).

    pub use crate::runtime::download::{Download, Downloadable, Downloading};
    pub use crate::runtime::operation::streaming::Streaming;
    pub use crate::runtime::stream::{Event, EventStream, Opening, RawEvent};
}

pub mod transport {
    //! The interface between the client and the network: [`Transport`] sends each attempt, and [`Middleware`] sees it
    //! before.

    pub use crate::runtime::client::middleware::{Middleware, Next};
    pub use crate::runtime::client::retry::FailedAttempt;
    pub use crate::runtime::operation::body::part::Part;
    pub use crate::runtime::operation::body::payload::Payload;
    pub use crate::runtime::operation::body::payload_stream::PayloadStream;
    pub use crate::runtime::platform::future::{BoxFuture, BoxStream, MaybeSend};
    pub use crate::runtime::transport::{
        ResponseBody, Transport, TransportError, TransportErrorKind, TransportRequest,
        TransportResponse,
    };
}

pub mod wait {
    //! Waits until a resource is in a state, or deleted: [`Waiter`].

    pub use crate::runtime::wait::{Gone, Ready, Step, Steps, Until, Waiter, Waiting};
}

// The names of the crate's root.
pub use crate::runtime::client::Client;
pub use crate::runtime::client::builder::ClientBuilder;
pub use crate::runtime::client::middleware::Middleware;
pub use crate::runtime::client::retry::RetryPolicy;
pub use crate::runtime::codec::{IntegerString, Nullable, Secret, Timestamp};
pub use crate::runtime::error::{Error, Result};
pub use crate::runtime::operation::body::payload::Payload;
pub use crate::runtime::operation::file::File;
pub use crate::runtime::operation::page::Page;
pub use crate::runtime::rate_limit::Governor;
pub use crate::runtime::request::Request;
pub use crate::runtime::request::response::Response;
pub use crate::runtime::transport::Transport;
pub use crate::runtime::wait::Waiter;
