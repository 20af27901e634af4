//! The requests, waits and results of each fault, method and number of attempts.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::sample::{Thing, ops};
use crate::fake::{Fake, Fault, Reply};
use crate::{Client, Error, RetryPolicy};

pub(super) type Outcome = Result<(), Error>;

fn setup(policy: RetryPolicy) -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client_builder().retry(policy).build().unwrap();
    (fake, client)
}

pub(super) async fn call(client: &Client, method: &str) -> Outcome {
    let things = client.things();
    let thing = Thing::new(1, "x");
    match method {
        "GET" => things.list().await.map(drop),
        "PUT" => things.replace(1, thing).await.map(drop),
        "DELETE" => things.destroy(1).await,
        "POST" => things.create(thing).await.map(drop),
        "POST, idempotent" => things.call(ops::Validate { body: thing }).await.map(drop),
        other => panic!("{other}"),
    }
}

const METHODS: [&str; 5] = ["GET", "PUT", "DELETE", "POST, idempotent", "POST"];

/// The time limit of an attempt.
const LIMIT: Duration = Duration::from_secs(60);
const SLOW: Fault = Fault::SlowHeaders(Duration::from_secs(120));

/// Faults, whether they are transient, and whether the request was certainly not processed.
fn faults() -> Vec<(Reply, bool, bool)> {
    let fault = Reply::fault;
    let in_body = |fault| Reply::json(&json!({})).with_fault(fault);
    vec![
        (fault(Fault::ConnectionRefused), true, true),
        (fault(Fault::ResetBeforeRead), true, false),
        (fault(Fault::ResetAfterRead), true, false),
        (fault(SLOW), true, false),
        (in_body(Fault::TruncatedBody), true, false),
        (in_body(Fault::OversizedBody(1 << 40)), false, false),
        (Reply::status(408), true, false),
        (Reply::status(429), true, true),
        (Reply::status(500), true, false),
        (Reply::status(502), true, false),
        (Reply::status(503), true, false),
        (Reply::status(504), true, false),
        (Reply::status(520), true, false),
        (Reply::status(522), true, false),
        (Reply::status(524), true, false),
        (Reply::status(530), true, false),
        (Reply::status(501), false, false),
        (Reply::status(505), false, false),
        (Reply::status(519), false, false),
        (Reply::status(525), false, false),
        (Reply::status(529), false, false),
        (Reply::status(302), false, true),
        (Reply::status(400), false, true),
        (Reply::status(404), false, true),
        (Reply::status(422), false, true),
    ]
}

#[tokio::test(start_paused = true)]
async fn each_fault_with_each_method() {
    for (reply, transient, unprocessed) in faults() {
        for method in METHODS {
            for attempts in [1, 2, 3] {
                let repeats = transient && (method != "POST" || unprocessed);
                let ambiguous = !unprocessed && method != "GET";
                fail(&reply, method, attempts, repeats, ambiguous).await;
            }
        }
    }
}

/// Makes a call fail as often as it is tried, and another one once less.
async fn fail(reply: &Reply, method: &str, attempts: u32, repeats: bool, ambiguous: bool) {
    let (fake, client) = setup(RetryPolicy::new().attempts(attempts));
    for _ in 0..attempts {
        fake.enqueue(reply.clone());
    }
    let expected = if repeats { attempts } else { 1 };
    let start = Instant::now();
    let error = call(&client, method).await.unwrap_err();
    let waited = start.elapsed();
    let what = format!("{method}, {attempts} attempts, {reply:?}, {waited:?}: {error}");
    assert_eq!(error.attempts(), expected, "{what}");
    assert_eq!(error.may_have_been_applied(), ambiguous, "{what}");
    assert_eq!(what.contains("may have been applied"), ambiguous, "{what}");
    let refused = reply.fault == Some(Fault::ConnectionRefused);
    let seen = if refused { 0 } else { expected as usize };
    assert_eq!(fake.requests().len(), seen, "{what}");
    // Slow attempts take their time limit each, the waits between them at most 1 s and 2 s.
    let is_slow = reply.fault == Some(SLOW);
    let least = if is_slow {
        LIMIT * expected
    } else {
        Duration::ZERO
    };
    let most = least.as_secs_f64() + [0.0, 1.0, 3.0][expected as usize - 1] + 0.01;
    assert!(waited >= least && waited.as_secs_f64() <= most, "{what}");
    // One more try than failures ends well, where it may be tried at all.
    for _ in 1..attempts {
        fake.enqueue(reply.clone());
    }
    let result = call(&client, method).await;
    assert_eq!(result.is_ok(), attempts == 1 || repeats, "{what}");
}

