use tracing::Span;

/// Records the error of a call or an attempt in its span. The kind is the status as text, or a name.
pub(crate) fn record_error(span: &Span, kind: &str) {
    span.record("otel.status_code", "ERROR");
    span.record("error.type", kind);
}
