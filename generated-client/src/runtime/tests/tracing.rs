//! Traces of calls.

use std::collections::HashMap;
use std::fmt::{Debug, Write as _};
use std::future::IntoFuture as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::network::{Server, ok};
use super::sample::{Thing, ops};
use crate::fake::{Fake, Fault, Reply};
use crate::runtime::WaitSpec;
use crate::{Client, RetryPolicy, Waiter};

const ACTIVE: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["active"],
    failed: &["archive"],
};

/// Records everything.
#[derive(Clone, Default)]
pub(super) struct Notes {
    text: Arc<Mutex<String>>,
    spans: Arc<AtomicU64>,
    /// The spans that are open, with the number of their handles.
    open: Arc<Mutex<HashMap<u64, usize>>>,
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
        let id = self.spans.fetch_add(1, Ordering::Relaxed) + 1;
        self.open.lock().unwrap().insert(id, 1);
        Id::from_u64(id)
    }

    fn clone_span(&self, id: &Id) -> Id {
        *self.open.lock().unwrap().get_mut(&id.into_u64()).unwrap() += 1;
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let mut open = self.open.lock().unwrap();
        let handles = open.get_mut(&id.into_u64()).unwrap();
        *handles -= 1;
        let is_closed = *handles == 0;
        if is_closed {
            open.remove(&id.into_u64());
        }
        is_closed
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let level = event.metadata().level();
        let _ = writeln!(self.text.lock().unwrap(), "level={level}");
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {
        self.text.lock().unwrap().push_str("enter\n");
    }

    fn exit(&self, _: &Id) {
        self.text.lock().unwrap().push_str("exit\n");
    }
}

impl Notes {
    pub(super) fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    fn open(&self) -> usize {
        self.open.lock().unwrap().len()
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
    // That of the first attempt.
    assert_eq!(text.matches("otel.status_code").count(), 1, "{text}");
    assert!(!text.contains("secret-key"), "{text}");
    fake.enqueue(Reply::status(404));
    client.things().get(1).await.unwrap_err();
    let text = notes.text();
    assert!(text.contains("otel.status_code=\"ERROR\"") && text.contains("error.type=\"404\""));
    // Those of two calls, and of their three attempts.
    assert_eq!(notes.spans.load(Ordering::Relaxed), 5);
    drop(guard);
}

#[tokio::test(start_paused = true)]
async fn a_span_is_open_until_the_response_is_read() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let fake = Fake::new();
    let client = fake.client().unwrap();
    fake.enqueue(Reply::json(&json!({ "thing": { "id": 1 } })));
    let response = client.things().get(1).send().await.unwrap();
    let text = notes.text();
    let (before, _) = text.split_once("lacks a required member").unwrap();
    assert!(before.rfind("enter") > before.rfind("exit"), "{text}");
    assert_eq!(notes.open(), 0, "the response is kept, the span is not");
    drop(response);
    fake.enqueue(Reply::json(&json!({ "thing": [] })));
    let error = client.things().get(1).await.unwrap_err();
    let text = notes.text();
    assert!(text.contains("error.type=\"decode\""), "{text}");
    assert!(text.contains("otel.status_code=\"ERROR\""), "{text}");
    assert_eq!(notes.open(), 0);
    drop(error);
    client.things().get(1).head().await.unwrap();
    client.things().list().items().collect_all().await.unwrap();
    let _ = client.things().get(1).await.unwrap();
    let new = json!({ "thing": { "id": 1, "name": "", "status": "new" } });
    fake.enqueue(Reply::json(&new));
    let wait: Waiter<ops::Get> = Waiter::new(client.things().get(1), &ACTIVE);
    let mut waiting = wait.into_future();
    let second = Duration::from_secs(1);
    tokio::time::timeout(second, &mut waiting)
        .await
        .unwrap_err();
    assert_eq!(notes.open(), 0, "a wait is many calls");
    drop(guard);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_read_ahead_keeps_no_span_open() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let fake = Fake::new();
    fake.handle_all(|request| {
        let page = request.parameter("page").unwrap_or("1".to_owned());
        let next = format!("https://x/?page={}", page.parse::<u64>().unwrap() + 1);
        let reply = Reply::json(&json!({
            "things": [{ "id": 1, "name": "", "status": "" }],
            "links": { "pages": { "next": next } }, "meta": { "total": 9 },
        }));
        Some(reply.with_fault(Fault::SlowHeaders(Duration::from_millis(10))))
    });
    let client = fake.client().unwrap();
    let mut items = client.things().list().items().prefetch(4);
    items.next().await.unwrap().unwrap();
    // Of four calls, each with an attempt.
    assert_eq!(notes.open(), 8);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!((notes.open(), fake.requests().len()), (0, 5));
    drop(guard);
}

#[tokio::test(start_paused = true)]
async fn the_span_of_a_stream_is_open_until_its_end() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let fake = Fake::new();
    let client = fake.client().unwrap();
    let kinds = [
        ("data: [DONE]\n\n", None),
        ("", Some("body")),
        ("data: {\"error\":{\"code\":1}}\n\n", Some("error_event")),
    ];
    for (end, kind) in kinds {
        let text = format!("data: {{\"id\":1}}\n\n{end}");
        fake.enqueue(Reply::body("text/event-stream", text));
        let body = json!({});
        let mut stream = client
            .things()
            .call(ops::Chat { body })
            .stream()
            .await
            .unwrap();
        stream.next().await.unwrap().unwrap();
        assert_eq!(notes.open(), 1);
        let end = stream.next().await;
        assert_eq!(notes.open(), 0);
        assert_eq!(end.is_some(), kind.is_some());
        let kind = kind.unwrap_or("none");
        assert_eq!(
            notes.text().contains(&format!("error.type={kind:?}")),
            kind != "none"
        );
    }
    let (two, three) = ("a".to_owned(), "b".to_owned());
    fake.enqueue(Reply::body("text/csv", "a,b").with_fault(Fault::TruncatedBody));
    let request = client.things().call(ops::Deeper { one: 1, two, three });
    let mut download = request.download().await.unwrap();
    assert_eq!(notes.open(), 1);
    while let Some(Ok(_)) = download.next().await {}
    assert_eq!(notes.open(), 0);
    drop(guard);
}

#[tokio::test]
async fn no_trace_shows_a_secret() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let server = Server::start(|_| ok(r#"{"id": 1, "things": []}"#)).await;
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
