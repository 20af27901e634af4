//! Traces of a call: a span, and in it one span for each attempt, with the attributes of
//! OpenTelemetry's HTTP clients.
//!
//! The span of a call is open until the response is decoded, that of a stream or download until its
//! end. `url.full` is left out: URLs contain data of the account, and presigned ones are credentials.

use std::time::Duration;

use http::StatusCode;
use tracing::span::Id;
use tracing::{Span, field, info_span};

use crate::generated::facts::FACTS;
use crate::runtime::call::exchange::{AttemptError, Exchanged};
use crate::runtime::call::{Call, Finished};
use crate::runtime::codec::escaped::escaped;
use crate::runtime::error::error_body::ErrorBody;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::product::Product;
use crate::runtime::operation::span_error::record_error;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::headers::{RateLimit, request_id};

/// The names of spans and attributes.
const PRODUCT: Product = FACTS.product;

/// Opens the span of a call.
pub(crate) fn open(call: &Call) -> Span {
    info_span!(
        // Only asked for if the span is enabled.
        parent: parent(call),
        PRODUCT.name,
        otel.kind = "internal",
        otel.name = %name(call),
        otel.status_code = field::Empty,
        error.type = field::Empty,
        http.request.method = call.method.as_str(),
        http.request.resend_count = field::Empty,
        http.response.status_code = field::Empty,
        url.template = template(call),
        server.address = call.url.host_str(),
        server.port = call.url.port_or_known_default(),
        { PRODUCT.operation } = call.meta.id,
        { PRODUCT.request_id } = field::Empty,
        { PRODUCT.remaining } = field::Empty,
        { PRODUCT.page } = call.options.page,
    )
}

fn parent(call: &Call) -> Option<Id> {
    let own = call.options.span.as_ref();
    own.map_or_else(|| Span::current().id(), Span::id)
}

fn template(call: &Call) -> Option<&'static str> {
    (!call.meta.path.is_empty()).then_some(call.meta.path)
}

/// Returns the name of the span: method and path template, or the method alone where the caller chose
/// the path, whose arguments would make too many names.
fn name(call: &Call) -> String {
    match call.meta.path {
        "" => call.method.to_string(),
        path => format!("{} {path}", call.method),
    }
}

/// Opens the span of an attempt, counted from 1, inside the current one.
pub(crate) fn attempt(call: &Call, number: u32) -> Span {
    info_span!(
        PRODUCT.attempt,
        otel.kind = "client",
        otel.name = %name(call),
        otel.status_code = field::Empty,
        error.type = field::Empty,
        http.request.method = call.method.as_str(),
        http.request.resend_count = (number > 1).then(|| number - 1),
        http.response.status_code = field::Empty,
        url.template = template(call),
        server.address = call.url.host_str(),
        server.port = call.url.port_or_known_default(),
        { PRODUCT.operation } = call.meta.id,
        { PRODUCT.request_id } = field::Empty,
    )
}

/// Records the result of an attempt.
pub(crate) fn record_attempt(span: &Span, result: &Result<Box<Exchanged>, TransportError>) {
    if span.is_disabled() {
        return;
    }
    match result {
        Ok(exchanged) => {
            record_response(span, exchanged.status, request_id(&exchanged.headers));
            if !exchanged.status.is_success() {
                record_error(span, exchanged.status.as_str());
            }
        }
        Err(error) => record_error(span, error.kind().name()),
    }
}

/// How many characters of a reason are logged.
const MAX_REASON_LENGTH: usize = 200;

/// Logs that an attempt failed and is repeated.
pub(crate) fn log_retry(failed: &AttemptError, attempt: u32, wait: Duration) {
    if !tracing::enabled!(tracing::Level::DEBUG) {
        return;
    }
    let reason = match failed {
        AttemptError::Status(exchanged) => {
            ErrorBody::read(&exchanged.bytes).shown().map(str::to_owned)
        }
        AttemptError::Transport(error) => Some(error.to_string()),
    };
    let reason = reason.filter(|reason| !reason.is_empty());
    let status = failed.status();
    let canonical = status.and_then(|status| status.canonical_reason());
    let reason = reason.as_deref().or(canonical).unwrap_or("unknown");
    tracing::debug!(
        attempt,
        status = status.map(|status| status.as_u16()),
        reason = %escaped(reason, MAX_REASON_LENGTH),
        ?wait,
        "the attempt failed and is repeated"
    );
}

/// Records the result of a call. A success leaves the span's status unset, as in OpenTelemetry.
pub(crate) fn record(span: &Span, result: &Result<Finished>) {
    if span.is_disabled() {
        return;
    }
    let attempts = match result {
        Ok(Finished { response, .. }) => {
            record_response(span, response.status, request_id(&response.headers));
            record_limit(span, RateLimit::read(&response.headers));
            response.attempts
        }
        Err(error) => {
            if let Some(response) = error.response() {
                record_response(span, response.status(), response.request_id());
                record_limit(span, response.rate_limit());
                record_error(span, response.status().as_str());
            } else {
                record_error(span, kind(error));
            }
            error.attempts()
        }
    };
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
}

/// Records the error of a response that had started to arrive, with the status of a success.
pub(crate) fn fail_late(span: &Span, error: &Error) {
    record_error(span, kind(error));
}

fn record_response(span: &Span, status: StatusCode, request_id: Option<&str>) {
    span.record("http.response.status_code", status.as_u16());
    if let Some(id) = request_id {
        span.record(PRODUCT.request_id, id);
    }
}

fn record_limit(span: &Span, limit: Option<RateLimit>) {
    if let Some(remaining) = limit.and_then(|limit| limit.remaining) {
        span.record(PRODUCT.remaining, remaining);
    }
}

/// Returns a short name of the kind of error.
fn kind(error: &Error) -> &'static str {
    match error {
        // The status is that of a success.
        Error::Api(_) => "error_event",
        Error::Build(_) => "build",
        Error::Transport(error) | Error::Timeout(error) | Error::Paging(error) => {
            error.kind().map_or("transport", |kind| kind.name())
        }
        Error::Decode(_) => "decode",
        Error::Wait(_) => "wait",
    }
}
