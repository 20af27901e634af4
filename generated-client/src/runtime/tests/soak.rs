//! Many calls with faults: each ends in its defined result.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::sample::Thing;
use crate::RetryPolicy;
use crate::fake::{Fake, Fault, Reply};

async fn soak(calls: usize) {
    let fake = Fake::new();
    let slow = Fault::SlowHeaders(Duration::from_secs(1000));
    let faults = [
        Reply::fault(Fault::ConnectionRefused),
        Reply::fault(Fault::ResetAfterRead),
        Reply::fault(Fault::TruncatedBody),
        Reply::fault(slow),
        Reply::status(429),
        Reply::status(500),
        Reply::status(503).header("retry-after", "1"),
        Reply::body("application/json", "{"),
    ];
    fake.keep_requests(0);
    let answered = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&answered);
    fake.handle_all(move |_| {
        let number = counter.fetch_add(1, Ordering::Relaxed);
        let is_fault = fastrand::u8(..100) < 5;
        is_fault.then(|| faults[number % faults.len()].clone())
    });
    let builder = fake.client_builder().retry(RetryPolicy::new().attempts(4));
    let client = builder.build().unwrap();
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let client = client.clone();
            tokio::spawn(async move {
                let things = client.things();
                let mut failures = 0;
                for number in 0..calls / 64 {
                    let result = match (task + number) % 4 {
                        0 => things.list().await.map(drop),
                        1 => things.replace(1, Thing::new(1, "x")).await.map(drop),
                        2 => things.destroy(1).await,
                        _ => things.create(Thing::new(1, "x")).await.map(drop),
                    };
                    if let Err(error) = result {
                        failures += 1;
                        // What may be repeated has been; only broken JSON and POSTs fail at once.
                        let is_post = error.operation().unwrap().id == "things_create";
                        let at_once = is_post || error.is_decode();
                        assert!(at_once || error.attempts() == 4, "{error}");
                        assert!(error.attempts() <= 4, "{error}");
                    }
                }
                failures
            })
        })
        .collect();
    let mut failures = 0;
    for task in tasks {
        failures += task.await.unwrap();
    }
    assert!(
        failures > 0 && failures < calls / 20,
        "{failures} of {calls} failed"
    );
    assert!(answered.load(Ordering::Relaxed) > calls);
    let metrics = tokio::runtime::Handle::current().metrics();
    assert_eq!(metrics.num_alive_tasks(), 0, "no task is left");
}

#[tokio::test(start_paused = true)]
async fn a_few_thousand_calls() {
    soak(6400).await;
}

#[tokio::test(start_paused = true)]
#[ignore = "takes a while: cargo test -p generated-client --features fake -- --ignored soak"]
async fn a_hundred_thousand_calls() {
    soak(102_400).await;
}
