//! Waits for conditions, and for the absence of a resource.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::sample::{State, Thing, ops};
use crate::fake::{Fake, Reply};
use crate::runtime::WaitSpec;
use crate::wait::{Gone, Ready};
use crate::{Client, Error, RetryPolicy, Waiter};

const DELETED: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["archive"],
    failed: &[],
};

fn client(replies: Vec<Reply>) -> (Fake, Client) {
    let fake = Fake::new();
    replies.into_iter().for_each(|reply| fake.enqueue(reply));
    let builder = fake.client_builder().retry(RetryPolicy::never());
    (fake.clone(), builder.build().unwrap())
}

fn thing(id: u64, status: &str) -> Reply {
    Reply::json(&json!({ "thing": { "id": id, "name": "one", "status": status } }))
}

/// Responses of 404 that are none of the API.
fn foreign() -> Vec<Reply> {
    let bodies: [(&str, &str); 5] = [
        ("text/html", "<html>not found</html>"),
        ("text/plain", ""),
        ("application/json", "[]"),
        (
            "application/json",
            r#"{"message": "no Route matched with those values"}"#,
        ),
        ("application/json", r#"{"id": ""}"#),
    ];
    let reply = |(kind, body): (&str, &str)| Reply::body(kind, body.to_owned());
    let not_found = |reply: Reply| reply.with_status(StatusCode::NOT_FOUND);
    bodies.into_iter().map(reply).map(not_found).collect()
}

#[tokio::test(start_paused = true)]
async fn any_reading_request_waits_for_a_condition() {
    let (fake, client) = client(vec![thing(1, "new"), thing(2, "new"), thing(3, "active")]);
    let found = client
        .things()
        .get(1)
        .wait_until(|thing| thing.id == 3)
        .await;
    assert_eq!(found.unwrap().status, State::Active);
    assert_eq!(fake.requests().len(), 3);

    let list = |count: u64| {
        let things: Vec<Value> = (0..count).map(|id| json!({ "id": id })).collect();
        Reply::json(&json!({ "things": things }))
    };
    (0..4).for_each(|count| fake.enqueue(list(count)));
    let request = client.things().list().tag_name("web");
    let page = request.wait_until(|page| page.len() == 3).await.unwrap();
    assert_eq!(page.len(), 3);
    let sent = fake.requests();
    assert_eq!(sent.len(), 7);
    assert_eq!(sent[6].parameter("tag_name").as_deref(), Some("web"));

    fake.enqueue(Reply::json(&json!({ "policies": {} })));
    fake.enqueue(Reply::json(&json!({ "policies": { "a": { "id": 1 } } })));
    let request = client.things().call(ops::Policies);
    assert_eq!(
        request
            .wait_until(|page| !page.is_empty())
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_condition_has_the_options_of_other_waits() {
    let (fake, client) = client(vec![
        Reply::status(404),
        thing(1, "new"),
        Reply::status(503),
    ]);
    fake.handle("things_get", |_| Some(thing(1, "new")))
        .unwrap();
    let polls = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&polls);
    let wait = client.things().get(1).wait_until(|thing| thing.id == 2);
    let wait = wait
        .timeout(Duration::from_secs(60))
        .interval(Duration::from_secs(1));
    let wait = wait.on_progress(move |state| {
        assert_eq!(state, None);
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let error = wait.await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let text = error.to_string();
    assert!(text.contains("still waiting after 60s ["), "{text}");
    assert!(polls.load(Ordering::Relaxed) > 5);
    // A response that cannot be read ends the wait, and so does an error that stays.
    fake.enqueue(Reply::json(&json!({ "thing": [] })));
    let error = client
        .things()
        .get(1)
        .wait_until(|_| true)
        .await
        .unwrap_err();
    assert!(error.is_decode(), "{error}");
    fake.enqueue(Reply::status(403));
    let error = client
        .things()
        .get(1)
        .wait_until(|_| true)
        .await
        .unwrap_err();
    assert!(error.is_forbidden(), "{error}");
}

async fn until_deleted(replies: Vec<Reply>) -> Result<Option<Thing>, String> {
    let (fake, client) = client(replies);
    fake.handle("things_get", |_| foreign().pop()).unwrap();
    let waiter: Waiter<ops::Get, Gone> = Waiter::new(client.things().get(1), &DELETED);
    let waiter = waiter.timeout(Duration::from_secs(600));
    waiter.await.map_err(|error| {
        assert!(error.is_timeout() && !error.is_not_found(), "{error}");
        error.to_string()
    })
}

#[tokio::test(start_paused = true)]
async fn a_resource_is_gone_by_an_error_of_the_api_or_a_state_of_its_own() {
    let gone = || Reply::status(404);
    let id = |found: Option<Thing>| found.map(|thing| thing.id);
    assert_eq!(until_deleted(vec![gone()]).await.map(id), Ok(None));
    let replies = vec![thing(1, "active"), thing(2, "active"), gone()];
    assert_eq!(until_deleted(replies).await.map(id), Ok(Some(2)));
    let replies = vec![thing(1, "active"), thing(2, "Archive")];
    assert_eq!(until_deleted(replies).await.map(id), Ok(Some(2)));
    // Any other 404 proves nothing, before and after the resource was seen.
    let mut replies = foreign();
    replies.push(thing(1, "active"));
    replies.extend(foreign());
    replies.push(gone());
    assert_eq!(until_deleted(replies).await.map(id), Ok(Some(1)));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_only_receives_404_reports_it() {
    let text = "still waiting after 600s; all responses were 404: the resource was never found [";
    let error = until_deleted(Vec::new()).await.unwrap_err();
    assert!(error.contains(text), "{error}");
    let error = until_deleted(vec![thing(1, "new")]).await.unwrap_err();
    assert!(error.contains("its last state was `new`"), "{error}");
    for reply in foreign().into_iter().chain([Reply::status(404)]) {
        let (fake, client) = client(Vec::new());
        fake.handle("things_get", move |_| Some(reply.clone()))
            .unwrap();
        const ACTIVE: &WaitSpec = &WaitSpec {
            ready: &["active"],
            ..DELETED
        };
        let wait = || Waiter::<ops::Get, Ready>::new(client.things().get(1), ACTIVE);
        let error = wait().timeout(Duration::from_secs(20)).await.unwrap_err();
        let text =
            "still waiting after 20s; all responses were 404: the resource was never found [";
        assert!(error.to_string().contains(text), "{error}");
        assert!(error.is_timeout() && !error.is_not_found(), "{error}");
        // After the time in which a new resource may be missing, the 404 itself is the result.
        let error = wait().await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        let wait = client.things().get(1).wait_until(|_| true);
        let error = wait.timeout(Duration::from_secs(20)).await.unwrap_err();
        assert!(error.to_string().contains("never found"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_an_error_of_the_api_means_that_a_resource_vanished() {
    let wait = |replies| {
        let (_, client) = client(replies);
        client
            .things()
            .get(1)
            .wait_until(|thing| thing.id == 2)
            .into_future()
    };
    let mut replies = vec![thing(1, "new")];
    replies.extend(foreign());
    replies.push(thing(2, "new"));
    assert_eq!(wait(replies).await.unwrap().id, 2);
    let error = wait(vec![thing(1, "new"), Reply::status(404)])
        .await
        .unwrap_err();
    assert!(!error.is_not_found(), "the status alone decides");
    let Error::Wait(error) = error else {
        panic!("{error}")
    };
    assert!(error.is_gone());
}

#[tokio::test(start_paused = true)]
async fn the_id_of_an_error_may_be_a_number() {
    for (body, is_gone) in [
        (json!({ "id": 404, "message": "" }), true),
        (json!({ "id": "not_found" }), true),
        (json!({ "id": 1.5 }), true),
        (json!({ "id": "" }), false),
        (json!({ "id": null }), false),
        (json!({ "code": 404 }), false),
    ] {
        let reply = Reply::json(&body).with_status(http::StatusCode::NOT_FOUND);
        let result = until_deleted(vec![thing(1, "active"), reply.clone(), thing(2, "Archive")]);
        let last = result.await.unwrap().map(|thing| thing.id);
        assert_eq!(last, Some(if is_gone { 1 } else { 2 }), "{body}");
    }
}
