//! Requests to paths of the API that no operation covers.

use std::any::{Any, TypeId};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::Method;
use serde_core::de::{DeserializeOwned, Error as _};
use serde_json::Value;

use crate::runtime::codec::{self, DecodeError, DecodeLimits};
use crate::runtime::operation::Operation;
use crate::runtime::operation::arguments::Arguments;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::deletion::Deletion;
use crate::runtime::operation::file::File;
use crate::runtime::operation::meta::{Content, Meta, USUAL};
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::response_kind::{OrNotFound, ResponseKind, reject_error_object};
use crate::runtime::operation::streaming::Streaming;

/// A request to a path of the API, as [`Client::request`](crate::Client::request) makes it.
pub struct Custom<T> {
    method: Method,
    path: Arc<str>,
    reads: PhantomData<fn() -> T>,
}

impl<T> Custom<T> {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        Self {
            method,
            path: path.into(),
            reads: PhantomData,
        }
    }
}

/// A type that the response of a [`Custom`] request can be read as: any type that serde reads from
/// JSON, `()` for a response whose body does not matter, or a [`File`].
pub trait FromResponse: sealed::FromResponse {}

impl<T: sealed::FromResponse> FromResponse for T {}

mod sealed {
    use super::{Content, DecodeError, RawResponse};

    /// Keeps others from reading responses in their own way.
    pub trait FromResponse: Sized + Send + 'static {
        const CONTENT: Content;

        fn from_response(response: &RawResponse) -> Result<Self, DecodeError>;
    }
}

impl<T: DeserializeOwned + Send + 'static> sealed::FromResponse for T {
    const CONTENT: Content = Content::Json;

    fn from_response(response: &RawResponse) -> Result<Self, DecodeError> {
        let ignores_body = ignores_body::<T>();
        if ignores_body {
            reject_error_object(response)?;
        }
        let is_empty = response.body.trim_ascii().is_empty();
        // Types that have a value for nothing read it from `null`.
        let json = match ignores_body || is_empty {
            true => &b"null"[..],
            false => &response.body,
        };
        let read = match TypeId::of::<T>() == TypeId::of::<Value>() {
            true => codec::json_within(json, &response.limits).and_then(same),
            false => codec::read_as(json),
        };
        read.map_err(|error| DecodeError::from_json(response.meta.id, &response.body, &error))
    }
}

impl sealed::FromResponse for File {
    const CONTENT: Content = Content::File;

    fn from_response(response: &RawResponse) -> Result<Self, DecodeError> {
        Ok(Self::read(response))
    }
}

/// Returns whether the body of a response does not matter.
fn ignores_body<T: 'static>() -> bool {
    TypeId::of::<T>() == TypeId::of::<()>()
}

/// How the response of a custom request is read.
#[derive(Debug)]
pub struct Read<T>(PhantomData<T>);

impl<T: FromResponse> ResponseKind for Read<T> {
    type Output = T;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<T, DecodeError> {
        T::from_response(response)
    }

    #[cfg(feature = "fake")]
    fn sample(_: &[&str], _: usize) -> Vec<u8> {
        Vec::new()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(_: &RawResponse) -> Result<serde_json::Value, DecodeError> {
        Ok(serde_json::Value::Null)
    }
}

impl<T: FromResponse> Custom<T> {
    const GET: &'static Meta = &Self::of(Meta::GET);
    const HEAD: &'static Meta = &Self::of(Meta::HEAD);
    const POST: &'static Meta = &Self::of(Meta::POST);
    const PUT: &'static Meta = &Self::of(Meta::PUT);
    const PATCH: &'static Meta = &Self::of(Meta::PATCH);
    const DELETE: &'static Meta = &Self::of(Meta::DELETE);
    const DELETE_WITHOUT_BODY: &'static Meta = &Meta {
        content: Content::Empty,
        ..Self::of(Meta::DELETE)
    };

    const fn of(meta: Meta) -> Meta {
        Meta {
            id: "request",
            content: T::CONTENT,
            security: USUAL,
            streams: true,
            ..meta
        }
    }
}

impl<T: FromResponse> Operation for Custom<T> {
    type Output = T;
    type ResponseKind = Read<T>;
    const META: &'static Meta = Self::GET;

    fn meta(&self) -> &'static Meta {
        match self.method {
            Method::HEAD => Self::HEAD,
            Method::POST => Self::POST,
            Method::PUT => Self::PUT,
            Method::PATCH => Self::PATCH,
            Method::DELETE if ignores_body::<T>() => Self::DELETE_WITHOUT_BODY,
            Method::DELETE => Self::DELETE,
            _ => Self::GET,
        }
    }

    fn write(&self, arguments: &mut Arguments) {
        let is_supported = *arguments.meta.method == self.method;
        if !is_supported {
            arguments.note(Err(BuildError::new(format!(
                "method {} is not supported; use GET, HEAD, POST, PUT, PATCH or DELETE",
                self.method
            ))));
        }
        arguments.whole_path(Arc::clone(&self.path));
    }
}

impl<T: FromResponse> Deletion for Custom<T> {}

impl<T: DeserializeOwned + Send + 'static> Streaming for Custom<T> {
    type Event = T;

    fn read_event_within(data: &[u8], _: &DecodeLimits) -> Option<T> {
        codec::read_as(data).ok()
    }
}

/// Shows the method and the path.
impl<T> fmt::Debug for Custom<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Custom")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish()
    }
}

/// Returns a value as a type that it has.
fn same<T: 'static>(value: Value) -> Result<T, serde_json::Error> {
    let value: Box<dyn Any> = Box::new(value);
    let value = value.downcast().map(|value| *value);
    value.map_err(|_| serde_json::Error::custom("the value has another type"))
}
