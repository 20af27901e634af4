//! Requests on the wire.

use serde_json::json;

use super::sample::{State, Thing, ThingKey, ops};
use crate::fake::{Fake, RecordedRequest, Reply};
use crate::{Client, Error, Payload};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client().unwrap();
    (fake, client)
}

fn only(fake: &Fake) -> RecordedRequest {
    let mut requests = fake.requests();
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

fn thing() -> Thing {
    Thing::new(1, "one").status("active")
}

#[tokio::test]
async fn a_query_is_encoded_and_the_last_value_wins() {
    let (fake, client) = setup();
    let request = client
        .things()
        .list()
        .page(1)
        .page(2)
        .tag_name("a b&c=d/ä+%")
        .states(["new", "active"])
        .query("undeclared", "x");
    request.await.unwrap();
    assert_eq!(
        only(&fake).url.query().unwrap(),
        "page=2&tag_name=a%20b%26c%3Dd%2F%C3%A4%2B%25&states=new&states=active&undeclared=x"
    );
}

#[tokio::test]
async fn a_path_argument_is_one_segment() {
    let (fake, client) = setup();
    for key in ["a/b", "50%", "ä ö", "?#", "%2e%2e", "..."] {
        fake.forget_requests();
        client.things().get(key).await.unwrap();
        let request = only(&fake);
        assert_eq!(request.path().split('/').count(), 4, "{}", request.path());
        assert_eq!(request.argument("key").unwrap(), key);
    }
}

#[tokio::test]
async fn arguments_that_address_something_else_are_refused() {
    let (fake, client) = setup();
    for key in ["", " ", ".", ".."] {
        let error = client.things().get(key).await.unwrap_err();
        assert!(matches!(error, Error::Build(_)), "{error}");
        assert!(error.to_string().contains("path argument `key`"), "{error}");
        assert!(
            error
                .to_string()
                .contains("things_get (GET /v2/things/{key})")
        );
        assert_eq!(error.attempts(), 0);
    }
    let empty = ops::DestroyByTag {
        tag_name: String::new(),
        x_dangerous: true,
    };
    let error = client.things().call(empty).await.unwrap_err();
    assert!(
        error.to_string().contains("filter `tag_name` is empty"),
        "{error}"
    );
    let unconfirmed = ops::DestroyByTag {
        tag_name: "a".into(),
        x_dangerous: false,
    };
    let error = client.things().call(unconfirmed).await.unwrap_err();
    assert!(
        error.to_string().contains("`X-Dangerous` is false"),
        "{error}"
    );
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn content_type_is_json_wherever_something_changes() {
    let (fake, client) = setup();
    let things = client.things();
    things.list().await.unwrap();
    things.destroy(1).await.unwrap();
    things.act(1).await.unwrap();
    things.act(1).body(thing()).await.unwrap();
    things.list().head().await.unwrap();
    let upload = ops::Upload {
        upload_url: "https://bucket.example/key?X-Amz-Signature=abc".into(),
        body: Payload::from("data"),
    };
    things.call(upload).await.unwrap();
    let sent = fake.requests();
    let types: Vec<_> = sent
        .iter()
        .map(|sent| sent.header("content-type"))
        .collect();
    let json = Some("application/json");
    assert_eq!(types, [None, json, json, json, None, None]);
    assert_eq!(sent[2].body.len(), 0);
    assert_eq!(
        sent[3].json(),
        json!({ "id": 1, "name": "one", "status": "active" })
    );
    assert_eq!(sent[4].method, http::Method::HEAD);
    assert_eq!(sent[5].header("authorization"), None);
    assert_eq!(
        sent[5].url.as_str(),
        "https://bucket.example/key?X-Amz-Signature=abc"
    );
    assert_eq!(&sent[5].body[..], b"data");
}

#[tokio::test]
async fn required_headers_and_queries_are_written() {
    let (fake, client) = setup();
    let by_tag = ops::DestroyByTag {
        tag_name: "a".into(),
        x_dangerous: true,
    };
    client.things().call(by_tag).await.unwrap();
    let request = only(&fake);
    assert_eq!(request.header("x-dangerous"), Some("true"));
    assert_eq!(request.url.query(), Some("tag_name=a"));
}

#[tokio::test]
async fn optional_bodies_follow_any_number_of_arguments() {
    let (fake, client) = setup();
    let things = client.things();
    things.call(ops::Purge).body(thing()).await.unwrap();
    let deep = ops::Deep {
        one: 1,
        two: "b".into(),
    };
    assert_eq!(things.call(deep).body(thing()).await.unwrap(), "sample");
    let deeper = ops::Deeper {
        one: 1,
        two: "b".into(),
        three: "c".into(),
    };
    let file = things.call(deeper).body(thing()).await.unwrap();
    assert_eq!(file.bytes(), &b"sample"[..]);
    let sent = fake.requests();
    assert_eq!(sent[0].path(), "/v2/things/cache");
    assert_eq!(sent[1].path(), "/v2/things/1/deep/b");
    assert_eq!(
        sent[2].url.as_str(),
        "https://api.digitalocean.com/v2/things/1/deeper/b?three=c"
    );
    assert!(sent.iter().all(|sent| sent.json()["id"] == 1));
}

#[tokio::test]
async fn every_output_is_read() {
    let (fake, client) = setup();
    let things = client.things();
    let one = json!({ "id": 7, "name": "seven", "status": "archive" });
    let seven = Thing::new(7, "seven").status(State::Archive);

    fake.enqueue(Reply::json(&json!({ "thing": one })));
    assert_eq!(things.get(7).await.unwrap(), seven);
    fake.enqueue(Reply::json(&json!({ "outer": { "thing": one } })));
    assert_eq!(things.replace(7, thing()).await.unwrap(), seven);
    fake.enqueue(Reply::json(&one));
    assert_eq!(things.create(thing()).await.unwrap(), seven);
    fake.enqueue(Reply::json(&json!({
        "note": "n", "scan": { "id": "s", "findings": [one] }, "meta": { "total": 1 },
    })));
    let page = things.call(ops::History { key: 1 }).await.unwrap();
    assert_eq!(page.items(), std::slice::from_ref(&seven));
    assert_eq!(page.extra().note.as_deref(), Some("n"));
    assert_eq!(page.total(), Some(1));
    fake.enqueue(Reply::json(&json!({ "policies": { "7": one } })));
    let page = things.call(ops::Policies).await.unwrap();
    assert_eq!(page.into_items(), [("7".to_owned(), seven)]);
    let file = Reply::body("application/pdf", "%PDF").header(
        "content-disposition",
        "attachment; filename=\"../in;voice.pdf\"",
    );
    fake.enqueue(file);
    let deeper = ops::Deeper {
        one: 1,
        two: "b".into(),
        three: "c".into(),
    };
    let file = things.call(deeper).await.unwrap();
    assert_eq!(file.name(), Some("in;voice.pdf"));
    assert_eq!(file.content_type(), Some("application/pdf"));
}

#[tokio::test]
async fn the_fake_generates_a_response_for_every_output() {
    let (_, client) = setup();
    let things = client.things();
    assert!(!things.list().await.unwrap().is_empty());
    things.get("a").await.unwrap();
    things.replace(1, thing()).await.unwrap();
    things.create(thing()).await.unwrap();
    assert!(
        !things
            .call(ops::History { key: 1 })
            .await
            .unwrap()
            .is_empty()
    );
    assert!(!things.call(ops::Policies).await.unwrap().is_empty());
    things.call(ops::Validate { body: thing() }).await.unwrap();
}

#[tokio::test]
async fn a_response_has_status_headers_and_body() {
    let (fake, client) = setup();
    fake.enqueue(
        Reply::json(&json!({ "thing": { "id": 1, "more": true } }))
            .header("RateLimit-Remaining", "12")
            .header("x-request-id", "abc"),
    );
    let response = client.things().get(1).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.value().id, 1);
    assert_eq!(response.rate_limit().unwrap().remaining, Some(12));
    assert_eq!(response.request_id(), Some("abc"));
    assert_eq!(response.attempts(), 1);
    let raw: serde_json::Value = response.json().unwrap();
    assert_eq!(raw["thing"]["more"], true);
    assert!(response.json::<Vec<u8>>().unwrap_err().is_decode());
}

#[tokio::test]
async fn the_clients_own_headers_cannot_be_set() {
    let (fake, client) = setup();
    let request = client
        .things()
        .list()
        .header("Authorization", "Bearer other");
    assert!(request.await.unwrap_err().is_build());
    let request = client.things().list().header("X-Own", "yes");
    request.await.unwrap();
    assert_eq!(only(&fake).header("x-own"), Some("yes"));
    let request = client.things().list().header("no name", "x");
    assert!(
        request
            .await
            .unwrap_err()
            .to_string()
            .contains("not a valid header name")
    );
}

#[tokio::test]
async fn a_read_only_client_changes_nothing() {
    let fake = Fake::new();
    let client = fake.client_builder().read_only().build().unwrap();
    client.things().list().await.unwrap();
    let error = client.things().destroy(1).await.unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn the_filter_of_a_deletion_cannot_be_given_twice() {
    let (fake, client) = setup();
    let tagged = ops::DestroyByTag {
        tag_name: "web".into(),
        x_dangerous: true,
    };
    let request = client.things().call(tagged).query("tag_name", "");
    let error = request.await.unwrap_err();
    assert!(error.is_build(), "{error}");
    assert!(fake.requests().is_empty());
}

#[test]
fn curl_shows_the_request_and_no_token() {
    let (_, client) = setup();
    let text = client.things().list().tag_name("it's").to_curl();
    assert_eq!(
        text,
        "curl --globoff --request GET 'https://api.digitalocean.com/v2/things?tag_name=it%27s' \\\n  \
         --header \"Authorization: Bearer $DIGITALOCEAN_TOKEN\" \\\n  \
         --header 'Accept: application/json'"
    );
    let text = client.things().create(Thing::new(1, "it's")).to_curl();
    assert!(
        text.contains("--header 'Content-Type: application/json'"),
        "{text}"
    );
    assert!(
        text.contains(r#"--data-raw '{"id":1,"name":"it'\''s""#),
        "{text}"
    );
    let text = client.things().get(ThingKey::Name(String::new())).to_curl();
    assert!(text.starts_with("# not sent: "), "{text}");
}
