//! Connections that are kept, counted by the server.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::sync::Barrier;

use super::network::{ok, read_request};
use crate::{Client, ClientBuilder, RetryPolicy};

/// A server that counts its connections, and responds as soon as a number of requests wait.
struct Counting {
    address: String,
    accepted: Arc<AtomicUsize>,
}

impl Counting {
    async fn start(together: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let accepted = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&accepted);
        let barrier = Arc::new(Barrier::new(together));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let barrier = Arc::clone(&barrier);
                tokio::spawn(async move {
                    while read_request(&mut stream).await.is_some() {
                        barrier.wait().await;
                        let _ = stream.write_all(&ok(r#"{"things":[]}"#)).await;
                    }
                });
            }
        });
        Self { address, accepted }
    }

    fn client(&self, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let builder = Client::builder().token("t").no_proxy();
        let builder = builder.retry(RetryPolicy::never());
        let builder = builder.base_url(&self.address).unwrap();
        settings(builder).build().unwrap()
    }

    fn accepted(&self) -> usize {
        self.accepted.load(Ordering::Relaxed)
    }
}

/// Makes calls at the same time, and lets their connections come to rest.
async fn call(client: &Client, together: usize) {
    let calls = (0..together).map(|_| tokio::spawn(client.things().list().into_future()));
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap().unwrap().is_empty());
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn connections_are_kept_for_the_next_calls() {
    let server = Counting::start(3).await;
    let client = server.client(|builder| builder);
    for _ in 0..3 {
        call(&client, 3).await;
    }
    assert_eq!(server.accepted(), 3);
}

#[tokio::test]
async fn no_more_idle_connections_are_kept_than_set() {
    let server = Counting::start(3).await;
    let client = server.client(|builder| builder.pool_max_idle_per_host(1));
    call(&client, 3).await;
    call(&client, 3).await;
    assert_eq!(server.accepted(), 5, "one of three is used again");
    let server = Counting::start(1).await;
    let client = server.client(|builder| builder.pool_max_idle_per_host(0));
    call(&client, 1).await;
    call(&client, 1).await;
    assert_eq!(server.accepted(), 2, "none is kept");
}

#[tokio::test]
async fn idle_connections_are_kept_as_long_as_set() {
    let server = Counting::start(1).await;
    let limit = Duration::from_millis(200);
    let client = server.client(|builder| builder.pool_idle_timeout(limit));
    call(&client, 1).await;
    call(&client, 1).await;
    assert_eq!(server.accepted(), 1, "the pause was shorter");
    tokio::time::sleep(2 * limit).await;
    call(&client, 1).await;
    assert_eq!(server.accepted(), 2, "the pause was longer");

    let server = Counting::start(1).await;
    let client = server.client(|builder| builder.pool_idle_timeout(None));
    call(&client, 1).await;
    tokio::time::sleep(2 * limit).await;
    call(&client, 1).await;
    assert_eq!(server.accepted(), 1, "it is kept for ever");
}
