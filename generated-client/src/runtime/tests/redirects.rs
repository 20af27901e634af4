//! Redirects and their messages.

use crate::fake::{Fake, Reply};
use crate::{Client, Result};

fn to(status: u16, location: &str) -> Reply {
    Reply::status(status).header("location", location)
}

async fn call(client: &Client, method: &str) -> Result<()> {
    super::retries::call(client, method).await
}

#[tokio::test]
async fn a_response_that_is_not_followed_has_a_message_of_its_own() {
    let host = "api.digitalocean.com";
    let cases = [
        (Reply::status(304), "GET", "not modified"),
        (
            Reply::status(304).header("etag", "1"),
            "GET",
            "without a condition",
        ),
        (Reply::status(304), "DELETE", "not modified"),
        (Reply::status(302), "GET", "no valid location"),
        (to(308, "https://["), "GET", "no valid location"),
        (Reply::status(300), "GET", "no valid location"),
        (to(305, "/v2/elsewhere"), "GET", "no valid location"),
        (
            to(301, "https://evil.example/x"),
            "GET",
            "redirect to evil.example",
        ),
        (
            to(302, "http://api.digitalocean.com/x"),
            "GET",
            "within their host",
        ),
        (to(307, "//evil.example"), "POST", "within their host"),
        (
            to(302, "https://user@api.digitalocean.com/x"),
            "GET",
            "within their host",
        ),
        (
            to(302, "https://:p@api.digitalocean.com/x"),
            "GET",
            "within their host",
        ),
        (to(302, "/v2/elsewhere"), "POST", "only GET and HEAD"),
        (to(308, "/v2/elsewhere"), "DELETE", host),
        (to(303, "/v2/elsewhere"), "PUT", "only GET and HEAD"),
    ];
    for (reply, method, message) in cases {
        let fake = Fake::new();
        let client = fake.client().unwrap();
        fake.enqueue(reply.clone());
        let error = call(&client, method).await.unwrap_err();
        let what = format!("{method}, {reply:?}: {error}");
        assert_eq!(error.status(), Some(reply.status), "{what}");
        assert!(error.message().unwrap().contains(message), "{what}");
        assert!(what.contains(message), "{what}");
        assert_eq!((error.attempts(), fake.requests().len()), (1, 1), "{what}");
    }
}

#[tokio::test]
async fn a_loop_of_redirects_ends_with_an_error() {
    let cases: [(&[&str], &str); 4] = [
        (&["/v2/things"], "points to a URL that was requested"),
        (
            &["/v2/a", "/v2/b", "/v2/a"],
            "points to a URL that was requested",
        ),
        (
            &["/v2/a", "/v2/things?", "/v2/things"],
            "points to a URL that was requested",
        ),
        (
            &["/1", "/2", "/3", "/4", "/5", "/6"],
            "more than 5 redirects",
        ),
    ];
    for (locations, message) in cases {
        let fake = Fake::new();
        let client = fake.client().unwrap();
        for location in locations {
            fake.enqueue(to(302, location));
        }
        let error = call(&client, "GET").await.unwrap_err();
        let what = format!("{locations:?}: {error}");
        assert!(what.contains("redirect loop"), "{what}");
        assert!(what.contains(message), "{what}");
        assert_eq!(fake.requests().len(), locations.len(), "{what}");
        // One fewer is followed.
        for location in &locations[..locations.len() - 1] {
            fake.enqueue(to(302, location));
        }
        call(&client, "GET").await.unwrap();
    }
}
