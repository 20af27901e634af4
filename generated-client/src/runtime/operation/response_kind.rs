//! The shapes of responses: each operation has one of these kinds, with its own types.

use std::marker::PhantomData;

use http::{Method, StatusCode};
use serde_json::Value;

#[cfg(feature = "fake")]
use crate::runtime::codec::Sample;
use crate::runtime::codec::{self, DecodeError, Secret, Wire, missing};
use crate::runtime::operation::file::File;
#[cfg(feature = "__testing")]
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::page::{PAGE_MEMBERS, Page, PagePosition};
use crate::runtime::operation::raw_response::RawResponse;
#[cfg(feature = "__testing")]
use crate::runtime::operation::received::Received;
#[cfg(feature = "__testing")]
use crate::runtime::operation::reserialize;
#[cfg(feature = "fake")]
use crate::runtime::operation::{json, sampling};

/// How a successful response is read.
pub trait ResponseKind {
    /// The type of the result.
    type Output: Send + 'static;
    /// How the response of a deletion is read that may find nothing to delete.
    type OrNotFound: ResponseKind;

    /// Reads a response.
    fn read(response: &RawResponse) -> Result<Self::Output, DecodeError>;

    /// Generates a sample response, with its value at the path of members.
    #[cfg(feature = "fake")]
    fn sample(at: &[&str], levels: usize) -> Vec<u8>;

    /// Reads a response and writes it again, for tests that compare the two.
    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError>;

    /// Does the same for a response without a call.
    #[cfg(feature = "__testing")]
    fn rewrite_received(meta: &'static Meta, received: Received) -> Result<Value, DecodeError> {
        Self::rewrite(&RawResponse::received(meta, received))
    }
}

/// Nothing that matters.
#[derive(Debug)]
pub struct Empty;

/// A file, perhaps with a name.
#[derive(Debug)]
pub struct Bytes;

/// Text.
#[derive(Debug)]
pub struct Text;

/// An HTML page.
#[derive(Debug)]
pub struct Html;

/// Text that is a secret.
#[derive(Debug)]
pub struct Hidden<S>(PhantomData<S>);

/// One JSON value.
#[derive(Debug)]
pub struct Json<T>(PhantomData<T>);

/// One JSON value in an envelope.
#[derive(Debug)]
pub struct Enveloped<T>(PhantomData<T>);

/// A page of a list.
#[derive(Debug)]
pub struct Listed<C>(PhantomData<C>);

/// A page of a list, with its other members.
#[derive(Debug)]
pub struct ListedWith<C, E>(PhantomData<(C, E)>);

/// The result of a deletion, perhaps that there is nothing to delete.
#[derive(Debug)]
pub struct OrNotFound<S>(PhantomData<S>);

impl ResponseKind for Empty {
    type Output = ();
    type OrNotFound = Self;

    fn read(response: &RawResponse) -> Result<(), DecodeError> {
        reject_error_object(response)
    }

    #[cfg(feature = "fake")]
    fn sample(_: &[&str], _: usize) -> Vec<u8> {
        Vec::new()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(_: &RawResponse) -> Result<Value, DecodeError> {
        Ok(Value::Null)
    }
}

impl ResponseKind for Bytes {
    type Output = File;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<File, DecodeError> {
        reject_error_object(response)?;
        Ok(File::read(response))
    }

    #[cfg(feature = "fake")]
    fn sample(_: &[&str], _: usize) -> Vec<u8> {
        sampling::text()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        Self::read(response).map(|file| Value::String(file.text()))
    }
}

impl ResponseKind for Text {
    type Output = String;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<String, DecodeError> {
        reject_error_object(response)?;
        Ok(String::from_utf8_lossy(&response.body).into_owned())
    }

    #[cfg(feature = "fake")]
    fn sample(_: &[&str], _: usize) -> Vec<u8> {
        sampling::text()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        Self::read(response).map(Value::String)
    }
}

/// Fails where a success has the body of an error.
fn reject_error_body(response: &RawResponse) -> Result<(), DecodeError> {
    match response.status.is_success() {
        true => missing::reject_error_body(response.meta.id, &response.body),
        false => Ok(()),
    }
}

/// Fails where a success without a model has an object that only describes an error.
pub(super) fn reject_error_object(response: &RawResponse) -> Result<(), DecodeError> {
    match response.status.is_success() {
        true => missing::reject_error_object(response.meta.id, &response.body),
        false => Ok(()),
    }
}

impl ResponseKind for Html {
    type Output = String;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<String, DecodeError> {
        Text::read(response)
    }

    #[cfg(feature = "fake")]
    fn sample(_: &[&str], _: usize) -> Vec<u8> {
        sampling::text()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        Text::rewrite(response)
    }
}

impl ResponseKind for Hidden<Text> {
    type Output = Secret;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<Secret, DecodeError> {
        Text::read(response).map(Secret::from)
    }

    #[cfg(feature = "fake")]
    fn sample(_: &[&str], _: usize) -> Vec<u8> {
        sampling::text()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        Text::rewrite(response)
    }
}

impl<S: ResponseKind> ResponseKind for OrNotFound<S> {
    type Output = Option<S::Output>;
    type OrNotFound = Self;

    fn read(response: &RawResponse) -> Result<Self::Output, DecodeError> {
        match response.status {
            StatusCode::NOT_FOUND => Ok(None),
            _ if says_nothing(response) => Ok(None),
            _ => S::read(response).map(Some),
        }
    }

