//! Large responses: other tasks go on while they are decoded, and the time limit holds.

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use super::sample::ops;
use super::turns::{cpu_time, longest_turn};
use crate::fake::{Fake, Reply};
use crate::runtime::WaitSpec;
use crate::stream::Event;
use crate::wait::{Gone, Ready};
use crate::{Client, Result, Waiter};

/// Returns a response with a list of this length.
fn body(things: usize) -> Bytes {
    let thing = r#"{"id":1,"name":"a name of some length","status":"new"}"#;
    let list = vec![thing; things].join(",");
    Bytes::from(format!("{{\"things\":[{list}],\"thing\":{thing}}}"))
}

/// Returns a client of a server that always sends this response.
fn setup(body: Bytes) -> Client {
    let fake = Fake::new();
    fake.handle_all(move |_| Some(Reply::body("application/json", body.clone())));
    fake.client().unwrap()
}

/// Makes a call, and returns the number of items.
async fn call(client: &Client, kind: &str, limit: Duration) -> Result<usize> {
    let list = client.things().list().timeout(limit);
    match kind {
        "page" => list.await.map(|page| page.items().len()),
        "response" => list.send().await.map(|page| page.value().items().len()),
        "items" => list.items().collect_all().await.map(|items| items.len()),
        "pages" => {
            let mut pages = list.pages().prefetch(2);
            let page = pages.try_next().await?;
            Ok(page.unwrap().items().len())
        }
        "object" => {
            let get = client.things().get(1).timeout(limit);
            get.await.map(|_| 0)
        }
        "any JSON" => {
            let chat = client.things().call(ops::Chat { body: json!({}) });
            let value = chat.timeout(limit).await?;
            // Dropping it here would count as a turn of the call.
            std::thread::spawn(|| drop(value));
            Ok(0)
        }
        "state" => {
            let waiter = Waiter::<_, Ready>::new(client.things().get(1), &NEW);
            let wait = waiter.timeout(LONG).request(|get| get.timeout(limit));
            wait.await.map(|_| 0)
        }
        "gone" => {
            let waiter = Waiter::<_, Gone>::new(client.things().get(1), &NEW);
            let wait = waiter.timeout(LONG).request(|get| get.timeout(limit));
            wait.await.map(|_| 0)
        }
        "condition" => {
            let wait = list.wait_until(|page| !page.items().is_empty());
            wait.timeout(LONG).await.map(|page| page.items().len())
        }
        other => panic!("{other}"),
    }
}

const KINDS: [&str; 9] = [
    "page",
    "response",
    "items",
    "pages",
    "object",
    "any JSON",
    "state",
    "gone",
    "condition",
];

const LONG: Duration = Duration::from_secs(600);

/// Waits for the state that the server returns.
const NEW: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["new"],
    failed: &[],
};

#[tokio::test]
async fn other_tasks_go_on_while_a_large_response_is_decoded() {
    let body = body(60_000);
    let whole = cpu_time(|| serde_json::from_slice::<Value>(&body).unwrap());
    let client = setup(body);
    let limit = Duration::from_secs(300);
    for kind in KINDS {
        let (result, turn) = longest_turn(call(&client, kind, limit)).await;
        let items = result.unwrap();
        assert!(items == 60_000 || matches!(kind, "object" | "any JSON" | "state" | "gone"));
        assert!(turn < whole / 2, "{kind}: {turn:?} of {whole:?}");
    }
}

#[tokio::test]
async fn decoding_counts_within_the_time_limit_of_the_call() {
    let client = setup(body(100_000));
    let limit = Duration::from_millis(30);
    // A wait reads the response again after a pause.
    let kinds = KINDS.into_iter();
    for kind in kinds.filter(|kind| !matches!(*kind, "state" | "gone" | "condition")) {
        let start = Instant::now();
        let error = call(&client, kind, limit).await.unwrap_err();
        assert!(error.is_timeout(), "{kind}: {error}");
        assert!(error.to_string().contains("decoded"), "{kind}: {error}");
        assert!(start.elapsed() < Duration::from_secs(20), "{kind}");
    }
}

#[tokio::test]
async fn other_tasks_go_on_while_a_large_event_is_decoded() {
    let things = vec![r#"{"id":1,"name":"a name","status":"new"}"#; 60_000].join(",");
    let kinds = [
        format!("{{\"id\":7,\"name\":\"\",\"status\":\"\",\"new\":[{things}]}}"),
        format!("{{\"new\":[{things}]}}"),
        format!("[{things}]"),
    ];
    for (index, data) in kinds.into_iter().enumerate() {
        let fake = Fake::new();
        let text = format!("data: {data}\n\ndata: {{\"id\":1}}\n\ndata: [DONE]\n\n");
        fake.enqueue(Reply::body("text/event-stream", text));
        let client = fake.client().unwrap();
        let chat = client.things().call(ops::Chat { body: json!({}) });
        let mut events = chat.stream().await.unwrap();
        let whole = cpu_time(|| serde_json::from_str::<Value>(&data).unwrap());
        let (event, turn) = longest_turn(events.next()).await;
        let is_known = matches!(event, Some(Ok(Event::Known(_))));
        assert_eq!(is_known, index == 0, "{index}");
        assert!(turn < whole / 2, "{index}: {turn:?} of {whole:?}");
        let next = events.next().await;
        assert!(matches!(next, Some(Ok(Event::Known(_)))), "{next:?}");
        assert!(events.next().await.is_none());
    }
}
