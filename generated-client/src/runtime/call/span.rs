//! What `tracing` sees of a call: one span with the attributes of OpenTelemetry's HTTP clients.
//!
//! The span is open until the answer is decoded, that of a stream or download until its end.
//! `url.full` is left out: addresses hold what belongs to the account, and presigned ones open it.

use http::StatusCode;
use tracing::{Span, field, info_span};

use crate::runtime::call::attempts::{Call, Failure, Finished};
use crate::runtime::error::call_failure::CallFailure;
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
pub(crate) fn record(span: &Span, result: &Result<Finished, Failure>) {
    if span.is_disabled() {
        return;
    }
    let attempts = match result {
        Ok(Finished { answer, .. }) => {
            record_answer(span, answer.status, request_id(&answer.headers));
            record_limit(span, RateLimit::read(&answer.headers));
            answer.attempts
        }
        Err(Failure::Api(parts)) => {
            record_answer(span, parts.status(), parts.request_id());
            record_limit(span, parts.rate_limit());
            fail(span, parts.status().as_str());
            parts.attempts()
        }
        Err(Failure::Build(_)) => {
            fail(span, "build");
            0
        }
        Err(Failure::Transport(failure) | Failure::Timeout(failure)) => {
            fail(span, kind(failure));
            failure.attempts()
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

/// Records what ended an answer that had started to arrive.
pub(crate) fn fail_late(span: &Span, failure: &Failure) {
    match failure {
        // The answer's status was that of a success.
        Failure::Api(_) => fail(span, "error_event"),
        Failure::Build(_) => fail(span, "build"),
        Failure::Transport(failure) | Failure::Timeout(failure) => fail(span, kind(failure)),
    }
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

fn kind(failure: &CallFailure) -> &'static str {
    failure.kind().map_or("transport", |kind| kind.name())
}
