//! Server-sent events.

use std::time::Duration;

use futures_util::TryStreamExt;
use serde_json::json;

use super::sample::{Thing, ops};
use crate::fake::{Fake, Fault, Reply};
use crate::stream::Event;
use crate::transport::{BoxFuture, ResponseBody, TransportError};
use crate::transport::{TransportErrorKind, TransportRequest, TransportResponse};
use crate::{Client, Error, Transport};

type Events = Result<Vec<Event<Thing>>, Error>;

fn chat(client: &Client, body: serde_json::Value) -> crate::Request<ops::Chat> {
    client.things().call(ops::Chat { body })
}

async fn read(reply: Reply) -> Events {
    let fake = Fake::new();
    fake.enqueue(reply);
    let client = fake.client().unwrap();
    chat(&client, json!({ "model": "m" }))
        .stream()
        .await?
        .try_collect()
        .await
}

fn events(text: &str) -> Reply {
    Reply::body("text/event-stream; charset=utf-8", text.to_owned())
}

#[tokio::test]
async fn events_are_typed_and_end_when_done() {
    let text = ": comment\n\ndata: {\"id\":1,\"name\":\"ä\",\"status\":\"new\"}\n\nevent: thing\r\n\
                id: 7\r\ndata: {\"id\":2,\r\ndata: \"name\":\"\",\"status\":\"\"}\r\n\r\n\
                event: ping\n\ndata: [DONE]\n\ndata: {\"id\":3}\n\n";
    let events = read(events(text)).await.unwrap();
    let ids: Vec<_> = events
        .into_iter()
        .filter_map(Event::known)
        .map(|thing| thing.id)
        .collect();
    assert_eq!(ids, [1, 2]);
}

#[tokio::test]
async fn events_of_another_shape_are_kept_and_end_nothing() {
    let text = "event: odd\ndata: {\"id\":[]}\n\ndata: 7\n\ndata: {\"id\":1,\"error\":null}\n\n\
                event: ping\ndata: {\"type\": \"ping\"}\n\ndata:\n\ndata: {\"id\":2,\"error\":\"\"}\n\ndata: [DONE]\n\n";
    let events = read(events(text)).await.unwrap();
    let Event::Unknown(raw) = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (raw.name.as_deref(), raw.data.as_str()),
        (Some("odd"), "{\"id\":[]}")
    );
    assert!(matches!(events[1], Event::Unknown(_)));
    assert!(matches!(events[2], Event::Known(_)));
    assert!(matches!(events[3], Event::Unknown(_)));
    // By the standard, empty data is data, unlike none.
    let Event::Unknown(raw) = &events[4] else {
        panic!("{events:?}")
    };
    assert_eq!(raw.data, "");
    assert!(matches!(events[5], Event::Known(_)));
}

#[tokio::test]
async fn error_events_end_the_stream() {
    for text in [
        "data: {\"error\":{\"message\":\"overloaded\"}}\n\ndata: {}\n\n",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"overloaded\"}}\n\n",
        "event: error\ndata: overloaded\n\n",
    ] {
        let error = read(events(text)).await.unwrap_err();
        assert_eq!(error.message(), Some("overloaded"), "{error}");
    }
}

#[tokio::test]
async fn a_connection_that_drops_is_an_error() {
    let text = format!("data: {{\"id\":1}}\n\n{}", ": padding\n\n".repeat(10));
    let fake = Fake::new();
    fake.enqueue(events(&text).with_fault(Fault::TruncatedBody));
    let client = fake.client().unwrap();
    let mut stream = chat(&client, json!({})).stream().await.unwrap();
    assert!(matches!(stream.next().await, Some(Ok(Event::Known(_)))));
    assert!(matches!(
        stream.next().await,
        Some(Err(Error::Transport(_)))
    ));
    assert!(stream.next().await.is_none());
    assert_eq!(
        fake.requests().len(),
        1,
        "a stream that has started is not repeated"
    );
}

#[tokio::test]
async fn an_end_within_an_event_is_an_error() {
    let whole = "data: {\"id\":1}\n\n";
    for end in [
        "data: {\"id\":2",
        "data: {\"id\":2}",
        "data: {}\n",
        "data: x\r\n",
    ] {
        let fake = Fake::new();
        fake.enqueue(events(&format!("{whole}{end}")));
        let client = fake.client().unwrap();
        let mut stream = chat(&client, json!({})).stream().await.unwrap();
        assert!(matches!(stream.next().await, Some(Ok(Event::Known(_)))));
        let error = stream.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("within an event"), "{error}");
        assert!(stream.next().await.is_none());
    }
    for end in ["data: [DONE]", "data: [DONE]\r"] {
        let events = read(events(&format!("{whole}{end}"))).await.unwrap();
        assert_eq!(events.len(), 1, "{end:?}");
    }
    let failed = "data: {\"error\":{\"message\":\"overloaded\"}}";
    let error = read(events(failed)).await.unwrap_err();
    assert_eq!(error.message(), Some("overloaded"), "{error}");
}

