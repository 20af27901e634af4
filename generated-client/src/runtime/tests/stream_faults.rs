//! Streams of events that never end, report errors, or contain something else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use http::{HeaderMap, StatusCode};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::sample::{Thing, ops};
use crate::fake::{Fake, Fault, Reply};
use crate::stream::{Event, EventStream};
use crate::transport::{
    BoxFuture, BoxStream, ResponseBody, TransportError, TransportRequest, TransportResponse,
};
use crate::{Client, Error, Result, Transport};

type Body = BoxStream<'static, std::result::Result<Bytes, TransportError>>;

/// Responds with a stream of events.
struct Responds<F>(F);

impl<F: Fn() -> Body + Send + Sync + 'static> Transport for Responds<F> {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, std::result::Result<TransportResponse, TransportError>> {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "text/event-stream".parse().unwrap());
        let body = ResponseBody::stream((self.0)());
        let response = TransportResponse::new(StatusCode::OK, headers, body);
        Box::pin(async { Ok(response) })
    }

    fn is_in_process(&self) -> bool {
        true
    }
}

/// Returns an endless body of one chunk again and again, each after a pause.
fn endless(chunk: &'static str, pause: Duration) -> impl Stream<Item = Bytes> + Send {
    stream::repeat(()).then(move |()| async move {
        if !pause.is_zero() {
            sleep(pause).await;
        }
        Bytes::from_static(chunk.as_bytes())
    })
}

async fn open(
    idle: Duration,
    body: impl Fn() -> Body + Send + Sync + 'static,
) -> EventStream<ops::Chat> {
    let builder = Client::builder().transport(Responds(body));
    let client = builder.stream_idle_timeout(idle).build().unwrap();
    client
        .things()
        .call(super::credentials::chat())
        .stream()
        .await
        .unwrap()
}

async fn read(text: impl Into<Bytes>) -> Result<Vec<Event<Thing>>> {
    let fake = Fake::new();
    fake.enqueue(Reply::body("text/event-stream", text.into()));
    let client = fake.client().unwrap();
    let request = client.things().call(ops::Chat { body: json!({}) });
    request.stream().await?.try_collect().await
}

#[tokio::test(start_paused = true)]
async fn a_stream_without_events_ends_by_the_idle_timeout() {
    let idle = Duration::from_secs(60);
    let second = Duration::from_secs(1);
    for chunk in [
        ": ping\n",
        ": ping\n\n",
        "\n",
        "event: ping\n\n",
        "id: 7\nretry: 5\n\n",
        "dummy: x\n\n",
        "d\n\n",
        "date: 5\r\n\r\n",
        "data-id: 1\n\n",
        "datadata\n\n",
        " data: indented\n\n",
        ": a comment without an end ",
    ] {
        let mut events = open(idle, move || Box::pin(endless(chunk, second).map(Ok))).await;
        let start = Instant::now();
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_timeout(), "{chunk:?}: {error}");
        assert_eq!(start.elapsed(), idle, "{chunk:?}");
        assert!(events.next().await.is_none());
    }
    // Events, and parts of them, reset the time.
    let slow = Fault::SlowBody(idle - second);
    let fake = Fake::new();
    let text = "data: {\"id\":1}\n\ndata: [DONE]\n\n";
    fake.enqueue(Reply::body("text/event-stream", text).with_fault(slow));
    let client = fake
        .client_builder()
        .stream_idle_timeout(idle)
        .build()
        .unwrap();
    let request = client.things().call(ops::Chat { body: json!({}) });
    let events: Vec<_> = request.stream().await.unwrap().try_collect().await.unwrap();
    assert_eq!(events.len(), 1);
}

#[tokio::test]
async fn comments_without_a_pause_end_by_the_idle_timeout_too() {
    let idle = Duration::from_millis(200);
    for chunk in [": ping\n", "\n\n\n\n", "event: ping\n\n", "dat: 1\n\n"] {
        let body = move || Box::pin(endless(chunk, Duration::ZERO).map(Ok)) as Body;
        let mut events = open(idle, body).await;
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_timeout(), "{chunk:?}: {error}");
    }
}

/// Counts the turns of another task.
fn count_turns() -> Arc<AtomicUsize> {
    let turns = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&turns);
    tokio::spawn(async move {
        loop {
            counter.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
        }
    });
    turns
}

#[tokio::test]
async fn many_events_at_once_give_other_tasks_a_turn() {
    const EVENTS: usize = 10_000;
    let event = "data: {\"id\":1,\"name\":\"\",\"status\":\"\"}\n\n";
    let all: Bytes = event.repeat(EVENTS).into();
    let single = Bytes::from(event);
    let unknown: Bytes = "data: {}\n\n".repeat(EVENTS).into();
    let bodies: [Vec<Bytes>; 3] = [vec![all], vec![single; EVENTS], vec![unknown]];
    for chunks in bodies {
        let body = move || Box::pin(stream::iter(chunks.clone()).map(Ok)) as Body;
        let mut events = open(Duration::from_secs(10), body).await;
        let turns = count_turns();
        let mut count = 0;
        while let Some(Ok(_)) = events.next().await {
            count += 1;
        }
        assert_eq!(count, EVENTS);
        let turns = turns.load(Ordering::Relaxed);
        assert!(turns >= EVENTS / 200, "{turns} turns");
    }
}

