//! Successful statuses that come with a part of the content, or with none.

use http::{Method, StatusCode};
use serde_json::json;

use super::sample::{Thing, ops};
use crate::fake::{Fake, Reply};
use crate::{Client, Error, Result};

fn deeper() -> ops::Deeper {
    ops::Deeper {
        one: 1,
        two: "x".to_owned(),
        three: "y".to_owned(),
    }
}

fn reply(status: u16, body: &'static str) -> Reply {
    Reply::body("application/octet-stream", body).with_status(StatusCode::from_u16(status).unwrap())
}

/// Makes a call. Its response is `THING`, or the text of it.
async fn call(client: &Client, kind: &str, range: Option<&str>) -> Result<()> {
    let things = client.things();
    macro_rules! with_range {
        ($request:expr) => {
            match range {
                Some(range) => $request.header("range", range),
                None => $request,
            }
        };
    }
    match kind {
        "object" => with_range!(things.get(1)).await.map(drop),
        "created" => with_range!(things.create(Thing::new(1, "x")))
            .await
            .map(drop),
        "list" => with_range!(things.list()).await.map(drop),
        "items" => with_range!(things.list())
            .items()
            .collect_all()
            .await
            .map(drop),
        "file" => with_range!(things.call(deeper())).await.map(drop),
        "secret text" => with_range!(things.call(ops::Config { key: 1 }))
            .await
            .map(drop),
        "download" => with_range!(things.call(deeper()))
            .download()
            .await
            .map(drop),
        "downloaded text" => with_range!(things.call(ops::Config { key: 1 }))
            .download()
            .await
            .map(drop),
        "custom" => with_range!(client.request::<serde_json::Value>(Method::GET, "/v2/any"))
            .await
            .map(drop),
        other => panic!("{other}"),
    }
}

const THING: &str = r#"{"id": 1, "name": "n", "status": "new", "things": [], "thing": {"id": 1}}"#;

const KINDS: [&str; 9] = [
    "object",
    "created",
    "list",
    "items",
    "file",
    "secret text",
    "download",
    "downloaded text",
    "custom",
];

#[tokio::test]
async fn a_part_that_was_not_requested_is_an_error() {
    let length = THING.len();
    let ranges = [
        None,
        Some(format!("bytes 0-{}/1000", length - 1)),
        Some(format!("bytes 10-{}/*", length + 9)),
        Some("items 0-0/7".to_owned()),
        Some("a\u{e4}".to_owned()),
    ];
    for kind in KINDS {
        for range in &ranges {
            let (fake, mut partial) = (Fake::new(), reply(206, THING));
            if let Some(range) = range {
                partial = partial.header("content-range", range);
            }
            fake.enqueue(partial.clone());
            let client = fake.client().unwrap();
            let error = call(&client, kind, None).await.unwrap_err();
            let text = error.to_string();
            let Error::Decode(error) = error else {
                panic!("{kind}: {text}")
            };
            assert_eq!(error.status(), StatusCode::PARTIAL_CONTENT, "{kind}");
            assert_eq!(error.body(), THING, "{kind}");
            assert!(text.contains("a part of the content"), "{kind}: {text}");
            assert_eq!(fake.requests().len(), 1, "{kind}");
            // Those who ask for a part get one.
            fake.enqueue(partial);
            let requested = call(&client, kind, Some("bytes=0-9")).await;
            requested.unwrap_or_else(|error| panic!("{kind}: {error}"));
        }
    }
}

#[tokio::test]
async fn a_status_without_content_is_not_an_empty_file() {
    for kind in KINDS {
        for status in [204, 205] {
            let fake = Fake::new();
            fake.enqueue(reply(status, ""));
            let client = fake.client().unwrap();
            let result = call(&client, kind, None).await;
            // Only the caller knows what the response of a path should be.
            if kind == "custom" {
                result.unwrap();
                continue;
            }
            let error = result.unwrap_err();
            assert!(error.is_decode(), "{kind}, {status}: {error}");
            assert_eq!(error.status().unwrap().as_u16(), status, "{kind}");
            assert!(error.to_string().contains("it is empty"), "{kind}: {error}");
        }
        // A file may be empty.
        let fake = Fake::new();
        fake.enqueue(reply(200, ""));
        let is_file = matches!(
            kind,
            "file" | "secret text" | "download" | "downloaded text" | "custom"
        );
        let result = call(&fake.client().unwrap(), kind, None).await;
        assert_eq!(result.is_ok(), is_file, "{kind}: {result:?}");
    }
}

#[tokio::test]
async fn a_deletion_needs_no_content() {
    for status in [200, 202, 204, 205, 206] {
        let fake = Fake::new();
        let client = fake.client().unwrap();
        fake.enqueue(reply(status, ""));
        client.things().destroy(1).await.unwrap();
        fake.enqueue(reply(status, ""));
        client.things().act(1).await.unwrap();
    }
}

#[tokio::test]
async fn other_successes_have_the_content() {
    for status in [200, 201, 202, 203, 207, 208, 226, 299] {
        for kind in KINDS {
            let fake = Fake::new();
            fake.enqueue(reply(status, THING));
            let result = call(&fake.client().unwrap(), kind, None).await;
            assert!(result.is_ok(), "{kind}, {status}: {result:?}");
        }
    }
    let fake = Fake::new();
    fake.enqueue(Reply::json(&json!({ "thing": { "id": 1 } })).with_status(StatusCode::ACCEPTED));
    let thing = fake.client().unwrap().things().get(1).await.unwrap();
    assert_eq!(thing.id, 1);
}