#[tokio::test]
async fn a_missing_end_event_is_an_error() {
    let whole = "data: {\"id\":1}\n\n";
    for end in ["", "\n", ": ping", ": ping\n", "event: ping\n\n"] {
        let fake = Fake::new();
        let reply = events(&format!("{whole}{end}"));
        fake.enqueue(reply.header("x-request-id", "7"));
        let client = fake.client().unwrap();
        let mut stream = chat(&client, json!({})).stream().await.unwrap();
        assert!(matches!(stream.next().await, Some(Ok(Event::Known(_)))));
        let Some(Err(Error::Transport(error))) = stream.next().await else {
            panic!("{end:?} ends the stream")
        };
        assert_eq!(error.kind(), Some(TransportErrorKind::Body));
        assert_eq!(error.request_id(), Some("7"));
        let message = "ended without `[DONE]` [request 7, ";
        assert!(error.to_string().contains(message), "{error}");
        assert!(stream.next().await.is_none());
    }
    let error = read(events("")).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
}

#[tokio::test]
async fn an_event_may_be_the_end() {
    let first = "data: {\"id\":1}\n\n";
    let finished = "data: {\"type\":\"finished\"}\n\n";
    for (text, is_complete) in [
        (format!("{first}{finished}"), true),
        (
            format!("{first}event: finished\ndata: {{}}\n\n: bye\n\n"),
            true,
        ),
        (format!("{first}data: {{\"type\":\"refused\"}}"), true),
        (format!("{first}data: [DONE]\n\n"), true),
        (first.to_owned(), false),
        // The last event counts.
        (format!("{finished}{first}"), false),
        (format!("{finished}data: {{\"type\":\"fini"), false),
        ("data: {\"name\":\"finished\"}\n\n".to_owned(), false),
    ] {
        let fake = Fake::new();
        fake.enqueue(events(&text));
        let client = fake.client().unwrap();
        let request = client.things().call(ops::Complete { body: json!({}) });
        let stream = request.stream().await.unwrap();
        let read: Result<Vec<_>, _> = stream.try_collect().await;
        assert_eq!(read.is_ok(), is_complete, "{text} {read:?}");
        if let Err(error) = read
            && !error.to_string().contains("within an event")
        {
            let message = "ended without `[DONE]` or `finished` or `refused`";
            assert!(error.to_string().contains(message), "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn bytes_may_come_one_by_one_and_silence_ends_it() {
    let text = "data: {\"id\":1,\"name\":\"äöü€\",\"status\":\"\"}\n\ndata: [DONE]\n\n";
    let slow = |seconds| Fault::SlowBody(Duration::from_secs(seconds));
    let read_events = read(events(text).with_fault(slow(10))).await.unwrap();
    let Event::Known(thing) = &read_events[0] else {
        panic!("{read_events:?}")
    };
    assert_eq!(thing.name, "äöü€");
    let error = read(events(text).with_fault(slow(121))).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(
        error.to_string().contains("no event arrived for 120s"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_event_has_a_largest_size() {
    let fake = Fake::new();
    let client = fake
        .client_builder()
        .max_response_bytes(100_000)
        .build()
        .unwrap();
    let small = "data: {\"id\":1}\r\n\r\n";
    let large = |line: &str| {
        format!(
            "{small}{small}{}\r\n\r\n",
            line.repeat(150_000 / line.len())
        )
    };
    for (text, fault) in [
        (large("data: x\r\n"), None),
        (large("data: x\n"), Some(Duration::from_millis(1))),
        (large("id: x\r"), Some(Duration::from_millis(1))),
        (
            format!("{small}{small}data: {}\n\n", "x".repeat(200_000)),
            None,
        ),
        (
            format!("{small}{small}data: {}\n\n", "x".repeat(100_100)),
            Some(Duration::ZERO),
        ),
    ] {
        let reply = events(&text);
        fake.enqueue(match fault {
            Some(pause) => reply.with_fault(Fault::SlowBody(pause)),
            None => reply,
        });
        let mut stream = chat(&client, json!({})).stream().await.unwrap();
        // The events before it are returned.
        for _ in 0..2 {
            assert!(matches!(stream.next().await, Some(Ok(Event::Known(_)))));
        }
        let Some(Err(Error::Transport(error))) = stream.next().await else {
            panic!("{}", &text[..60])
        };
        assert_eq!(error.kind(), Some(TransportErrorKind::TooLarge));
        assert!(error.to_string().contains("max_response_bytes"), "{error}");
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_has_no_largest_size() {
    let fake = Fake::new();
    let client = fake
        .client_builder()
        .max_response_bytes(100)
        .build()
        .unwrap();
    // Many events in one chunk, and comments, which are not kept.
    let many = "data: {\"id\":1,\"name\":\"0123456789\"}\n\n: ping\n".repeat(200);
    let comments = ": ping\n".repeat(100);
    for pause in [None, Some(Duration::ZERO)] {
        let reply = events(&format!("{comments}{many}data: [DONE]\n\n"));
        fake.enqueue(match pause {
            Some(pause) => reply.with_fault(Fault::SlowBody(pause)),
            None => reply,
        });
        let stream = chat(&client, json!({})).stream().await.unwrap();
        let events: Vec<_> = stream.try_collect().await.unwrap();
        assert_eq!(events.len(), 200);
    }
}

#[tokio::test]
async fn stream_is_set_in_the_body_and_nowhere_else() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    fake.enqueue(events("data: [DONE]\n\n"));
    let request = chat(&client, json!({ "model": "m", "stream": false }));
    let events: Vec<_> = request.stream().await.unwrap().try_collect().await.unwrap();
    assert!(events.is_empty());
    let sent = fake.requests().remove(0);
    assert_eq!(sent.json(), json!({ "model": "m", "stream": true }));
    assert_eq!(sent.header("accept"), Some("text/event-stream"));
    let error = chat(&client, json!({ "stream": true })).await.unwrap_err();
    assert!(
        error.is_build() && error.to_string().contains("stream()"),
        "{error}"
    );
    chat(&client, json!({ "stream": false })).await.unwrap();
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn errors_and_other_responses_are_not_streams() {
    let error = read(Reply::status(400)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    let error = read(Reply::json(&json!({ "note": "no streams here" })))
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("not a stream of events"),
        "{error}"
    );
    assert!(
        error.to_string().contains(r#"{"note":string(15)}"#),
        "{error}"
    );
    let Error::Decode(failure) = error else {
        panic!("{error}")
    };
    assert!(failure.body().starts_with(b"{\"note\""));
    let reply = Reply::body("Text/Event-Stream", "data: [DONE]\n\n");
    assert_eq!(read(reply).await.unwrap(), []);
}

/// A server that takes a second for each event, from when it is waited for.
struct Lazy;

impl Transport for Lazy {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let events = futures_util::stream::unfold(0, |id| async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let event = match id {
                0..3 => format!("data: {{\"id\":{id}}}\n\n"),
                _ => "data: [DONE]\n\n".to_owned(),
            };
            Some((Ok(event.into()), id + 1))
        });
        Box::pin(async { Ok(stream_of(ResponseBody::stream(events))) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_causes_no_idle_timeout() {
    let builder = Client::builder().token("t").transport(Lazy);
    let second = Duration::from_secs(1);
    let client = builder.stream_idle_timeout(2 * second).build().unwrap();
    let mut stream = chat(&client, json!({})).stream().await.unwrap();
    let mut events = 0;
    while let Some(event) = stream.next().await {
        event.unwrap();
        events += 1;
        tokio::time::sleep(10 * second).await;
    }
    assert_eq!(events, 3);
}

fn stream_of(body: ResponseBody) -> TransportResponse {
    let mut headers = http::HeaderMap::new();
    headers.insert("content-type", "text/event-stream".parse().unwrap());
    TransportResponse::new(http::StatusCode::OK, headers, body)
}

/// A server that never says a word after the headers.
struct Silent;

impl Transport for Silent {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = ResponseBody::stream(futures_util::stream::pending());
        Box::pin(async { Ok(stream_of(body)) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_outlives_the_time_limit_of_calls() {
    let builder = Client::builder().token("t").transport(Silent);
    let client = builder
        .stream_idle_timeout(Duration::from_secs(3600))
        .build()
        .unwrap();
    let mut stream = chat(&client, json!({})).stream().await.unwrap();
    let start = tokio::time::Instant::now();
    assert!(stream.next().await.unwrap().unwrap_err().is_timeout());
    assert_eq!(start.elapsed().as_secs(), 3600);
}
