//! The texts of errors of every kind: one readable line, and no cause twice.

use std::error::Error as StdError;
use std::time::Duration;
use std::{fmt, io};

use serde_json::json;

use crate::error::BuildError;
use crate::fake::{Fake, Fault, Reply};
use crate::pagination::Cursor;
use crate::rate_limit::Limits;
use crate::runtime::WaitSpec;
use crate::transport::{TransportError, TransportErrorKind};
use crate::{Client, Error, Governor, RetryPolicy, Waiter};

const READY: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["active"],
    failed: &["failed"],
};

/// An error with two causes, as a token provider may return one.
#[derive(Debug)]
struct Outer(io::Error);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the vault is sealed")
    }
}

impl StdError for Outer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

fn outer() -> Outer {
    let inner = io::Error::new(io::ErrorKind::ConnectionRefused, "connection refused");
    Outer(io::Error::other(inner))
}

/// Checks an error, and returns the line that `Debug` writes.
fn line(error: &(impl StdError + 'static)) -> String {
    let mut texts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    let line = texts.join(": ");
    assert_eq!(format!("{error:?}"), line);
    assert!(!line.contains(char::is_control), "{line}");
    for (index, text) in texts.iter().enumerate() {
        let is_repeated = texts[..index].iter().any(|before| before.contains(text));
        assert!(!is_repeated, "`{text}` is there twice: {line}");
        assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
    }
    line
}

fn client(fake: &Fake) -> Client {
    let builder = fake.client_builder().retry(RetryPolicy::never());
    builder.build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn errors_of_calls() {
    let fake = Fake::new();
    let client = client(&fake);
    let get = || client.things().get(1);
    let mut kinds = Vec::new();
    for fault in [
        Fault::ConnectionRefused,
        Fault::ResetAfterRead,
        Fault::TruncatedBody,
        Fault::SlowBody(Duration::from_secs(1000)),
    ] {
        let reply = Reply::json(&json!({ "thing": { "id": 1, "name": "x" } }));
        fake.enqueue(reply.with_fault(fault));
        kinds.push(get().await.unwrap_err());
    }
    fake.enqueue(Reply::json(&json!({ "message": "no" })).with_status(http::StatusCode::CONFLICT));
    kinds.push(get().await.unwrap_err());
    fake.enqueue(Reply::json(&json!({ "thing": [] })));
    kinds.push(get().await.unwrap_err());
    kinds.push(client.things().get("").await.unwrap_err());
    let thing = json!({ "thing": { "id": 1, "name": "x", "status": "failed" } });
    fake.enqueue(Reply::json(&thing));
    let wait: Waiter<_> = Waiter::new(get(), &READY);
    kinds.push(wait.await.unwrap_err());
    let link = json!({ "things": [], "links": { "pages": { "next": "https://a.b/?page=1" } } });
    fake.enqueue(Reply::json(&link));
    let list = client.things().list().items().collect_all();
    kinds.push(list.await.unwrap_err());
    for error in &kinds {
        line(error);
        match error {
            Error::Api(error) => drop((line(error), line(error.response()))),
            Error::Build(error) => drop(line(error)),
            Error::Transport(error) | Error::Timeout(error) | Error::Paging(error) => {
                line(error);
                error.cause().map(line);
            }
            Error::Decode(error) => drop(line(error)),
            Error::Wait(error) => drop(line(error)),
        }
    }
    let mut named: Vec<_> = kinds.iter().map(std::mem::discriminant).collect();
    named.dedup();
    assert_eq!(named.len(), 7, "{kinds:?}");
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_rate_governor() {
    let fake = Fake::new();
    let governor = Governor::new(&Limits::default().per_minute(1));
    let builder = fake.client_builder().governor(governor);
    let client = builder.build().unwrap();
    client.things().list().await.unwrap();
    let list = client.things().list().timeout(Duration::from_secs(5));
    line(&list.await.unwrap_err());
}

#[tokio::test]
async fn errors_of_a_token_provider() {
    let fake = Fake::new();
    let builder = fake
        .client_builder()
        .token_provider(|| async { Err(outer().into()) });
    let client = builder.build().unwrap();
    let error = client.things().get(1).await.unwrap_err();
    let line = line(&error);
    assert!(
        line.ends_with(": the vault is sealed: connection refused"),
        "{line}"
    );
    let cause = error.source().unwrap().downcast_ref::<Outer>();
    assert!(cause.is_some(), "{error:?}");
}

#[test]
fn errors_of_building() {
    let urls = [
        "",
        "ftp://a.b",
        "mailto:a@b",
        "https://",
        "http://a.b?x=1",
        "https://u:p@a.b",
    ];
    for url in urls {
        let built = Client::builder()
            .base_url(url)
            .and_then(|builder| builder.build());
        line(&built.unwrap_err());
    }
    let error = Client::builder()
        .token("x")
        .base_url("http://a.b")
        .unwrap()
        .build();
    line(&error.unwrap_err());
    for proxy in ["", "socks5://a.b"] {
        let error = Client::builder().token("x").proxy(proxy);
        line(&error.unwrap_err());
    }
    let builder = Client::builder()
        .token("x")
        .root_certificates("-----BEGIN CERTIFICATE-----\nx");
    line(&builder.build().unwrap_err());
    line(&Client::builder().token("a\nb").build().unwrap_err());
    line(&"page=0".parse::<Cursor>().unwrap_err());
    line(&BuildError::new("a").with_source(outer()));
}

#[test]
fn errors_of_a_transport() {
    let error = TransportError::new(TransportErrorKind::Connect, outer());
    let text = "could not connect: the vault is sealed: connection refused";
    assert_eq!(line(&error), text);
    assert!(error.cause().downcast_ref::<Outer>().is_some());
}
