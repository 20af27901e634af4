//! What `tracing` sees.

use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::network::{Server, answer};
use super::sample::Thing;
use crate::fake::{Fake, Reply};
use crate::{Client, RetryPolicy};

/// Writes everything down.
#[derive(Clone, Default)]
pub(super) struct Notes {
    text: Arc<Mutex<String>>,
    spans: Arc<AtomicU64>,
}

impl Visit for Notes {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = writeln!(self.text.lock().unwrap(), "{field}={value:?}");
    }
}

impl Subscriber for Notes {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Notes {
    pub(super) fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_span_has_the_attributes_of_an_http_client() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let fake = Fake::new();
    fake.enqueue(Reply::status(503));
    let client = fake.client().unwrap();
    client.things().get("secret-key").await.unwrap();
    let text = notes.text();
    for attribute in [
        "otel.kind=\"client\"",
        "otel.name=GET /v2/things/{key}",
        "http.request.method=\"GET\"",
        "url.template=\"/v2/things/{key}\"",
        "server.address=\"api.digitalocean.com\"",
        "server.port=443",
        "http.response.status_code=200",
        "http.request.resend_count=1",
        "digitalocean.operation=\"things_get\"",
        "digitalocean.request_id=\"fake-request\"",
        "digitalocean.ratelimit.remaining=4999",
    ] {
        assert!(text.contains(attribute), "{attribute} in {text}");
    }
    assert!(
        !text.contains("otel.status_code") && !text.contains("secret-key"),
        "{text}"
    );
    fake.enqueue(Reply::status(404));
    client.things().get(1).await.unwrap_err();
    let text = notes.text();
    assert!(text.contains("otel.status_code=\"ERROR\"") && text.contains("error.type=404"));
    assert_eq!(notes.spans.load(Ordering::Relaxed), 2);
    drop(guard);
}

#[tokio::test]
async fn no_trace_shows_a_secret() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let server = Server::start(|_| answer("{}")).await;
    let client = server.client().build().unwrap();
    client.things().create(Thing::new(1, "x")).await.unwrap();
    client.things().list().await.unwrap();
    let refused = Client::builder()
        .token("secret-token")
        .retry(RetryPolicy::never());
    let refused = refused
        .base_url("http://127.0.0.1:9")
        .unwrap()
        .build()
        .unwrap();
    let error = refused.things().list().await.unwrap_err();
    let text = format!("{} {error} {error:?}", notes.text());
    assert!(text.contains("things_create"));
    assert!(!text.contains("secret-token"), "{text}");
    drop(guard);
}