async fn time_of(policy: RetryPolicy, replies: Vec<Reply>) -> (Duration, u32) {
    let (fake, client) = setup(policy);
    replies.into_iter().for_each(|reply| fake.enqueue(reply));
    let start = Instant::now();
    let attempts = match client.things().list().send().await {
        Ok(response) => response.attempts(),
        Err(error) => error.attempts(),
    };
    (start.elapsed(), attempts)
}

#[tokio::test(start_paused = true)]
async fn calls_wait_as_long_as_the_server_asks() {
    let date = "Mon, 05 Jan 2026 00:00:00 GMT";
    let cases = [
        (Reply::status(429).header("retry-after", "7"), 7.0..=7.7),
        (Reply::status(503).header("retry-after", "7"), 7.0..=7.7),
        (Reply::status(429).header("retry-after", "60"), 60.0..=61.0),
        // The reset may be that of the hour, so it is worth trying before.
        (
            Reply::status(429)
                .header("date", date)
                .header("ratelimit-reset", "1767574800"),
            60.0..=61.0,
        ),
        (
            Reply::status(429)
                .header("date", date)
                .header("ratelimit-reset", "1767571212"),
            12.0..=13.0,
        ),
        (
            Reply::status(429)
                .header("date", date)
                .header("ratelimit-reset", "1767571199"),
            0.0..=1.0,
        ),
        (
            Reply::status(429).header("retry-after", "nonsense"),
            0.0..=1.0,
        ),
        (
            Reply::status(429)
                .header("date", date)
                .header("retry-after", "0")
                .header("ratelimit-reset", "1767571212"),
            12.0..=13.0,
        ),
    ];
    for (reply, range) in cases {
        let what = format!("{reply:?}");
        let (time, attempts) = time_of(RetryPolicy::new(), vec![reply]).await;
        assert_eq!(attempts, 2);
        // The clock of tokio's timers has steps of a millisecond.
        let seconds = time.as_secs_f64();
        assert!(
            *range.start() <= seconds && seconds <= range.end() + 0.002,
            "{seconds} {what}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_the_policy_allows_fails_at_once() {
    let date = "Mon, 05 Jan 2026 00:00:00 GMT";
    let after = |status, wait: &str| Reply::status(status).header("retry-after", wait);
    let cases = [
        (after(429, "61"), 61),
        (after(503, "3600"), 3600),
        (after(500, "86400"), 86_400),
        (
            after(429, "Mon, 05 Jan 2026 00:10:00 GMT").header("date", date),
            600,
        ),
        (after(503, "18446744073709551616"), u64::MAX),
    ];
    for (reply, seconds) in cases {
        for method in METHODS {
            let (fake, client) = setup(RetryPolicy::new());
            fake.enqueue(reply.clone());
            let start = Instant::now();
            let error = call(&client, method).await.unwrap_err();
            assert!(start.elapsed().is_zero(), "{method}: {error}");
            assert_eq!(error.attempts(), 1, "{method}: {error}");
            let wait = error.retry_after().unwrap();
            assert_eq!(wait.as_secs(), seconds, "{method}: {error}");
            // The policy may allow more.
            let policy = RetryPolicy::new().longest_requested_wait(Duration::from_secs(100));
            let (fake, client) = setup(policy);
            fake.enqueue(reply.clone());
            let result = call(&client, method).await;
            let is_repeated = seconds < 100;
            assert_eq!(result.is_ok(), is_repeated, "{method}: {result:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_not_processed_is_repeated_whatever_the_method() {
    let replies = [
        Reply::status(503).header("retry-after", "1"),
        Reply::status(429),
        Reply::fault(Fault::ConnectionRefused),
    ];
    for reply in replies {
        for method in METHODS {
            let (fake, client) = setup(RetryPolicy::new());
            fake.enqueue(reply.clone());
            call(&client, method).await.unwrap();
            // The last attempt decides whether a deletion has deleted something.
            fake.enqueue(reply.clone());
            fake.enqueue(Reply::status(404));
            let error = call(&client, method).await.unwrap_err();
            assert!(error.is_not_found(), "{method}, {reply:?}: {error}");
            assert!(!error.may_have_been_applied(), "{method}: {error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn waits_double_up_to_a_cap_with_full_jitter() {
    let second = Duration::from_secs(1);
    let policy = RetryPolicy::new().attempts(8).backoff(second, 4 * second);
    let mut times = Vec::new();
    for _ in 0..50 {
        let replies = vec![Reply::status(503); 8];
        let (time, attempts) = time_of(policy.clone(), replies).await;
        assert_eq!(attempts, 8);
        times.push(time.as_secs_f64());
    }
    let longest = 1.0 + 2.0 + 4.0 * 5.0;
    assert!(times.iter().all(|time| *time < longest + 0.01), "{times:?}");
    let mean = times.iter().sum::<f64>() / 50.0;
    assert!((longest * 0.4..longest * 0.6).contains(&mean), "{mean}");
}

#[tokio::test(start_paused = true)]
async fn total_times_are_kept() {
    let policy = RetryPolicy::new()
        .attempts(100)
        .total(Duration::from_secs(20));
    let (time, attempts) = time_of(policy, vec![Reply::status(503); 100]).await;
    assert!(
        attempts < 100 && time <= Duration::from_secs(20),
        "{attempts} {time:?}"
    );

    let (fake, client) = setup(RetryPolicy::new().attempts(100));
    for _ in 0..100 {
        fake.enqueue(Reply::fault(Fault::SlowHeaders(Duration::from_secs(50))));
    }
    let start = Instant::now();
    let request = client.things().list().timeout(Duration::from_secs(5));
    let error = request.await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(start.elapsed().as_secs(), 5);
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deletion_whose_response_was_lost_succeeds_if_the_resource_is_gone() {
    let (fake, client) = setup(RetryPolicy::new());
    fake.enqueue(Reply::fault(Fault::ResetAfterRead));
    fake.enqueue(Reply::status(404));
    let response = client.things().destroy(1).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (404, 2));
    // A refused connection deleted nothing.
    fake.enqueue(Reply::fault(Fault::ConnectionRefused));
    fake.enqueue(Reply::status(404));
    assert!(client.things().destroy(1).await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn callers_decide_what_is_retried() {
    let (fake, client) = setup(RetryPolicy::new());
    let busy = json!({ "id": "unprocessable_entity", "message": "try again" });
    let busy = Reply::json(&busy).with_status(http::StatusCode::UNPROCESSABLE_ENTITY);
    fake.enqueue(busy.clone());
    fake.enqueue(busy);
    let request = client.things().create(Thing::new(1, "x"));
    let request = request.retry_if(|attempted| {
        attempted
            .message
            .is_some_and(|message| message.contains("try again"))
    });
    let response = request.send().await.unwrap();
    assert_eq!(response.attempts(), 3);
    let policy = RetryPolicy::never();
    fake.enqueue(Reply::status(503));
    let error = client.things().list().retry(policy).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_zero_delay_is_ignored() {
    for value in ["0", "Thu, 01 Jan 2015 00:00:00 GMT"] {
        let mut longest = Duration::ZERO;
        for _ in 0..20 {
            let reply = Reply::status(429).header("retry-after", value);
            let (time, attempts) = time_of(RetryPolicy::new(), vec![reply; 5]).await;
            assert_eq!(attempts, 5);
            longest = longest.max(time);
        }
        // Four waits of up to 1, 2, 4 and 8 s.
        assert!(longest > Duration::from_secs(4), "{value}: {longest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn limits_may_be_endless() {
    const MAX: Duration = Duration::MAX;
    let (_, client) = setup(RetryPolicy::new());
    client.things().list().timeout(MAX).await.unwrap();
    let endless = RetryPolicy::new()
        .backoff(MAX, MAX)
        .longest_requested_wait(MAX)
        .total(MAX);
    let fake = Fake::new();
    let builder = fake.client_builder().retry(endless.attempts(2));
    let builder = builder.timeout(MAX).attempt_timeout(MAX);
    let client = builder.stream_idle_timeout(MAX).build().unwrap();
    client.things().list().await.unwrap();
    let never = u64::MAX.to_string();
    for reply in [
        Reply::status(503),
        Reply::status(503).header("retry-after", &never),
    ] {
        fake.enqueue(reply);
        let limit = Duration::from_secs(5);
        let error = client.things().list().timeout(limit).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
        fake.enqueue(Reply::status(503).header("retry-after", &never));
        // The wait is practically endless, and the time limit is not shorter.
        let error = client.things().list().await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_may_take_as_long_as_its_call_was_given() {
    let long = Duration::from_secs(600);
    let slow = Reply::json(&json!({ "things": [] }))
        .with_fault(Fault::SlowHeaders(Duration::from_secs(90)));
    let (fake, client) = setup(RetryPolicy::never());
    fake.enqueue(slow.clone());
    client.things().list().timeout(long).await.unwrap();
    fake.enqueue(slow.clone());
    assert!(client.things().list().await.unwrap_err().is_timeout());
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client = builder.attempt_timeout(LIMIT).build().unwrap();
    fake.enqueue(slow);
    let start = Instant::now();
    let error = client.things().list().timeout(long).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(start.elapsed(), LIMIT);
}
