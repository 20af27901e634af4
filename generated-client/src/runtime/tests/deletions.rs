//! Deletions of what is gone already.

#[cfg(feature = "blocking")]
use std::future::IntoFuture as _;

use std::sync::{Arc, Mutex};

use serde_json::json;

use super::sample::Thing;
use crate::fake::{Fake, Fault, Reply};

#[tokio::test]
async fn gone_is_gone() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    fake.enqueue(Reply::status(404));
    let () = client.things().destroy(1).ignore_not_found().await.unwrap();
    fake.enqueue(Reply::status(404));
    assert!(client.things().destroy(1).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_deletion_that_returns_a_value_reports_whether_the_resource_existed() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    let things = client.things();
    let request = || things.remove(1).now(true).ignore_not_found();
    fake.enqueue(Reply::json(
        &json!({ "thing": { "id": 1, "name": "", "status": "new" } }),
    ));
    let deleted: Option<Thing> = request().await.unwrap();
    assert_eq!(deleted.unwrap().id, 1);
    fake.enqueue(Reply::status(404));
    assert_eq!(request().await.unwrap(), None);
    fake.enqueue(Reply::status(404));
    let response = request().send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.value()), (404, &None));
    fake.enqueue(Reply::status(403));
    assert!(request().await.unwrap_err().is_forbidden());
    fake.enqueue(Reply::status(404));
    assert!(things.remove(1).await.unwrap_err().is_not_found());
    assert_eq!(fake.requests()[0].parameter("now").as_deref(), Some("true"));
}

#[tokio::test(start_paused = true)]
async fn a_deletion_whose_response_was_lost_reports_probable_success() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    let lose = || {
        fake.enqueue(Reply::fault(Fault::ResetAfterRead));
        fake.enqueue(Reply::status(404));
    };
    lose();
    client.things().destroy(1).await.unwrap();
    lose();
    let error = client.things().remove(1).await.unwrap_err();
    assert!(error.is_not_found() && error.may_have_been_applied());
    let text = error.to_string();
    assert!(
        text.contains("an earlier attempt has probably deleted it ["),
        "{text}"
    );
    lose();
    let deleted = client.things().remove(1).ignore_not_found().await.unwrap();
    assert_eq!(deleted, None);
}

#[tokio::test(start_paused = true)]
async fn only_an_ambiguous_error_turns_a_later_404_into_success() {
    let unavailable = || Reply::status(503);
    let cases: [(&str, Reply, bool); 8] = [
        (
            "503 with retry-after",
            unavailable().header("retry-after", "1"),
            false,
        ),
        ("429", Reply::status(429), false),
        (
            "429 with retry-after",
            Reply::status(429).header("retry-after", "1"),
            false,
        ),
        ("refused", Reply::fault(Fault::ConnectionRefused), false),
        ("503", unavailable(), true),
        ("500", Reply::status(500), true),
        (
            "502 with retry-after",
            Reply::status(502).header("retry-after", "1"),
            true,
        ),
        ("reset", Reply::fault(Fault::ResetAfterRead), true),
    ];
    for (name, reply, may_be_deleted) in cases {
        let fake = Fake::new();
        let client = fake.client().unwrap();
        fake.enqueue(reply.clone());
        fake.enqueue(Reply::status(404));
        let deleted = client.things().destroy(1).await;
        assert_eq!(deleted.is_ok(), may_be_deleted, "{name}: {deleted:?}");
        fake.enqueue(reply.clone());
        fake.enqueue(Reply::status(404));
        let deleted = client.request::<()>(http::Method::DELETE, "/v2/a").await;
        assert_eq!(deleted.is_ok(), may_be_deleted, "{name}: {deleted:?}");
        // A deletion that returns something has nothing to return.
        fake.enqueue(reply);
        fake.enqueue(Reply::status(404));
        let error = client.things().remove(1).await.unwrap_err();
        assert!(error.is_not_found(), "{name}: {error}");
        assert_eq!(error.may_have_been_applied(), may_be_deleted, "{name}");
        let text = error.to_string();
        assert_eq!(text.contains("probably"), may_be_deleted, "{text}");
    }
}

#[tokio::test]
async fn a_deletion_may_have_nothing_to_report() {
    for body in ["", "{}", " { } ", "null"] {
        let fake = Fake::new();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&seen);
        let builder = fake.client_builder();
        let builder =
            builder.on_drift(move |_, drift| sink.lock().unwrap().push(drift.path.clone()));
        let client = builder.build().unwrap();
        let reply = || Reply::body("application/json", body);
        fake.enqueue(reply());
        assert_eq!(
            client.things().remove(1).await.unwrap(),
            Thing::default(),
            "{body:?}"
        );
        assert_eq!(*seen.lock().unwrap(), ["thing"], "{body:?}");
        fake.enqueue(reply());
        let deleted = client.things().remove(1).ignore_not_found().await;
        assert_eq!(deleted.unwrap(), None, "{body:?}");
        fake.enqueue(reply());
        client.things().destroy(1).await.unwrap();
    }
    // Anything else does not delete a thing.
    for body in [
        r#"{"id": "server_error", "message": "a"}"#,
        "[]",
        r#"{"thing": {}}"#,
    ] {
        let fake = Fake::new();
        fake.enqueue(Reply::body("application/json", body));
        let error = fake.client().unwrap().things().remove(1).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
    }
}

#[cfg(feature = "blocking")]
#[test]
fn it_is_asked_without_async_and_from_tasks_as_well() {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    let request = client.things().remove(1).ignore_not_found();
    fake.enqueue(Reply::status(404));
    assert_eq!(request.clone().call().unwrap(), None);
    fake.enqueue(Reply::status(404));
    let response = request.clone().call_response().unwrap();
    assert_eq!(response.status(), 404);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    fake.enqueue(Reply::status(404));
    let task = runtime.spawn(request.into_future());
    assert_eq!(runtime.block_on(task).unwrap().unwrap(), None);
    assert_eq!(fake.requests().len(), 3);
}
