//! Calls on runtimes without timers or without an IO driver.

use std::future::IntoFuture as _;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Runtime};

use super::network::Server;
use super::retries::call;
use crate::fake::Fake;
use crate::{Client, RetryPolicy};

/// Runtimes, each with the word that an error about it contains. The fake needs no IO.
fn runtimes() -> Vec<(Runtime, &'static str)> {
    vec![
        (Builder::new_current_thread().build().unwrap(), "timers"),
        (
            Builder::new_multi_thread()
                .worker_threads(1)
                .build()
                .unwrap(),
            "timers",
        ),
        (
            Builder::new_current_thread().enable_io().build().unwrap(),
            "timers",
        ),
        (
            Builder::new_current_thread().enable_time().build().unwrap(),
            "IO driver",
        ),
    ]
}

const LIMIT: Duration = Duration::from_secs(5);

async fn start() -> (Server, Client) {
    let server = Server::start(|_| super::network::ok(r#"{"thing": {"id": 1}}"#)).await;
    let builder = server.client().timeout(LIMIT);
    let client = builder.retry(RetryPolicy::new()).build().unwrap();
    (server, client)
}

#[test]
fn an_awaited_call_returns_an_error() {
    let serving = Builder::new_multi_thread().enable_all().build().unwrap();
    for (runtime, word) in runtimes() {
        for method in ["GET", "PUT", "DELETE", "POST"] {
            let (server, client) = serving.block_on(start());
            let begin = Instant::now();
            let error = runtime.block_on(call(&client, method)).unwrap_err();
            let text = error.to_string();
            assert!(text.contains(word) && text.contains("enable_all"), "{text}");
            assert!(begin.elapsed() < LIMIT, "{text}");
            assert!(!error.may_have_been_applied(), "{text}");
            assert!(server.seen().is_empty());
        }
    }
}

#[test]
fn a_blocking_call_returns_an_error() {
    let serving = Builder::new_multi_thread().enable_all().build().unwrap();
    for (runtime, word) in runtimes() {
        let (server, client) = serving.block_on(start());
        let begin = Instant::now();
        let inside = runtime.block_on(async { client.things().list().call() });
        let error = inside.unwrap_err();
        assert!(error.is_build(), "{error}");
        // As the documentation of `call` advises.
        let request = client.things().list();
        let wait = move || Handle::current().block_on(request.into_future());
        let error = runtime.block_on(async { tokio::task::spawn_blocking(wait).await.unwrap() });
        let error = error.unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
        assert!(begin.elapsed() < LIMIT, "{error}");
        assert!(server.seen().is_empty());
        // Outside of the runtime the client's own thread has all drivers.
        client
            .things()
            .get(1)
            .call_response()
            .unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn waits_lists_and_streams_return_an_error_too() {
    for (runtime, word) in runtimes().into_iter().take(3) {
        let client = Fake::new().client().unwrap();
        runtime.block_on(async {
            let error = client.things().list().items().collect_all().await;
            assert!(error.unwrap_err().to_string().contains(word));
            let chat = client.things().call(super::credentials::chat());
            let error = chat.stream().await.unwrap_err();
            assert!(error.to_string().contains(word), "{error}");
            let (two, three) = ("x".to_owned(), "y".to_owned());
            let file = super::sample::ops::Deeper { one: 1, two, three };
            let error = client.things().call(file).download().await.unwrap_err();
            assert!(error.to_string().contains(word), "{error}");
        });
    }
}
