//! Links to the next page in all forms: they are followed within the host, or an error, and never the end.

use serde_json::{Value, json};

use super::broken_lists::things;
use super::sample::ops;
use crate::fake::{Fake, Reply};
use crate::{Client, Result, RetryPolicy};

/// Reads a list whose first page has some links.
async fn read(links: &Value, by_token: bool) -> (Result<usize>, Vec<String>) {
    let fake = Fake::new();
    fake.enqueue(Reply::json(
        &json!({ "things": things([1]), "links": links }),
    ));
    fake.enqueue(Reply::json(&json!({ "things": things([2]), "links": {} })));
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client: Client = builder.build().unwrap();
    let read = match by_token {
        false => client.things().list().items().collect_all().await,
        true => {
            let list = client.things().call(ops::ByToken);
            list.items().collect_all().await
        }
    };
    let urls = fake.requests().into_iter().map(|sent| sent.url.to_string());
    (read.map(|items| items.len()), urls.collect())
}

#[tokio::test]
async fn whatever_names_a_page_is_followed_within_the_host() {
    for next in [
        json!("https://api.digitalocean.com/v2/things?page=2&per_page=1"),
        json!("https://someone:password@evil.example:8443/x?page=2#page=7"),
        json!("http://evil.example/v2/things?x=1&page=2"),
        json!("//evil.example?page=2"),
        json!("\\\\evil.example\\?page=2"),
        json!("/v2/things?page=2"),
        json!("?page=2"),
        json!("?page=%32"),
        json!("?tag=a%26page%3D9&page=2&page=3"),
        json!("v2/things?page=2&access_token=x"),
        json!(2),
    ] {
        for links in [
            json!({ "pages": { "next": next } }),
            json!({ "next": next }),
        ] {
            let (result, urls) = read(&links, false).await;
            assert_eq!(result.unwrap(), 2, "{links}");
            assert_eq!(urls.len(), 2, "{links}");
            let start = "https://api.digitalocean.com/v2/things?";
            assert!(urls[1].starts_with(start), "{urls:?}");
            assert!(urls[1].contains("page=2"), "{urls:?}");
            assert!(!urls[1].contains("access_token") && !urls[1].contains("password"));
        }
    }
    for next in [
        "?page_token=a%2Fb",
        "https://evil.example/?page_token=a%2Fb&page=7",
    ] {
        let (result, urls) = read(&json!({ "pages": { "next": next } }), true).await;
        assert_eq!(result.unwrap(), 2, "{next}");
        assert!(urls[1].contains("page_token=a%2Fb"), "{urls:?}");
    }
}

#[tokio::test]
async fn a_link_without_a_page_is_an_error() {
    for next in [
        json!("https://api.digitalocean.com/v2/things"),
        json!("page=2"),
        json!("?page="),
        json!("?page=0"),
        json!("?page=-1"),
        json!("?page=2.0"),
        json!("?page=two"),
        json!("?page=99999999999999999999"),
        json!("?Page=2"),
        json!("?x=1&amp;page=2"),
        json!("#page=2"),
        json!("http://[?page=2"),
        json!("mailto:a@example.com?page=two"),
        json!(" "),
        json!(0),
        json!(-2),
        json!(2.5),
        json!(true),
        json!({}),
        json!({ "href": "?page=2" }),
        json!(["?page=2"]),
    ] {
        let (result, urls) = read(&json!({ "pages": { "next": next } }), false).await;
        let error = result.unwrap_err();
        assert!(error.to_string().contains("next page"), "{next}: {error}");
        assert_eq!(urls.len(), 1, "{next}");
    }
}

#[tokio::test]
async fn no_link_is_the_end() {
    for links in [
        json!({}),
        json!({ "pages": {} }),
        json!({ "pages": null }),
        json!({ "pages": { "next": null } }),
        json!({ "pages": { "next": "" } }),
        json!({ "pages": { "next": false } }),
        json!({ "pages": { "prev": "?page=1", "last": "?page=1" } }),
    ] {
        let (result, urls) = read(&links, false).await;
        assert_eq!((result.unwrap(), urls.len()), (1, 1), "{links}");
    }
}
