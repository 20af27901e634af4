//! Resources that are not ready at first, fail, vanish, or never finish.

use std::future::IntoFuture as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::json;
use tokio::time::Instant;

use super::sample::{State, Thing, ops};
use crate::fake::{Fake, Fault, Reply};
use crate::rate_limit::Limits;
use crate::runtime::WaitSpec;
use crate::wait::{Gone, Ready, Step};
use crate::{Error, Governor, RetryPolicy, Waiter};

const ACTIVE: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["active"],
    failed: &["archive"],
};

const DELETED: WaitSpec = WaitSpec {
    ready: &[],
    ..ACTIVE
};

fn state(state: &str) -> Reply {
    Reply::json(&json!({ "thing": { "id": 1, "name": "one", "status": state } }))
}

fn setup<U>(replies: Vec<Reply>, spec: &'static WaitSpec) -> (Fake, Waiter<ops::Get, U>) {
    let fake = Fake::new();
    replies.into_iter().for_each(|reply| fake.enqueue(reply));
    let client = fake
        .client_builder()
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let waiter = Waiter::new(client.things().get(1), spec);
    (fake, waiter)
}

type Waited<T> = Result<T, Error>;

async fn wait(replies: Vec<Reply>) -> Waited<Thing> {
    setup::<Ready>(replies, &ACTIVE).1.await
}

async fn wait_for_the_end(replies: Vec<Reply>) -> Waited<Option<Thing>> {
    setup::<Gone>(replies, &DELETED).1.await
}

