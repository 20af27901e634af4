//! How the rate governor uses the headers of the server.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::fake::{Fake, Fault, Reply};
use crate::rate_limit::Limits;
use crate::{Client, Governor, RetryPolicy};

/// Returns a reply to the first call, and a response without headers to all others after a second.
fn first_reply(first: impl Fn() -> Reply + Send + Sync + 'static) -> (Fake, Client) {
    let fake = Fake::new();
    fake.handle_all(|_| {
        let reply = Reply::json(&serde_json::json!({ "id": 1, "things": [] }));
        Some(reply.with_fault(Fault::SlowHeaders(Duration::from_secs(1))))
    });
    fake.enqueue(first());
    let builder = fake.client_builder().governor(Governor::default());
    let client = builder.build().unwrap();
    (fake, client)
}

#[tokio::test(start_paused = true)]
async fn hints_of_the_server_expire() {
    let firsts = [
        || Reply::status(429).header("retry-after", "1"),
        || {
            Reply::json(&serde_json::json!({ "id": 1, "things": [] }))
                .header("ratelimit-remaining", "1")
        },
    ];
    for first in firsts {
        let (_, client) = first_reply(first);
        client.things().list().await.unwrap();
        tokio::time::sleep(Duration::from_secs(120)).await;
        let start = Instant::now();
        let calls: Vec<_> = (0..50)
            .map(|_| tokio::spawn(client.things().list().into_future()))
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        let seconds = start.elapsed().as_secs();
        assert!(seconds <= 2, "{seconds}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_reserve_applies_to_limits_of_the_server() {
    let fake = Fake::new();
    let left = AtomicU64::new(8);
    fake.handle_all(move |_| {
        let left = left.fetch_sub(1, Ordering::Relaxed) - 1;
        let reply = Reply::json(&serde_json::json!({ "id": 1, "things": [] }))
            .header("ratelimit-remaining", &left.to_string())
            .header("ratelimit-reset", "99999999999");
        Some(reply)
    });
    let governor = Governor::new(&Limits::default().reserve(5));
    let client = fake.client_builder().governor(governor).build().unwrap();
    let second = Duration::from_secs(1);
    while client.things().list().timeout(second).await.is_ok() {}
    assert_eq!(fake.requests().len(), 3);
    let urgent = client.things().list().urgent().timeout(second);
    urgent.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_late_response_adds_no_room() {
    let fake = Fake::new();
    let left = Arc::new(AtomicU64::new(60));
    let refused = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&refused);
    fake.handle_all(move |_| {
        let left = left.fetch_sub(1, Ordering::Relaxed);
        if left == 0 || left > 60 {
            count.fetch_add(1, Ordering::Relaxed);
            return Some(Reply::status(429).header("retry-after", "600"));
        }
        // The first calls get their responses last.
        let reply = Reply::json(&serde_json::json!({ "id": 1, "things": [] }))
            .header("ratelimit-remaining", &(left - 1).to_string())
            .header("ratelimit-reset", "99999999999")
            .with_fault(Fault::SlowHeaders(Duration::from_millis(10 * left)));
        Some(reply)
    });
    let limits = Limits::default().per_minute(50);
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client = builder.governor(Governor::new(&limits)).build().unwrap();
    let calls: Vec<_> = (0..120)
        .map(|_| {
            let call = client.things().list().timeout(Duration::from_secs(65));
            tokio::spawn(call.into_future())
        })
        .collect();
    for call in calls {
        let _ = call.await.unwrap();
    }
    assert!(refused.load(Ordering::Relaxed) <= 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_hint_about_counted_calls_changes_nothing() {
    let fake = Fake::new();
    fake.handle_all(|_| Some(Reply::json(&serde_json::json!({ "id": 1, "things": [] }))));
    fake.enforce_limits(10, 5000);
    let governor = Governor::new(&Limits::default().per_minute(10));
    let client = fake.client_builder().governor(governor).build().unwrap();
    let start = Instant::now();
    for _ in 0..9 {
        client.things().list().await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(59_900)).await;
    // The header says that nothing is left, which was true before the others left the window.
    let slow = Fault::SlowHeaders(Duration::from_millis(200));
    fake.enqueue(Reply::fault(slow));
    client.things().list().await.unwrap();
    let calls: Vec<_> = (0..9)
        .map(|_| tokio::spawn(client.things().list().into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_an_end_does_not_keep_others_from_finding_out() {
    let fake = Fake::new();
    fake.handle_all(|_| Some(Reply::json(&serde_json::json!({ "id": 1, "things": [] }))));
    let client = fake.client_builder().governor(Governor::default());
    let client = client.build().unwrap();
    let slow = Fault::SlowHeaders(Duration::from_secs(50));
    fake.enqueue(Reply::fault(slow));
    let without_end = tokio::spawn(client.things().list().into_future());
    tokio::time::sleep(Duration::from_secs(1)).await;
    fake.enqueue(Reply::status(429).header("retry-after", "10"));
    let never = RetryPolicy::never();
    let refused = client.things().list().retry(never);
    refused.await.unwrap_err();
    let start = Instant::now();
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.things().list().into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 10);
    without_end.await.unwrap().unwrap();
}
