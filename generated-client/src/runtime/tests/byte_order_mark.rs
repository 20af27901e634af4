//! The byte order mark, which must not be before JSON and sometimes is.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::sample::ops;
use crate::fake::{Fake, Reply};
use crate::stream::Event;
use crate::{Client, RetryPolicy};

/// Returns a client whose server writes a mark before each body.
fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client_builder().retry(RetryPolicy::never());
    (fake, client.build().unwrap())
}

fn marked(body: &Value) -> Reply {
    Reply::body("application/json", format!("\u{feff}{body}"))
}

#[tokio::test]
async fn it_may_be_before_json() {
    let (fake, client) = setup();
    let thing = |id: u64| json!({ "id": id, "name": "", "status": "" });
    fake.enqueue(marked(&json!({ "thing": thing(1) })));
    assert_eq!(client.things().get(1).await.unwrap().id, 1);

    fake.enqueue(marked(&json!({ "a": 1 })));
    let any: Value = client.request(Method::GET, "/v2/any").await.unwrap();
    assert_eq!(any, json!({ "a": 1 }));

    let next = "https://x/?page=2";
    fake.enqueue(marked(
        &json!({ "things": [thing(1)], "links": { "pages": { "next": next } } }),
    ));
    fake.enqueue(marked(&json!({ "things": [thing(2)], "links": {} })));
    let things = client
        .things()
        .list()
        .items()
        .complete()
        .collect_all()
        .await;
    assert_eq!(things.unwrap().len(), 2);

    let refusal = json!({ "id": "conflict", "message": "Busy." });
    fake.enqueue(marked(&refusal).with_status(StatusCode::CONFLICT));
    let error = client.things().get(1).await.unwrap_err();
    assert_eq!(error.message(), Some("Busy."));

    // An error body behind the mark is recognised, too.
    fake.enqueue(marked(&refusal));
    assert!(client.things().destroy(1).await.unwrap_err().is_decode());
}

#[tokio::test]
async fn a_repeated_page_is_recognised_behind_it() {
    let (fake, client) = setup();
    fake.handle_all(|request| {
        let page: u64 = request
            .parameter("page")
            .map_or(1, |page| page.parse().unwrap());
        let next = format!("https://x/?page={}", page + 1);
        let things = json!([{ "id": 1, "name": "", "status": "" }]);
        Some(marked(
            &json!({ "things": things, "links": { "pages": { "next": next } } }),
        ))
    });
    let error = client
        .things()
        .list()
        .items()
        .collect_all()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("same items"), "{error}");
}

#[tokio::test]
async fn it_may_be_before_events_and_stays_in_files() {
    let (fake, client) = setup();
    for text in [
        "\u{feff}data: {\"id\":1}\n\ndata: [DONE]\n\n",
        "\u{feff}: comment\n\ndata: {\"id\":1}\n\ndata: [DONE]\n\n",
        "\u{feff}\n\ndata: {\"id\":1}\n\ndata: [DONE]\n\n",
    ] {
        fake.enqueue(Reply::body("text/event-stream", text));
        let chat = client.things().call(ops::Chat { body: json!({}) });
        let mut events = chat.stream().await.unwrap();
        let event = events.next().await;
        assert!(
            matches!(event, Some(Ok(Event::Known(_)))),
            "{text:?}: {event:?}"
        );
        assert!(events.next().await.is_none(), "{text:?}");
    }
    fake.enqueue(Reply::body("text/csv", "\u{feff}a,b"));
    let (two, three) = ("x".to_owned(), "y".to_owned());
    let file = client.things().call(ops::Deeper { one: 1, two, three });
    assert_eq!(file.await.unwrap().text(), "\u{feff}a,b");
}