#[tokio::test(start_paused = true)]
async fn it_becomes_ready() {
    let (fake, waiter) = setup::<Ready>(vec![state("new"), state("new"), state("Active")], &ACTIVE);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let waiter = waiter.on_progress(move |state| {
        sink.lock().unwrap().push(state.unwrap_or("-").to_owned());
    });
    let start = Instant::now();
    let thing = waiter.await.unwrap();
    assert_eq!(thing.status, "Active");
    assert_eq!(*seen.lock().unwrap(), ["new", "new", "Active"]);
    let seconds = start.elapsed().as_secs_f64();
    assert!((11.0..14.0).contains(&seconds), "{seconds}");
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn it_fails() {
    let error = wait(vec![state("new"), state("archive")])
        .await
        .unwrap_err();
    let Error::Wait(failure) = &error else {
        panic!("{error}")
    };
    assert_eq!((failure.state(), failure.polls()), (Some("archive"), 2));
    assert!(
        error
            .to_string()
            .contains("failed with the state `archive`"),
        "{error}"
    );
    assert!(!error.is_timeout());
    let body = failure.body().unwrap();
    assert!(body.ends_with(b"\"archive\"}}"), "{body:?}");
}

#[tokio::test(start_paused = true)]
async fn it_vanishes() {
    let error = wait(vec![state("new"), Reply::status(404)])
        .await
        .unwrap_err();
    let Error::Wait(failure) = &error else {
        panic!("{error}")
    };
    assert!(failure.is_gone());
}

#[tokio::test(start_paused = true)]
async fn it_is_gone_as_was_wanted() {
    let replies = vec![state("deleting"), Reply::status(404)];
    let last = wait_for_the_end(replies).await.unwrap();
    assert_eq!(
        last.map(|thing| thing.status),
        Some(State::from("deleting"))
    );
    let never_seen = wait_for_the_end(vec![Reply::status(404)]).await;
    assert_eq!(never_seen.unwrap(), None);
    let error = wait_for_the_end(vec![state("archive")]).await.unwrap_err();
    assert!(matches!(error, Error::Wait(_)), "{error}");
}

fn seen(state: &str) -> Step<Thing> {
    Step::State(Some(state.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn its_steps_are_a_stream() {
    let replies = vec![Reply::status(404), state("new"), state("active")];
    let (_, waiter) = setup::<Ready>(replies, &ACTIVE);
    let observed = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&observed);
    let waiter = waiter.on_progress(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let steps: Vec<_> = waiter.steps().map(Result::unwrap).collect().await;
    assert_eq!(steps[..3], [Step::State(None), seen("new"), seen("active")]);
    assert!(matches!(&steps[3], Step::Done(thing) if thing.id == 1));
    assert_eq!((steps.len(), observed.load(Ordering::Relaxed)), (4, 3));

    let (_, waiter) = setup::<Ready>(vec![state("archive")], &ACTIVE);
    let mut steps = waiter.steps();
    assert_eq!(steps.next().await.unwrap().unwrap(), seen("archive"));
    assert!(matches!(steps.next().await, Some(Err(Error::Wait(_)))));
    assert!(steps.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn it_never_finishes() {
    let (fake, waiter) = setup::<Ready>(Vec::new(), &ACTIVE);
    fake.handle("things_get", |_| Some(state("new"))).unwrap();
    let start = Instant::now();
    let error = waiter.timeout(Duration::from_secs(100)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(start.elapsed().as_secs(), 100);
    assert!(
        error
            .to_string()
            .contains("still waiting after 100s; its last state was `new`"),
        "{error}"
    );

    let (fake, waiter) = setup::<Ready>(Vec::new(), &ACTIVE);
    let never = Duration::from_secs(1 << 30);
    fake.handle("things_get", move |_| {
        Some(state("new").with_fault(Fault::SlowHeaders(never)))
    })
    .unwrap();
    let error = waiter.timeout(Duration::from_secs(10)).await.unwrap_err();
    assert!(
        matches!(error, Error::Wait(_)) && error.is_timeout(),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn it_is_not_there_yet() {
    let replies = vec![Reply::status(404), Reply::status(404), state("active")];
    assert_eq!(wait(replies).await.unwrap().id, 1);
    let (fake, waiter) = setup::<Ready>(Vec::new(), &ACTIVE);
    fake.handle("things_get", |_| Some(Reply::status(404)))
        .unwrap();
    assert!(waiter.await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn a_few_errors_are_tolerated() {
    let failure = || Reply::status(503);
    let reset = || Reply::fault(Fault::ResetBeforeRead);
    let replies = vec![
        failure(),
        reset(),
        failure(),
        state("new"),
        failure(),
        state("active"),
    ];
    assert_eq!(wait(replies).await.unwrap().id, 1);
    for status in [408, 429, 500, 502, 504, 520, 521, 522, 523, 524, 530] {
        let replies = vec![state("new"), Reply::status(status), state("active")];
        assert_eq!(wait(replies).await.unwrap().id, 1, "{status}");
    }
    for status in [400, 403, 501, 505, 519, 525] {
        let replies = vec![state("new"), Reply::status(status), state("active")];
        assert!(wait(replies).await.is_err(), "{status}");
    }
    let lacking = || {
        let bodies = [
            json!({}),
            json!({ "thing": null }),
            json!({ "thing": {} }),
            json!({ "things": [] }),
            json!({ "id": "server_error", "message": "Unexpected." }),
            json!([]),
        ];
        bodies.into_iter().map(|body| Reply::json(&body))
    };
    for reply in lacking() {
        let replies = vec![reply.clone(), state("new"), reply.clone(), state("active")];
        assert_eq!(wait(replies).await.unwrap().id, 1);
        let error = wait(vec![reply; 4]).await.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains("thing"),
            "{error}"
        );
    }
    let gone = wait_for_the_end(lacking().take(4).collect())
        .await
        .unwrap_err();
    assert!(gone.is_decode(), "nothing says that it is gone: {gone}");
    let error = wait(vec![failure(); 4]).await.unwrap_err();
    assert!(error.is_server_error());
    let error = wait(vec![Reply::status(401)]).await.unwrap_err();
    assert!(error.is_unauthorized());
}

#[tokio::test(start_paused = true)]
async fn each_poll_waits_for_the_governor() {
    let fake = Fake::new();
    fake.handle("things_get", |_| Some(state("new"))).unwrap();
    let governor = Governor::new(&Limits::default().per_minute(2));
    let client = fake.client_builder().governor(governor).build().unwrap();
    let wait = |seconds| {
        let waiter: Waiter<ops::Get> = Waiter::new(client.things().get(1), &ACTIVE);
        let waiter = waiter.interval(Duration::from_secs(1));
        waiter.timeout(Duration::from_secs(seconds))
    };
    let start = Instant::now();
    let error = wait(59).await.unwrap_err();
    // There is not enough time for another request, so the wait ends.
    assert!(error.is_timeout() && error.is_rate_limited(), "{error}");
    assert!(start.elapsed().as_secs() < 3, "{:?}", start.elapsed());
    assert_eq!(fake.requests().len(), 2);
    // A look has less time than the wait has: it comes when there is room.
    let waiter = wait(100).request(|look| look.timeout(Duration::from_secs(5)));
    let error = waiter.await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(fake.requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_poll_may_have_its_own_time_limit() {
    let (fake, waiter) = setup::<Ready>(Vec::new(), &ACTIVE);
    fake.enqueue(state("active").with_fault(Fault::SlowHeaders(Duration::from_secs(50))));
    fake.enqueue(state("active"));
    let limit = Duration::from_secs(2);
    let start = Instant::now();
    let waiter = waiter.request(move |request| request.timeout(limit));
    assert_eq!(waiter.await.unwrap().id, 1);
    // Two seconds for the first look, about five until the second.
    assert!(start.elapsed().as_secs() < 9, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn it_may_wait_for_ever() {
    let replies = vec![Reply::status(404), state("new"), state("active")];
    let (_, waiter) = setup::<Ready>(replies, &ACTIVE);
    assert_eq!(waiter.timeout(Duration::MAX).await.unwrap().id, 1);
    let (_, waiter) = setup::<Ready>(vec![state("new")], &ACTIVE);
    let waiter = waiter.interval(Duration::MAX);
    assert!(waiter.await.unwrap_err().is_timeout());
}

#[tokio::test(start_paused = true)]
async fn dropping_it_stops_it() {
    let (fake, waiter) = setup::<Ready>(Vec::new(), &ACTIVE);
    fake.handle("things_get", |_| Some(state("new"))).unwrap();
    let waiting = tokio::spawn(waiter.into_future());
    tokio::time::sleep(Duration::from_secs(20)).await;
    waiting.abort();
    let polls = fake.requests().len();
    tokio::time::sleep(Duration::from_secs(200)).await;
    assert_eq!(fake.requests().len(), polls);
}

/// Returns a response that asks for a pause.
fn busy(status: u16, seconds: u64) -> Reply {
    Reply::status(status).header("retry-after", &seconds.to_string())
}

#[tokio::test(start_paused = true)]
async fn polls_wait_for_as_long_as_the_server_asks() {
    for (replies, pauses) in [
        (vec![busy(429, 300), state("active")], vec![300]),
        (
            vec![busy(503, 60), state("new"), state("active")],
            vec![60, 7],
        ),
        (vec![busy(429, 1), state("active")], vec![5]),
        (vec![busy(404, 40), state("active")], vec![40]),
    ] {
        let (fake, waiter) = setup::<Ready>(replies, &ACTIVE);
        let start = Instant::now();
        waiter.await.unwrap();
        assert_eq!(fake.requests().len(), pauses.len() + 1);
        let total: u64 = pauses.iter().sum();
        let took = start.elapsed().as_secs_f64();
        let expected = total as f64;
        assert!(
            (expected * 0.89..expected * 1.11).contains(&took),
            "{pauses:?}: {took}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_at_once_where_the_server_asks_for_more_time_than_is_left() {
    for (status, seconds) in [(429, 601), (503, 3600), (502, 86_400)] {
        let (fake, waiter) = setup::<Ready>(vec![busy(status, seconds)], &ACTIVE);
        let start = Instant::now();
        let error = waiter.await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert_eq!(start.elapsed(), Duration::ZERO, "{status}");
        assert_eq!(fake.requests().len(), 1, "{status}");
    }
}
