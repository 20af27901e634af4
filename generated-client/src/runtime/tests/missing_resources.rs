//! Successes that do not contain what they should: no resource of default values comes of them.

use serde_json::{Value, json};

use super::sample::{Thing, ops};
use crate::fake::{Fake, Reply};
use crate::{Client, Error, Payload, Result, RetryPolicy};

async fn client(body: &Value) -> Client {
    let fake = Fake::new();
    let body = body.clone();
    fake.handle_all(move |_| Some(Reply::json(&body)));
    let builder = fake.client_builder().retry(RetryPolicy::never());
    builder.build().unwrap()
}

#[tokio::test]
async fn null_is_not_an_item() {
    let thing = json!({ "id": 1, "name": "", "status": "" });
    for (items, path) in [
        (json!([null]), "things[0]"),
        (json!([thing, null]), "things[1]"),
        (json!([null, null, thing]), "things[0]"),
        (json!([{ "id": null }]), "things[0]"),
        (
            json!([thing, { "id": null, "name": null, "status": null }]),
            "things[1]",
        ),
        (json!([thing, {}]), "things[1]"),
        (json!([thing, { "other": 1 }]), "things[1]"),
    ] {
        let client = client(&json!({ "things": items, "links": {}, "meta": {} })).await;
        let Err(Error::Decode(error)) = client.things().list().await else {
            panic!("{items}");
        };
        assert_eq!(error.cause().path(), path, "{items}");
    }
}

#[tokio::test]
async fn an_object_of_nulls_is_not_a_resource() {
    for thing in [
        json!({ "id": null }),
        json!({ "id": null, "name": null, "status": null }),
        json!({ "id": null, "other": 1 }),
        json!({}),
        json!(null),
    ] {
        let client = client(&json!({ "thing": thing })).await;
        let result = client.things().get(1).await;
        assert!(matches!(result, Err(Error::Decode(_))), "{thing}");
    }
    let client = client(&json!({ "thing": { "id": null, "name": "x" } })).await;
    assert_eq!(client.things().get(1).await.unwrap().name, "x");
}

/// Calls an operation of each kind of response.
async fn call(client: &Client, kind: &str) -> Result<()> {
    let things = client.things();
    let (two, three) = ("x".to_owned(), "y".to_owned());
    match kind {
        "JSON" => things.get(1).await.map(drop),
        "created" => things.create(Thing::new(1, "x")).await.map(drop),
        "list" => things.list().await.map(drop),
        "nothing" => things.destroy(1).await,
        "nothing, forgiving" => things.destroy(1).ignore_not_found().await,
        "text" => things.call(ops::Deep { one: 1, two }).await.map(drop),
        "secret text" => things.call(ops::Config { key: 1 }).await.map(drop),
        "file" => things
            .call(ops::Deeper { one: 1, two, three })
            .await
            .map(drop),
        "upload" => {
            let upload = ops::Upload {
                upload_url: "https://bucket.example/key".into(),
                body: Payload::from("x"),
            };
            things.call(upload).await.map(drop)
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn the_body_of_an_error_is_not_a_success_of_any_operation() {
    for kind in [
        "JSON",
        "created",
        "list",
        "nothing",
        "nothing, forgiving",
        "text",
        "secret text",
        "file",
        "upload",
    ] {
        for body in [
            json!({ "id": "server_error", "message": "Unexpected." }),
            json!({ "id": "forbidden", "message": "No.", "request_id": "r" }),
            json!({ "id": "not_found", "message": "" }),
        ] {
            let client = client(&body).await;
            let result = call(&client, kind).await;
            assert!(
                matches!(result, Err(Error::Decode(_))),
                "{kind}: {result:?}"
            );
        }
    }
    for body in [
        json!({ "id": "server_error" }),
        json!({ "id": "not_found", "request_id": "r" }),
        json!({ "id": "unauthorized", "request_id": null }),
    ] {
        for kind in ["JSON", "created", "list"] {
            let client = client(&body).await;
            let result = call(&client, kind).await;
            assert!(matches!(result, Err(Error::Decode(_))), "{kind}: {body}");
        }
    }
    // With a status that says so it is what the caller ignores.
    let fake = Fake::new();
    let body = json!({ "id": "not_found", "message": "Gone." });
    fake.enqueue(Reply::json(&body).with_status(http::StatusCode::NOT_FOUND));
    let client = fake.client().unwrap();
    client.things().destroy(1).ignore_not_found().await.unwrap();
}

#[tokio::test]
async fn the_description_of_an_error_is_not_a_success_without_a_model() {
    for kind in [
        "nothing",
        "nothing, forgiving",
        "text",
        "secret text",
        "file",
    ] {
        for body in [
            json!({ "id": "server_error", "message": "x", "status": 500 }),
            json!({ "error": { "message": "no" } }),
            json!({ "error": "no" }),
            json!({ "errors": [{ "message": "no" }] }),
            json!({ "message": "Unauthorized" }),
        ] {
            let client = client(&body).await;
            let result = call(&client, kind).await;
            assert!(matches!(result, Err(Error::Decode(_))), "{kind}: {body}");
            let delete = client.request::<()>(http::Method::DELETE, "/v2/things/1");
            assert!(delete.await.is_err(), "{body}");
        }
        for body in [
            json!({ "id": 1, "status": "deleted" }),
            json!({ "errors": [], "name": "x" }),
            json!([{ "error": "no" }]),
        ] {
            let client = client(&body).await;
            call(&client, kind).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_response_that_is_not_a_list_is_not_an_empty_list() {
    for body in [
        json!({ "id": "server_error", "message": "Unexpected." }),
        json!({}),
        json!({ "things": null }),
        json!({ "things": {} }),
        json!({ "things": "none" }),
        json!({ "all_things": [], "links": {}, "meta": { "total": 0 } }),
        json!({ "data": { "things": [] } }),
        json!([]),
        json!(null),
    ] {
        let client = client(&body).await;
        let list = || client.things().list();
        let errors = [
            list().await.map(drop),
            list().items().collect_all().await.map(drop),
            list().items().complete().collect_all().await.map(drop),
        ];
        for error in errors {
            let Err(Error::Decode(error)) = error else {
                panic!("{body}: {error:?}");
            };
            let is_named = error.cause().path() == "things" || error.to_string().contains("things");
            assert!(is_named, "{error}");
        }
    }
}
