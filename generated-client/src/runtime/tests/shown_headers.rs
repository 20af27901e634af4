//! Secrets in the headers, queries and bodies of requests and responses, which `Debug` does not show.

use std::sync::{Arc, Mutex};

use super::sample::ops;
use crate::Middleware;
use crate::fake::{Fake, Reply};
use crate::transport::{BoxFuture, Next, TransportError, TransportRequest, TransportResponse};

const SECRET: &str = "hidden-0123456789";

/// Response headers that contain secrets.
const HEADERS: [&str; 5] = [
    "set-cookie",
    "x-auth-token",
    "location",
    "www-authenticate",
    "x-anything",
];

#[derive(Clone, Default)]
struct Debugged(Arc<Mutex<String>>);

impl Middleware for Debugged {
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let result = next.run(request).await;
            self.0.lock().unwrap().push_str(&format!("{result:?}"));
            result
        })
    }
}

#[tokio::test]
async fn only_values_that_are_known_not_to_be_secret_are_shown() {
    for header in HEADERS {
        for status in [200, 400, 503] {
            let fake = Fake::new();
            let seen = Debugged::default();
            let client = fake.client_builder().middleware(seen.clone());
            let client = client.retry(crate::RetryPolicy::never()).build().unwrap();
            let reply = match status {
                200 => Reply::body("application/json", "{\"thing\":{\"id\":1}}"),
                _ => Reply::status(status),
            };
            let reply = reply.header(header, SECRET).header("x-request-id", "known");
            let mut text = format!("{reply:?}");
            fake.enqueue(reply);
            let request = client.things().get(1).retry_if(|attempted| {
                let shown = format!("{attempted:?}");
                assert!(!shown.contains(SECRET), "{shown}");
                assert!(shown.contains("known"), "{shown}");
                false
            });
            text += &format!("{:?}", request.send().await);
            text += &seen.0.lock().unwrap();
            assert!(!text.contains(SECRET), "{header} {status}: {text}");
            assert!(text.contains("known"), "{header} {status}: {text}");
            assert!(text.contains("(17 bytes)"), "{header} {status}: {text}");
        }
    }
}

#[tokio::test]
async fn a_text_that_is_a_secret_is_not_shown() {
    for body in [
        "users: [{token: hidden-0123456789}]",
        SECRET,
        "\u{0}hidden-0123456789",
    ] {
        let fake = Fake::new();
        let client = fake.client().unwrap();
        fake.enqueue(Reply::body("application/yaml", body));
        let response = client.things().call(ops::Config { key: 1 }).send().await;
        let response = response.unwrap();
        assert!(!format!("{response:?}").contains(SECRET));
        assert_eq!(response.value().expose(), body);
        fake.enqueue(Reply::body("application/yaml", body));
        let download = client.things().call(ops::Config { key: 1 }).download();
        let mut download = download.await.unwrap();
        let chunk = download.next().await.unwrap().unwrap();
        assert!(!format!("{download:?}").contains(SECRET));
        assert_eq!(chunk, body);
    }
}

#[tokio::test]
async fn the_headers_of_a_response_hide_cookies_and_locations() {
    for header in ["set-cookie", "location"] {
        let fake = Fake::new();
        let client = fake.client().unwrap();
        let things = client.things();
        let reply = |content_type: &str, body: &str| {
            let reply = Reply::body(content_type, body.to_owned());
            reply.header(header, SECRET).header("x-request-id", "known")
        };
        fake.enqueue(reply("application/json", "{\"thing\":{\"id\":1}}"));
        let response = things.get(1).send().await.unwrap();
        fake.enqueue(reply("text/csv", "a,b"));
        let (two, three) = ("x".to_owned(), "y".to_owned());
        let file = things.call(ops::Deeper { one: 1, two, three });
        let download = file.download().await.unwrap();
        fake.enqueue(reply("text/event-stream", "data: [DONE]\n\n"));
        let events = things
            .call(super::credentials::chat())
            .stream()
            .await
            .unwrap();
        fake.enqueue(reply("text/plain", "no").with_status(http::StatusCode::BAD_REQUEST));
        let error = things.get(1).await.unwrap_err();
        for headers in [
            response.headers(),
            download.headers(),
            events.headers(),
            error.headers().unwrap(),
        ] {
            let shown = format!("{headers:?}");
            assert!(
                !shown.contains(SECRET) && shown.contains("known"),
                "{shown}"
            );
            assert_eq!(headers[header], SECRET);
        }
    }
}

#[tokio::test]
async fn of_query_parameters_only_the_names_are_shown() {
    for name in ["access_token", "sig", "X-Amz-Signature"] {
        let fake = Fake::new();
        let seen = Debugged::default();
        let client = fake.client_builder().middleware(seen.clone());
        let client = client.build().unwrap();
        let request = client
            .things()
            .list()
            .query(name, SECRET)
            .query("other", "");
        let mut text = format!("{request:?} {request:#?}");
        text += &format!("{:?}", request.items());
        let request = client.things().list().query(name, SECRET);
        text += &format!("{:?}", request.await);
        text += &seen.0.lock().unwrap();
        text += &format!("{:?}", fake.requests());
        assert!(!text.contains(SECRET), "{text}");
        assert!(text.contains(name), "{text}");
    }
}
