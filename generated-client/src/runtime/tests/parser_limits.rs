//! Calls whose responses have values that the parser of JSON rejects.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::TryStreamExt as _;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::sample::{Thing, ops};
use crate::fake::{Fake, Reply};
use crate::stream::Event;
use crate::{ApiError, Client, Error, Result, RetryPolicy};

/// Values that a parser rejects.
const REJECTED: [&[u8]; 6] = [
    b"1e400",
    b"NaN",
    b"-Infinity",
    b"\"a\\ud83d\"",
    b"\"\x1b[0m\"",
    b"\"K\xe4se\"",
];

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client_builder().retry(RetryPolicy::never());
    (fake, client.build().unwrap())
}

/// Returns a document with a rejected value instead of each `VALUE`.
fn with(value: &[u8], document: &str) -> Vec<u8> {
    let parts: Vec<_> = document.split("VALUE").map(str::as_bytes).collect();
    parts.join(value)
}

#[tokio::test]
async fn the_rest_of_a_response_is_read() -> Result<()> {
    let (fake, client) = setup();
    let json = |document: Vec<u8>| Reply::body("application/json", document);
    for value in REJECTED {
        let next = r#""links":{"pages":{"next":"https://x/?page=2"}}"#;
        let page = format!(r#"{{"things":[{{"id":1,"new":VALUE}}],{next},"meta":{{"total":2}}}}"#);
        fake.enqueue(json(with(value, &page)));
        let page = r#"{"x":VALUE,"things":[{"id":2}],"meta":{"total":2}}"#;
        fake.enqueue(json(with(value, page)));
        let things = client.things().list().items().complete().collect_all();
        let ids: Vec<_> = things.await?.iter().map(|thing| thing.id).collect();
        assert_eq!(ids, [1, 2]);

        #[derive(serde::Deserialize)]
        struct Own {
            id: i64,
        }
        fake.enqueue(json(with(value, r#"{"id":7,"new":VALUE}"#)));
        let response = client.request::<Own>(Method::GET, "/v2/any").send().await?;
        assert_eq!((response.value().id, response.json::<Own>()?.id), (7, 7));

        let refusal = json(with(
            value,
            r#"{"id":"conflict","message":"Busy.","new":VALUE}"#,
        ));
        fake.enqueue(refusal.with_status(StatusCode::CONFLICT));
        let error = client.things().get(1).await.unwrap_err();
        assert_eq!(error.message(), Some("Busy."));
        let Error::Api(ApiError::Conflict(error)) = error else {
            panic!("{error}")
        };
        assert_eq!(error.json::<Value>()?["id"], "conflict");
        // An error body with a status of success.
        fake.enqueue(json(with(
            value,
            r#"{"id":"conflict","message":"Busy.","new":VALUE}"#,
        )));
        assert!(client.things().get(1).await.unwrap_err().is_decode());
    }
    Ok(())
}

#[tokio::test]
async fn a_type_that_needs_the_number_is_a_clear_error() {
    let (fake, client) = setup();
    for (body, reason) in [
        (
            "{\"count\":1e400}",
            "number out of range, near `{\"count\":number}`",
        ),
        (
            "{\"count\":NaN}",
            "expected value, near `{\"count\":… (4 bytes)`",
        ),
    ] {
        #[derive(Debug, serde::Deserialize)]
        struct Own {
            #[expect(dead_code, reason = "it cannot be read")]
            count: f64,
        }
        fake.enqueue(Reply::body("application/json", body));
        let request = client.request::<Own>(Method::GET, "/v2/any");
        let error = request.await.unwrap_err();
        let Error::Decode(error) = error else {
            panic!("{error}")
        };
        let shown = error.cause().to_string();
        assert!(shown.ends_with(reason), "{shown}");
    }
}

#[tokio::test]
async fn a_list_of_the_same_page_ends() {
    let (fake, client) = setup();
    for value in REJECTED {
        let page =
            r#"{"things":[{"id":1,"new":VALUE}],"links":{"pages":{"next":"https://x/?page=2"}}}"#;
        let requested = AtomicUsize::new(1);
        fake.handle_all(move |_| {
            let number = requested.fetch_add(1, Ordering::Relaxed) + 1;
            assert!(number < 50, "the list does not end");
            let document = page.replace("page=2", &format!("page={number}"));
            Some(Reply::body("application/json", with(value, &document)))
        });
        let things = client.things().list().items().collect_all().await;
        let error = things.unwrap_err();
        assert!(matches!(error, Error::Paging(_)), "{error}");
    }
}

async fn read(client: &Client) -> Result<Vec<Event<Thing>>> {
    let request = client.things().call(ops::Chat { body: json!({}) });
    request.stream().await?.try_collect().await
}

#[tokio::test]
async fn they_hide_no_error_of_a_stream() -> Result<()> {
    let (fake, client) = setup();
    let events = |text: Vec<u8>| Reply::body("text/event-stream", text);
    let done = "data: [DONE]\n\n";
    for value in REJECTED {
        for event in [
            r#"{"usage":VALUE,"error":{"message":"overloaded"}}"#,
            r#"{"error":{"message":"overloaded","usage":VALUE}}"#,
            r#"{"id":1,"error":"overloaded","name":VALUE}"#,
            r#"{"type":"error","message":"overloaded","usage":[VALUE]}"#,
        ] {
            for text in [format!("data: {event}\n\n{done}"), event.to_owned()] {
                fake.enqueue(events(with(value, &text)));
                let error = read(&client).await.unwrap_err();
                let shown = String::from_utf8_lossy(value);
                assert!(matches!(error, Error::Api(_)), "{shown}: {text}: {error}");
                assert_eq!(error.message(), Some("overloaded"), "{shown}: {text}");
            }
            // The same for a caller's own type.
            fake.enqueue(events(with(value, &format!("data: {event}\n\n{done}"))));
            let request = client.request::<Vec<f64>>(Method::POST, "/v1/chat");
            let mut own = request.json(&json!({})).stream().await?;
            let error = own.next().await.unwrap().unwrap_err();
            assert_eq!(error.message(), Some("overloaded"));
        }
        // Other events are known, or kept as they were received.
        let text = format!("data: {{\"id\":5,\"new\":VALUE}}\n\ndata: [VALUE]\n\n{done}");
        fake.enqueue(events(with(value, &text)));
        let read = read(&client).await?;
        assert!(matches!(&read[0], Event::Known(thing) if thing.id == 5));
        assert!(matches!(&read[1], Event::Unknown(_)), "{read:?}");
        assert_eq!(read.len(), 2);
    }
    Ok(())
}
