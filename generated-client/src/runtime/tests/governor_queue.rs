//! How calls wait for the rate governor, and for each other.

use std::future::{Future, IntoFuture as _};
use std::pin::{Pin, pin};
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::sample::{COUNTED, Thing, ops};
use crate::fake::{Fake, Fault, Reply};
use crate::rate_limit::Limits;
use crate::{Client, Governor};

fn setup(limits: &Limits) -> (Fake, Client) {
    let fake = Fake::new();
    fake.handle_all(|_| {
        Some(Reply::json(
            &serde_json::json!({ "id": 1, "things": [], "thing": { "id": 1 } }),
        ))
    });
    let builder = fake
        .client_builder()
        .governor(Governor::new(limits).counting(COUNTED));
    (fake, builder.build().unwrap())
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Polls a future once, as one does who then forgets it.
fn poll_once(future: Pin<&mut impl Future>) {
    let mut context = Context::from_waker(Waker::noop());
    assert!(future.poll(&mut context).is_pending());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_polls_keeps_others_no_longer_than_its_own_turn() {
    let (fake, client) = setup(&Limits::default().per_minute(3));
    let start = Instant::now();
    for _ in 0..3 {
        client.things().list().await.unwrap();
    }
    let mut left = Vec::new();
    for _ in 0..2 {
        left.push(Box::pin(client.things().list().into_future()));
    }
    for left in &mut left {
        poll_once(left.as_mut());
    }
    // The third of a window in which those that were left have turns.
    client.things().list().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 60);
    // Their turns are lost after a second, so two more have room in the same window.
    for _ in 0..2 {
        client.things().list().await.unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 61);
    assert_eq!(client.governor().unwrap().waiting(), 2);
    let call = tokio::spawn(client.things().get(7).into_future());
    sleep(seconds(1)).await;
    // A repeated call goes first.
    for left in left {
        left.await.unwrap();
    }
    call.await.unwrap().unwrap();
    assert!((120..=122).contains(&start.elapsed().as_secs()));
    let requests = fake.requests();
    assert_eq!(requests.len(), 9);
    assert_eq!(requests[8].operation.id, "things_get");
    assert_eq!(client.governor().unwrap().waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn many_calls_that_nobody_polls_keep_nobody_waiting() {
    let (_, client) = setup(&Limits::default().per_minute(1));
    client.things().list().await.unwrap();
    let mut left: Vec<_> = (0..3)
        .map(|_| Box::pin(client.things().list().into_future()))
        .collect();
    for left in &mut left {
        poll_once(left.as_mut());
    }
    let start = Instant::now();
    client.things().list().timeout(seconds(600)).await.unwrap();
    let waited = start.elapsed().as_secs();
    assert!(waited <= 4 * 61, "{waited}");
}

#[tokio::test(start_paused = true)]
async fn a_sent_call_that_nobody_polls_ends_at_its_time_limit() {
    let (fake, client) = setup(&Limits::default().per_minute(1));
    fake.enqueue(Reply::fault(Fault::SlowHeaders(seconds(1))));
    let mut left = pin!(client.things().list().into_future());
    poll_once(left.as_mut());
    // An attempt takes a minute at most, and counts for another one.
    let start = Instant::now();
    client.things().list().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 120);
    left.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_leaves_the_queue_at_once() {
    let (fake, client) = setup(&Limits::default().per_minute(2));
    let start = Instant::now();
    client.things().list().await.unwrap();
    sleep(seconds(20)).await;
    client.things().list().await.unwrap();
    let mut first = Box::pin(client.things().list().into_future());
    poll_once(first.as_mut());
    let next = tokio::spawn({
        let next = client.things().list().into_future();
        async move {
            next.await.unwrap();
            start.elapsed().as_secs()
        }
    });
    sleep(seconds(20)).await;
    drop(first);
    assert_eq!(next.await.unwrap(), 60);
    // The same for one that was called, and dropped before it took notice.
    let mut called = Box::pin(client.things().list().into_future());
    poll_once(called.as_mut());
    sleep(seconds(1)).await;
    let next = tokio::spawn(client.things().list().into_future());
    sleep(seconds(18)).await;
    assert_eq!(fake.requests().len(), 3);
    drop(called);
    next.await.unwrap().unwrap();
    assert_eq!(start.elapsed().as_secs(), 80);
}

#[tokio::test(start_paused = true)]
async fn urgent_calls_and_those_of_a_special_limit_pass_each_other() {
    let (_, client) = setup(&Limits::default());
    let start = Instant::now();
    let create = |name: &str| client.things().create(Thing::new(1, name));
    let timed = |call: crate::operation::Pending<ops::Create>| {
        tokio::spawn(async move {
            call.await.unwrap();
            start.elapsed().as_secs()
        })
    };
    let mut ordinary = Vec::new();
    for _ in 0..4 {
        ordinary.push(timed(create("x").into_future()));
    }
    sleep(seconds(1)).await;
    // Two in ten seconds: an urgent one passes those of its limit, and keeps no others waiting.
    let urgent = timed(create("y").urgent().into_future());
    sleep(seconds(1)).await;
    client.things().list().urgent().await.unwrap();
    client.things().list().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 2);
    assert_eq!(urgent.await.unwrap(), 10);
    let mut times = Vec::new();
    for call in ordinary {
        times.push(call.await.unwrap());
    }
    assert_eq!(times, [0, 0, 10, 20]);
}

#[tokio::test(start_paused = true)]
async fn calls_of_a_special_limit_pass_those_that_wait_for_another() {
    let (_, client) = setup(&Limits::default());
    let start = Instant::now();
    let clear = |files: usize| {
        let body = serde_json::json!({ "files": vec!["x"; files] });
        tokio::spawn(client.things().call(ops::Clear { body }).into_future())
    };
    let calls = [clear(50), clear(50)];
    sleep(seconds(1)).await;
    for _ in 0..2 {
        let body = Thing::new(1, "x");
        client.things().create(body).await.unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 1);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn urgent_calls_have_a_reserve_where_one_is_kept() {
    for (reserve, longest) in [(0, 59), (10, 0)] {
        let (fake, client) = setup(&Limits::default().reserve(reserve));
        fake.enforce_limits(250, 5000);
        let calls: Vec<_> = (0..600)
            .map(|_| tokio::spawn(client.things().list().send()))
            .collect();
        sleep(seconds(1)).await;
        let start = Instant::now();
        let urgent: Vec<_> = (0..10)
            .map(|_| tokio::spawn(client.things().list().urgent().send()))
            .collect();
        for call in urgent {
            assert_eq!(call.await.unwrap().unwrap().attempts(), 1);
        }
        assert_eq!(start.elapsed().as_secs(), longest, "{reserve}");
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap().attempts(), 1);
        }
    }
}
