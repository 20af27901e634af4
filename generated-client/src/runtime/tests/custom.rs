//! Requests by method and path.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::tracing::Notes;
use crate::fake::{Fake, Fault, Reply};
use crate::rate_limit::Limits;
use crate::stream::Event;
use crate::{Client, Error, File, Governor, Result, RetryPolicy};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    (fake, client)
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Region {
    slug: String,
}

#[tokio::test(start_paused = true)]
async fn it_is_sent_as_any_other_request() -> Result<()> {
    let (fake, client) = setup();
    fake.enqueue(Reply::json(&json!({ "slug": "nyc3" })));
    let spec = json!({ "name": "a", "none": null });
    let request = client.request(Method::POST, "/v2/apps/detect").json(&spec);
    let region: Region = request.query("a", "b c").header("x-a", "1").await?;
    assert_eq!(region.slug, "nyc3");
    let sent = &fake.requests()[0];
    assert_eq!(
        sent.url.as_str(),
        "https://api.digitalocean.com/v2/apps/detect?a=b%20c"
    );
    assert_eq!(sent.method, Method::POST);
    assert_eq!(sent.header("authorization"), Some("Bearer fake-token"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.header("x-a"), Some("1"));
    assert_eq!(sent.json(), spec);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn bodies_and_responses_may_be_anything() -> Result<()> {
    let (fake, client) = setup();
    let put = || client.request::<Value>(Method::PUT, "/v2/things/1");
    for (reply, expected) in [
        (Reply::status(204), Value::Null),
        (Reply::json(&json!([1])), json!([1])),
    ] {
        fake.enqueue(reply);
        assert_eq!(put().await?, expected);
    }
    fake.enqueue(Reply::json(&json!({ "ignored": true })));
    client.request::<()>(Method::PATCH, "/v2/things/1").await?;
    fake.enqueue(Reply::status(204));
    let nothing: Option<Region> = client.request(Method::GET, "/v2/things/1").await?;
    assert_eq!(nothing, None);

    fake.enqueue(Reply::status(204));
    put()
        .body("a: 1")
        .header("content-type", "application/yaml")
        .await?;
    fake.enqueue(Reply::status(204));
    put().body(b"\xff\x00".to_vec()).await?;
    let sent = fake.requests();
    let types: Vec<_> = sent
        .iter()
        .map(|sent| sent.header("content-type"))
        .collect();
    assert_eq!(types[4], Some("application/yaml"));
    assert_eq!(types[5], Some("application/octet-stream"));
    assert_eq!(&sent[5].body[..], b"\xff\x00");

    fake.enqueue(Reply::body("application/pdf", "%PDF"));
    let file: File = client.request(Method::GET, "/v2/invoice").await?;
    assert_eq!(file.bytes().as_ref(), b"%PDF");
    fake.enqueue(Reply::body("application/pdf", "%PDF"));
    let request = client.request::<File>(Method::GET, "/v2/invoice");
    let mut download = request.download().await?;
    assert_eq!(download.next().await.unwrap()?.as_ref(), b"%PDF");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn it_streams() -> Result<()> {
    let (fake, client) = setup();
    let events = "data: {\"slug\":\"a\"}\n\ndata: 1\n\ndata: [DONE]\n\n";
    fake.enqueue(Reply::body("text/event-stream", events));
    let request = client.request::<Region>(Method::POST, "/v1/chat");
    let mut stream = request.json(&json!({ "model": "m" })).stream().await?;
    let first = stream.next().await.unwrap()?;
    assert!(matches!(first, Event::Known(Region { slug }) if slug == "a"));
    assert!(matches!(stream.next().await.unwrap()?, Event::Unknown(_)));
    assert!(stream.next().await.is_none());
    assert_eq!(
        fake.requests()[0].json(),
        json!({ "model": "m", "stream": true })
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn paths_that_lead_elsewhere_are_refused() {
    let (fake, client) = setup();
    for path in [
        "",
        "v2/a",
        "https://evil.example/v2/a",
        "//evil.example/v2/a",
        "/\\evil.example/v2",
        "/v2/../a",
        "/v2/a/..",
        "/v2/./a",
        "/v2/%2e%2E/a",
        "/v2/.%2e/a",
        "/v2//a",
        "/v2/a/",
        "/v2/%20/a",
        "/",
        "/v2/a?b=c",
        "/v2/a#b",
        "/v2/a\t/../b",
        "/v2/a\nb",
        "/v2/{id}",
        "/v2/%zz",
        "/v2/%2",
        "@evil.example/v2/a",
        ".evil.example/v2/a",
        ":1/v2/a",
    ] {
        let error = client.request::<Value>(Method::DELETE, path).await;
        let error = error.expect_err(path);
        assert!(error.is_build(), "{path}: {error}");
        assert!(!error.to_string().contains(char::is_control), "{error}");
        let curl = client.request::<Value>(Method::GET, path).to_curl();
        assert!(curl.starts_with("# not sent: "), "{curl}");
    }
    assert!(fake.requests().is_empty());
    for (path, sent) in [
        ("/v2/a%2Fb", "/v2/a%2Fb"),
        ("/v2/a b/ü", "/v2/a%20b/%C3%BC"),
        // The blank at the end of a name is part of it.
        ("/v2/a ", "/v2/a%20"),
        ("/v2/a.b/..c", "/v2/a.b/..c"),
    ] {
        fake.enqueue(Reply::status(204));
        let request = client.request::<()>(Method::GET, path);
        request.await.unwrap();
        assert_eq!(fake.requests().pop().unwrap().path(), sent);
    }
}

#[tokio::test(start_paused = true)]
async fn other_methods_and_wrong_uses_are_refused() {
    let (fake, client) = setup();
    let request = |method| client.request::<Value>(method, "/v2/a");
    for method in [Method::OPTIONS, Method::TRACE, Method::CONNECT] {
        let error = request(method.clone()).await.unwrap_err();
        assert!(error.to_string().contains("is not supported"), "{error}");
    }
    assert!(request(Method::POST).head().await.unwrap_err().is_build());
    let error = request(Method::GET).ignore_not_found().await.unwrap_err();
    assert!(error.is_build(), "{error}");
    let error = request(Method::GET).header("authorization", "x").await;
    assert!(error.unwrap_err().is_build());
    let read_only = fake.client_builder().read_only().build().unwrap();
    let error = read_only.request::<Value>(Method::POST, "/v2/a").await;
    assert!(error.unwrap_err().is_build());
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn it_is_repeated_if_that_is_safe() {
    let (fake, client) = setup();
    let request = |method| client.request::<Value>(method, "/v2/a");
    fake.enqueue(Reply::status(503));
    fake.enqueue(Reply::json(&json!(1)));
    assert_eq!(request(Method::GET).send().await.unwrap().attempts(), 2);
    fake.enqueue(Reply::fault(Fault::ResetAfterRead));
    let error = request(Method::POST).await.unwrap_err();
    assert!(error.may_have_been_applied(), "{error}");
    let text = error.to_string();
    assert!(
        text.starts_with("request (POST /v2/a): connection interrupted"),
        "{text}"
    );
    fake.enqueue(Reply::status(404));
    let deleted = request(Method::DELETE).ignore_not_found().await.unwrap();
    assert_eq!(deleted, None);
}

#[tokio::test(start_paused = true)]
async fn it_waits_for_the_rate_governor() {
    let fake = Fake::new();
    let governor = Governor::new(&Limits::default().per_minute(1));
    let client = fake.client_builder().governor(governor).build().unwrap();
    fake.handle_all(|_| Some(Reply::json(&json!(1))));
    let request = || client.request::<Value>(Method::GET, "/v2/a");
    request().await.unwrap();
    let error = request().timeout(Duration::from_secs(1)).await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn its_span_is_named_by_the_method() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let (fake, client) = setup();
    fake.enqueue(Reply::json(&json!(1)));
    let request = client.request::<Value>(Method::GET, "/v2/secret-key");
    request.query("a", "secret-value").await.unwrap();
    drop(guard);
    let text = notes.text();
    for attribute in [
        "otel.name=GET\n",
        "http.request.method=\"GET\"",
        "digitalocean.operation=\"request\"",
        "http.response.status_code=200",
    ] {
        assert!(text.contains(attribute), "{attribute}: {text}");
    }
    assert!(!text.contains("secret"), "{text}");
    assert!(!text.contains("url.template"), "{text}");
}

#[tokio::test]
async fn errors_name_method_and_path() {
    let fake = Fake::new();
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client = builder.build().unwrap();
    let request = || client.request::<Region>(Method::GET, "/v2/a/1");
    fake.enqueue(Reply::json(&json!({ "message": "no" })).with_status(http::StatusCode::CONFLICT));
    let error = request().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "request (GET /v2/a/1): 409 Conflict: no [1 attempt]"
    );
    fake.enqueue(Reply::json(&json!({ "slug": 1 })));
    let error = request().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert!(
        error
            .to_string()
            .starts_with("request (GET /v2/a/1): 200 OK: "),
        "{error}"
    );
    assert_eq!(error.operation().unwrap().id, "request");
    let error = client
        .request::<Value>(Method::GET, "/v2/..")
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("request (GET /v2/..): invalid path"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_fake_finds_the_operation_of_a_path() -> Result<()> {
    let (fake, client) = setup();
    let body = json!({ "name": "example.com" });
    client
        .request::<Value>(Method::POST, "/v2/domains")
        .json(&body)
        .await?;
    let domain: Value = client
        .request(Method::GET, "/v2/domains/example.com")
        .await?;
    assert_eq!(domain["domain"]["name"], "example.com");
    fake.enqueue_for("domains_get", Reply::status(500).header("retry-after", "1"))?;
    let response = client
        .request::<Value>(Method::GET, "/v2/domains/example.com")
        .send()
        .await?;
    assert_eq!(response.attempts(), 2);
    let unknown = client.request::<Value>(Method::GET, "/v2/nothing").await;
    assert!(unknown.unwrap_err().is_not_found());
    let unscripted = client.request::<Value>(Method::GET, "/v2/reports/a").await;
    assert!(unscripted.is_err());
    Ok(())
}

#[test]
fn it_is_shown_as_curl() {
    let (_, client) = setup();
    let request = client
        .request::<Value>(Method::POST, "/v2/a")
        .json(&json!({ "a": 1 }));
    let curl = request.to_curl();
    assert!(
        curl.contains("--request POST 'https://api.digitalocean.com/v2/a'"),
        "{curl}"
    );
    assert!(curl.contains("$DIGITALOCEAN_TOKEN"), "{curl}");
    assert!(curl.contains(r#"'{"a":1}'"#), "{curl}");
    assert!(!curl.contains("fake-token"), "{curl}");
}