#[tokio::test]
async fn an_error_event_has_content() {
    for data in [
        r#"{"id":1,"error":{}}"#,
        r#"{"id":1,"error":0}"#,
        r#"{"id":1,"error":0.0}"#,
        r#"{"id":1,"error":[]}"#,
        r#"{"id":1,"error":false}"#,
        r#"{"id":1,"error":" "}"#,
        r#"{"id":1,"error":{"code":null,"message":""}}"#,
        r#"{"id":1,"error":{"details":[{}],"code":0}}"#,
        r#"{"id":1,"name":"error"}"#,
    ] {
        let events = read(format!("data: {data}\n\ndata: [DONE]\n\n")).await;
        assert_eq!(events.unwrap().len(), 1, "{data}");
    }
    for (data, message) in [
        (r#"{"error":{"message":"overloaded"}}"#, "overloaded"),
        (r#"{"error":"overloaded"}"#, "overloaded"),
        (r#"{"error":{"code":1}}"#, "{"),
        (r#"{"error":1}"#, "{"),
        (r#"{"error":true}"#, "{"),
        (r#"{"error":["x"]}"#, "{"),
        (r#"{"type":"error"}"#, "{"),
        (r#"{"type":"error","message":"overloaded"}"#, "overloaded"),
    ] {
        let error = read(format!("data: {data}\n\ndata: [DONE]\n\n"))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{data}: {error}");
        assert!(
            error.message().unwrap().starts_with(message),
            "{data}: {error}"
        );
    }
}

#[tokio::test]
async fn json_that_is_not_an_event_is_reported() {
    let event = "data: {\"id\":1}\n\n";
    for (text, message) in [
        (
            r#"{"error":{"message":"overloaded"}}"#.to_owned(),
            "overloaded",
        ),
        (
            "{\n  \"id\": \"too_many_requests\",\n  \"message\": \"slow down\"\n}\n".to_owned(),
            "slow down",
        ),
        ("\u{feff}  {\"message\":\"no\"}".to_owned(), "no"),
        (
            format!("{event}{{\"error\":{{\"message\":\"overloaded\"}}}}"),
            "overloaded",
        ),
        (
            format!(": hello\n\n{event}{{\"error\":\"overloaded\"}}\n\n"),
            "overloaded",
        ),
    ] {
        let error = read(text.clone()).await.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{text}: {error}");
        assert_eq!(error.message(), Some(message), "{text}: {error}");
    }
    for text in [
        r#"{"id":1,"name":"no stream"}"#,
        r#"[{"id":1}]"#,
        "<!DOCTYPE html><title>Sign in</title>",
        "{\"error\":{\"message\":\"cut o",
    ] {
        let error = read(text).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{text}: {error}");
        assert!(
            error.to_string().contains("not a stream of events"),
            "{error}"
        );
    }
    // Its message is known before the connection ends.
    let body = || {
        let text = Bytes::from_static(b"{\"message\":\"no\"}");
        Box::pin(stream::iter([Ok(text)]).chain(stream::pending())) as Body
    };
    let mut events = open(Duration::from_secs(600), body).await;
    assert_eq!(
        events.next().await.unwrap().unwrap_err().message(),
        Some("no")
    );
    assert!(events.next().await.is_none());
    // Of a long text only the start is kept.
    let error = read("{ ".repeat(1 << 20)).await.unwrap_err();
    let Error::Decode(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.body().len(), 64 << 10);
}

#[tokio::test]
async fn data_that_is_not_json_is_an_error() {
    for data in [
        "no json",
        "{\"id\":1",
        "{\"id\":1}}",
        "{'id':1}",
        "[DONE",
        "<html>",
        "{\"id\":1}\ndata: {\"id\":2}",
    ] {
        let text = format!("data: {{\"id\":1}}\n\ndata: {data}\n\ndata: [DONE]\n\n");
        let fake = Fake::new();
        fake.enqueue(Reply::body("text/event-stream", text));
        let client = fake.client().unwrap();
        let request = client.things().call(ops::Chat { body: json!({}) });
        let mut events = request.stream().await.unwrap();
        assert!(matches!(events.next().await, Some(Ok(Event::Known(_)))));
        let Some(Err(Error::Decode(error))) = events.next().await else {
            panic!("{data}")
        };
        let body = String::from_utf8(error.body().to_vec()).unwrap();
        assert_eq!(body, data.replace("\ndata: ", "\n"));
        assert!(events.next().await.is_none(), "{data}");
    }
}

#[tokio::test]
async fn json_that_arrives_in_small_chunks_is_read_once() {
    let long = "}]".repeat(32_000);
    let bodies = [
        format!(r#"{{"a":"{long}"#),
        format!(r#"{{"message":"\"{long}"}}"#),
        format!("[{}", "{},".repeat(21_000)),
        format!("[{}", "[],\"}\",".repeat(9_000)),
    ];
    for body in bodies {
        let body = move || {
            let bytes = body.clone().into_bytes().into_iter();
            Box::pin(stream::iter(bytes.map(|byte| Ok(vec![byte].into())))) as Body
        };
        let start = std::time::Instant::now();
        let mut events = open(Duration::from_secs(60), body).await;
        let error = events.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode(_) | Error::Api(_)), "{error}");
        assert!(start.elapsed() < Duration::from_secs(3));
    }
}

#[tokio::test(start_paused = true)]
async fn the_json_of_an_error_is_reported_before_the_stream_ends() {
    for text in [
        r#"{"message":"too } many"}"#,
        "{\"message\":\"too } many\",\"a\":[{}]}\n\ndata: x",
        "\u{feff} {\"error\":{\"message\":\"too } many\"}}",
    ] {
        let body = move || {
            let start = stream::iter([Ok(Bytes::from(text))]);
            Box::pin(start.chain(stream::pending())) as Body
        };
        let start = Instant::now();
        let mut events = open(Duration::from_secs(60), body).await;
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!(error.message(), Some("too } many"), "{error}");
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
