//! Rejections that the rate governor does not wait for, and the calls that they affect.

use std::future::IntoFuture as _;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::sample::{COUNTED, Thing, ops};
use crate::fake::{Fake, Reply};
use crate::rate_limit::Limits;
use crate::{Client, Error, Governor, RetryPolicy};

fn setup(limits: &Limits) -> (Fake, Client) {
    let fake = Fake::new();
    fake.handle_all(|_| Some(Reply::json(&serde_json::json!({ "id": 1, "things": [] }))));
    let builder = fake
        .client_builder()
        .governor(Governor::new(limits).counting(COUNTED));
    (fake, builder.build().unwrap())
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn create(client: &Client) -> crate::Request<ops::Create> {
    client.things().create(Thing::new(1, "x"))
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_time_limit_fails_at_once() {
    let (fake, client) = setup(&Limits::default().per_minute(1));
    client.things().list().await.unwrap();
    let start = Instant::now();
    let list = client.things().list().timeout(seconds(5));
    let error: Error = list.await.unwrap_err();
    assert!(start.elapsed().is_zero());
    assert!(error.is_timeout() && error.is_rate_limited(), "{error}");
    assert_eq!(error.attempts(), 0);
    assert_eq!(error.retry_after().unwrap().as_secs(), 60);
    let text = "things_list (GET /v2/things): the rate limits allow the call after 60.0s at the \
                earliest, which is longer than it may take [0 attempts]";
    assert_eq!(error.to_string(), text);
    assert!(!error.may_have_been_applied());
    let request = create(&client).retry_if(|attempted| panic!("{attempted:?}"));
    let error = request.timeout(seconds(5)).await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert!(!error.may_have_been_applied(), "{error}");
    // Those that wait before it count.
    let waiting: Vec<_> = (0..4)
        .map(|_| tokio::spawn(client.things().list().into_future()))
        .collect();
    sleep(seconds(1)).await;
    let list = client.things().list().timeout(seconds(290));
    let error = list.await.unwrap_err();
    assert_eq!(error.retry_after().unwrap().as_secs(), 5 * 60 - 1);
    assert_eq!(client.governor().unwrap().predicted_wait().as_secs(), 299);
    let list = client.things().list().urgent().timeout(seconds(60)).await;
    list.unwrap();
    let mut failures = 0;
    for call in waiting {
        failures += u32::from(call.await.unwrap().is_err());
    }
    // The urgent call took the place of one.
    assert_eq!(failures, 1);
    let chat = ops::Chat {
        body: serde_json::json!({}),
    };
    let start = Instant::now();
    client.things().call(chat).await.unwrap();
    assert!(start.elapsed().is_zero(), "other hosts have other limits");
    assert_eq!(fake.requests().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn after_a_long_refusal_calls_fail_at_once() {
    let (fake, client) = setup(&Limits::default().per_minute(1));
    client.things().list().await.unwrap();
    fake.enqueue(Reply::status(429).header("retry-after", "3000"));
    // The others wait when the refusal comes, and need not wait any longer.
    let first = tokio::spawn(client.things().list().into_future());
    let others = [(); 2].map(|()| tokio::spawn(client.things().list().into_future()));
    let start = Instant::now();
    let error = first.await.unwrap().unwrap_err();
    assert_eq!((error.attempts(), start.elapsed().as_secs()), (1, 60));
    for other in others {
        let error = other.await.unwrap().unwrap_err();
        assert_eq!((error.attempts(), start.elapsed().as_secs()), (0, 60));
        assert_eq!(error.retry_after().unwrap().as_secs(), 3000);
    }
    let error = client.things().list().await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 60);
    assert_eq!(error.retry_after().unwrap().as_secs(), 3000);
    assert_eq!(client.governor().unwrap().predicted_wait().as_secs(), 3000);
    assert_eq!(client.governor().unwrap().waiting(), 0);
    let long = client.things().list().timeout(seconds(4000));
    long.await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 3060);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_a_special_limit_concerns_that_one_only() {
    let (fake, client) = setup(&Limits::default());
    let refusal = Reply::status(429).header("retry-after", "30");
    fake.enqueue(refusal.clone());
    let start = Instant::now();
    let once = || create(&client).retry(RetryPolicy::never());
    once().await.unwrap_err();
    client.things().list().await.unwrap();
    assert!(start.elapsed().is_zero());
    let error = once().timeout(seconds(20)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(seconds(30)));
    create(&client).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 30);
    // Without a word about the time, its own length is waited for, and one call looks what there is.
    sleep(seconds(60)).await;
    let start = Instant::now();
    fake.enqueue(Reply::status(429));
    once().await.unwrap_err();
    fake.enqueue(Reply::status(429));
    let calls: Vec<_> = (0..3).map(|_| tokio::spawn(once().into_future())).collect();
    let mut times = Vec::new();
    for call in calls {
        times.push((call.await.unwrap().is_ok(), start.elapsed().as_secs()));
    }
    assert_eq!(times, [(false, 10), (true, 20), (true, 20)]);
    // The headers may show that it is the general limit.
    sleep(seconds(60)).await;
    let start = Instant::now();
    fake.enqueue(refusal.header("ratelimit-remaining", "0"));
    once().await.unwrap_err();
    client.things().list().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_refused_call_is_repeated_when_its_limit_has_room() {
    let (fake, client) = setup(&Limits::default());
    fake.enqueue(Reply::status(429).header("retry-after", "50"));
    let start = Instant::now();
    let response = create(&client).send().await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert!((50..=51).contains(&start.elapsed().as_secs()));
    // It does not wait if that takes too long, and returns the error of the response.
    fake.enqueue(Reply::status(429).header("retry-after", "400"));
    let start = Instant::now();
    let error = create(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(error.retry_after(), Some(seconds(400)));
    assert!(start.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn the_time_before_the_first_attempt_is_none_of_the_retries() {
    let (fake, client) = setup(&Limits::default().per_minute(1));
    for seconds in [10, 100] {
        client.things().list().await.unwrap();
        fake.enqueue(Reply::status(503));
        // The second attempt waits for its turn, a minute after the first one.
        let policy = RetryPolicy::new().total(Duration::from_secs(seconds));
        let list = client.things().list().retry(policy);
        let result = list.timeout(Duration::from_secs(900)).send().await;
        assert_eq!(result.is_ok(), seconds > 60, "{seconds}");
    }
    assert_eq!(fake.requests().len(), 5);
}
