//! HTML pages with the status of a success, for example of a login in front of the network.

use super::sample::{Thing, ops};
use crate::fake::{Fake, Reply};
use crate::{Client, Error, Payload, Result};

/// Calls an operation of each kind of response.
async fn call(client: &Client, kind: &str) -> Result<()> {
    let things = client.things();
    let (two, three) = ("x".to_owned(), "y".to_owned());
    match kind {
        "JSON" => things.get(1).await.map(drop),
        "created" => things.create(Thing::new(1, "x")).await.map(drop),
        "list" => things.list().await.map(drop),
        "all pages" => things.list().items().collect_all().await.map(drop),
        "nothing" => things.destroy(1).await,
        "text" => things.call(ops::Deep { one: 1, two }).await.map(drop),
        "secret text" => things.call(ops::Config { key: 1 }).await.map(drop),
        "file" => things
            .call(ops::Deeper { one: 1, two, three })
            .await
            .map(drop),
        "download" => {
            let file = things.call(ops::Deeper { one: 1, two, three });
            file.download().await.map(drop)
        }
        "stream" => {
            let chat = things.call(super::credentials::chat());
            chat.stream().await.map(drop)
        }
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
async fn a_page_is_an_error_of_every_operation() {
    let pages = [
        ("text/html", "<!DOCTYPE html><title>Sign in</title>"),
        ("Text/HTML; charset=utf-8", "\n <div>Sign in</div>"),
        (
            "application/xhtml+xml",
            "\u{feff}<?xml version=\"1.0\"?><html></html>",
        ),
        ("application/json", "<html><body>Sign in</body></html>"),
        ("application/yaml", "  <!doctype HTML>"),
        ("", "<HTML>"),
        ("application/json", "<div>Sign in</div>"),
        (
            "application/xml",
            "<?xml version=\"1.0\"?>\n<!-- a > b --><!DOCTYPE html><p>",
        ),
        ("text/plain", "<script>location = '/login'</script>"),
        ("application/yaml", "<meta http-equiv=\"refresh\">"),
        ("", "<h1>502 Bad Gateway</h1>"),
        ("text/csv", "<Center\n>"),
        ("text/html", "Please sign in"),
        ("text/html", "apiVersion: v1"),
        ("text/html; charset=utf-8", "id,name\n1,x"),
    ];
    for kind in [
        "JSON",
        "created",
        "list",
        "all pages",
        "nothing",
        "text",
        "secret text",
        "file",
        "download",
        "stream",
        "upload",
    ] {
        for (content_type, page) in pages {
            // The chunks of a download are not read before it starts.
            let is_announced = content_type.to_lowercase().contains("html");
            if kind == "download" && !is_announced {
                continue;
            }
            let fake = Fake::new();
            fake.enqueue(Reply::body(content_type, page));
            let client = fake.client().unwrap();
            let result = call(&client, kind).await;
            let Err(Error::Decode(error)) = result else {
                panic!("{kind}, {content_type}, {page}: {result:?}")
            };
            let text = error.to_string();
            let is_stream = kind == "stream" && !is_announced;
            let expected = if is_stream {
                "stream of events"
            } else {
                "an HTML page"
            };
            assert!(text.contains(expected), "{kind}, {content_type}: {text}");
            assert_eq!(error.body(), page, "{kind}, {content_type}");
            assert_eq!(fake.requests().len(), 1, "{kind}: it is not sent again");
        }
    }
}

#[tokio::test]
async fn other_bodies_are_read_whatever_their_type_is_called() {
    for (kind, content_type, body) in [
        (
            "JSON",
            "text/html",
            r#"{"thing":{"id":1,"name":"<html>","status":""}}"#,
        ),
        ("nothing", "text/html", ""),
        ("nothing", "text/plain", "OK"),
        ("secret text", "text/plain", "apiVersion: v1"),
        ("secret text", "", "apiVersion: v1"),
        ("file", "text/csv", "a,b\n<html>,1"),
        (
            "file",
            "image/svg+xml",
            "<?xml version=\"1.0\"?><svg></svg>",
        ),
        ("text", "text/plain", "<ok>"),
        ("text", "text/plain", "<progress>"),
        ("text", "text/plain", "<title"),
    ] {
        let fake = Fake::new();
        fake.enqueue(Reply::body(content_type, body));
        let client = fake.client().unwrap();
        let result = call(&client, kind).await;
        assert!(result.is_ok(), "{kind}, {content_type}, {body}: {result:?}");
    }
}