    #[cfg(feature = "fake")]
    fn sample(at: &[&str], levels: usize) -> Vec<u8> {
        S::sample(at, levels)
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        S::rewrite(response)
    }
}

/// Returns whether a deletion has no more to report than its success: undocumented, but common.
fn says_nothing(response: &RawResponse) -> bool {
    let body = response.body.trim_ascii();
    let inside = body
        .strip_prefix(b"{")
        .and_then(|body| body.strip_suffix(b"}"));
    let is_blank =
        matches!(body, b"" | b"null") || inside.is_some_and(|body| body.trim_ascii().is_empty());
    is_blank && *response.meta.method == Method::DELETE
}

/// The bounds of the types of responses. A fake also generates samples of them.
#[cfg(not(feature = "fake"))]
pub(crate) trait Model: Wire + Send + 'static {}
#[cfg(not(feature = "fake"))]
impl<T: Wire + Send + 'static> Model for T {}

/// The bounds of the types of responses. A fake also generates samples of them.
#[cfg(feature = "fake")]
pub(crate) trait Model: Wire + Sample + Send + 'static {}
#[cfg(feature = "fake")]
impl<T: Wire + Sample + Send + 'static> Model for T {}

impl<T: Model> ResponseKind for Json<T> {
    type Output = T;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<T, DecodeError> {
        if says_nothing(response) {
            response.drift.report_missing_value(response.meta);
            return Ok(T::empty());
        }
        reject_error_body(response)?;
        let (location, needs) = (response.meta.location(), response.meta.needs);
        let (value, drift) = codec::decode_with(location, needs, &response.body, &response.limits)?;
        response.report(&drift);
        Ok(value)
    }

    #[cfg(feature = "fake")]
    fn sample(_: &[&str], levels: usize) -> Vec<u8> {
        sampling::member::<T>(&[], levels)
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        Self::read(response).map(|value| json::written(&value))
    }
}

impl<T: Model> ResponseKind for Enveloped<T> {
    type Output = T;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<T, DecodeError> {
        if says_nothing(response) {
            response.drift.report_missing_value(response.meta);
            return Ok(T::empty());
        }
        let location = response.meta.location();
        let envelope = codec::decode_envelope_within(location, &response.body, &response.limits)?;
        response.report(&envelope.drift);
        response.report(&codec::unknown_members(
            location,
            &envelope.rest,
            LINK_MEMBERS,
        ));
        Ok(envelope.value)
    }

    #[cfg(feature = "fake")]
    fn sample(at: &[&str], levels: usize) -> Vec<u8> {
        sampling::member::<T>(at, levels)
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        let value = Self::read(response)?;
        Ok(json::wrap(json::written(&value), response.meta.at))
    }
}

impl<C: Model + IntoIterator<Item: Send + 'static>> ResponseKind for Listed<C> {
    type Output = Page<C::Item>;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<Self::Output, DecodeError> {
        let location = response.meta.location();
        let envelope =
            codec::decode_envelope_within::<C>(location, &response.body, &response.limits)?;
        response.report(&envelope.drift);
        response.report(&codec::unknown_members(
            location,
            &envelope.rest,
            PAGE_MEMBERS,
        ));
        let position = PagePosition::read(&envelope.rest);
        Ok(Page::new(
            envelope.value.into_iter().collect(),
            (),
            position,
        ))
    }

    #[cfg(feature = "fake")]
    fn sample(at: &[&str], levels: usize) -> Vec<u8> {
        sampling::listing::<C>(at, levels).to_string().into_bytes()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        reserialize::listing::<C>(response).map(|(page, _)| page)
    }
}

/// Removes what [`PagePosition`] has read, so that it does not count as unknown fields of the extra record.
fn take_page_members(rest: &mut serde_json::Map<String, Value>) {
    for name in LINK_MEMBERS {
        codec::take_member(rest, name);
    }
}

/// Members of any response that are part of the envelope.
const LINK_MEMBERS: &[&str] = &["links", "meta"];

impl<C: Model + IntoIterator<Item: Send + 'static>, E: Model> ResponseKind for ListedWith<C, E> {
    type Output = Page<C::Item, E>;
    type OrNotFound = OrNotFound<Self>;

    fn read(response: &RawResponse) -> Result<Self::Output, DecodeError> {
        let id = response.meta.id;
        let mut envelope = codec::decode_envelope_within::<C>(
            response.meta.location(),
            &response.body,
            &response.limits,
        )?;
        response.report(&envelope.drift);
        let position = PagePosition::read(&envelope.rest);
        take_page_members(&mut envelope.rest);
        let (extra, drift) =
            codec::decode_value(id, &Value::Object(envelope.rest), &response.limits)?;
        response.report(&drift);
        let items = envelope.value.into_iter().collect();
        Ok(Page::new(items, extra, position))
    }

    #[cfg(feature = "fake")]
    fn sample(at: &[&str], levels: usize) -> Vec<u8> {
        let mut page = sampling::listing::<C>(at, levels);
        json::merge(&mut page, sampling::value::<E>(levels));
        page.to_string().into_bytes()
    }

    #[cfg(feature = "__testing")]
    fn rewrite(response: &RawResponse) -> Result<Value, DecodeError> {
        let (mut page, rest) = reserialize::listing::<C>(response)?;
        let (extra, _) =
            codec::decode_value::<E>(response.meta.id, &Value::Object(rest), &response.limits)?;
        json::merge(&mut page, json::written(&extra));
        Ok(page)
    }
}
