//! Calls without async.

use std::time::Duration;

use serde_json::json;

use super::sample::{Thing, ops};
use crate::fake::{Fake, Reply};
use crate::{Client, WaitSpec, Waiter};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    (fake, client)
}

#[test]
fn requests_waits_lists_and_streams() {
    const READY: WaitSpec = WaitSpec {
        status: "/thing/status",
        ready: &["active"],
        failed: &[],
    };
    let (fake, client) = setup();
    let things = client.things();
    let thing = |status: &str| Reply::json(&json!({ "thing": Thing::new(1, "x").status(status) }));
    fake.enqueue(thing("new"));
    assert_eq!(things.get(1).call().unwrap().id, 1);
    fake.enqueue(thing("new"));
    assert_eq!(things.get(1).call_response().unwrap().attempts(), 1);
    fake.enqueue(thing("new"));
    fake.enqueue(thing("active"));
    let waiter: Waiter<ops::Get> = Waiter::new(things.get(1), &READY);
    let waiter = waiter.interval(Duration::from_millis(1));
    assert_eq!(waiter.call().unwrap().id, 1);
    let ids: Vec<_> = things
        .list()
        .items()
        .blocking()
        .map(|thing| thing.unwrap().id)
        .collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(things.list().pages().blocking().count(), 1);
    fake.enqueue(Reply::body(
        "text/event-stream",
        "data: {\"id\":1}\n\ndata: {\"id\":2}\n\n",
    ));
    let chat = things.call(ops::Chat { body: json!({}) });
    assert_eq!(
        chat.call_stream().unwrap().filter_map(Result::ok).count(),
        2
    );
    fake.enqueue(Reply::status(404));
    assert!(things.get(1).call().unwrap_err().is_not_found());
}

#[tokio::test]
async fn inside_a_runtime_it_is_an_error() {
    let (fake, client) = setup();
    let error = client.things().list().call().unwrap_err();
    assert!(
        error.is_build() && error.to_string().contains("await"),
        "{error}"
    );
    let mut items = client.things().list().items().blocking();
    assert!(items.next().unwrap().unwrap_err().is_build());
    assert!(items.next().is_none());
    assert!(fake.requests().is_empty());
}

#[test]
fn many_threads_share_a_client_and_its_thread_ends_with_it() {
    let (fake, client) = setup();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let client = client.clone();
            scope.spawn(move || (0..50).for_each(|_| drop(client.things().list().call().unwrap())));
        }
    });
    assert_eq!(fake.requests().len(), 400);
}
