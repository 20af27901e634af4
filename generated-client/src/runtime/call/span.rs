//! What `tracing` sees of a call: one span with the attributes of OpenTelemetry's HTTP clients.
//!
//! The span is open until the answer is decoded, that of a stream or download until its end.
//! `url.full` is left out: addresses hold what belongs to the account, and presigned ones open it.

use http::StatusCode;
use tracing::{Span, field, info_span};

use crate::runtime::call::attempts::{Call, Finished};
use crate::runtime::error::{Error, Result};
use crate::runtime::transport::headers::{RateLimit, request_id};

/// Opens the span of a call.
pub(crate) fn open(call: &Call) -> Span {
    let parent = call
        .options
        .span
        .as_ref()
        .map_or_else(|| Span::current().id(), Span::id);
    info_span!(
        parent: parent,
        "digitalocean",
        otel.kind = "client",
        otel.name = %format_args!("{} {}", call.method, call.meta.path),
        otel.status_code = field::Empty,
        error.type = field::Empty,
        http.request.method = call.method.as_str(),
        http.request.resend_count = field::Empty,
        http.response.status_code = field::Empty,
        url.template = call.meta.path,
        server.address = call.url.host_str(),
        server.port = call.url.port_or_known_default(),
        digitalocean.operation = call.meta.id,
        digitalocean.request_id = field::Empty,
        digitalocean.ratelimit.remaining = field::Empty,
        digitalocean.page = call.options.page,
    )
}

/// Records what a call resulted in. A success leaves the span's status unset, as OpenTelemetry has
/// it.
pub(crate) fn record(span: &Span, result: &Result<Finished>) {
    if span.is_disabled() {
        return;
    }
    let attempts = match result {
        Ok(Finished { answer, .. }) => {
            record_answer(span, answer.status, request_id(&answer.headers));
            record_limit(span, RateLimit::read(&answer.headers));
            answer.attempts
        }
        Err(error) => {
            if let Some(response) = error.response() {
                record_answer(span, response.status(), response.request_id());
                record_limit(span, response.rate_limit());
                fail(span, response.status().as_str());
            } else {
                fail(span, kind(error));
            }
            error.attempts()
        }
    };
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
}

/// Records that a call failed: `kind` is the status as text, or what went wrong.
pub(crate) fn fail(span: &Span, kind: &str) {
    span.record("otel.status_code", "ERROR");
    span.record("error.type", kind);
}

/// Records the error of a response that had started to arrive, with the status of a success.
pub(crate) fn fail_late(span: &Span, error: &Error) {
    fail(span, kind(error));
}

fn record_answer(span: &Span, status: StatusCode, request_id: Option<&str>) {
    span.record("http.response.status_code", status.as_u16());
    if let Some(id) = request_id {
        span.record("digitalocean.request_id", id);
    }
}

fn record_limit(span: &Span, limit: Option<RateLimit>) {
    if let Some(remaining) = limit.and_then(|limit| limit.remaining) {
        span.record("digitalocean.ratelimit.remaining", remaining);
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
