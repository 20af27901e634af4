//! A hundred thousand calls, one in twenty with a fault: each ends in its defined result, memory stays flat, and no task
//! is left. The clock is paused, so that waits take no time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::alloc::System;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use digitalocean::fake::{Fake, Fault, Reply};
use digitalocean::http::Method;
use digitalocean::projects::{ProjectCreate, ProjectReplace};
use digitalocean::serde_json::json;
use digitalocean::{Client, Error, RetryPolicy};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const TASKS: usize = 64;
const ROUNDS: usize = 10;
const CALLS_OF_A_TASK: usize = 160;
const ATTEMPTS: u32 = 4;

/// The allowed difference between two rounds: memory that is still being freed.
const SLACK: usize = 32 << 10;

#[tokio::test(start_paused = true)]
async fn a_hundred_thousand_calls() {
    let (fake, responses) = faulty();
    let policy = RetryPolicy::new().attempts(ATTEMPTS);
    let client = fake.client_builder().retry(policy).build().unwrap();
    let mut failures = 0;
    let mut first = 0;
    for round in 0..ROUNDS {
        failures += play(&client).await;
        let metrics = tokio::runtime::Handle::current().metrics();
        assert_eq!(metrics.num_alive_tasks(), 0, "no task is left");
        let held = held();
        if round == 0 {
            first = held;
        }
        let growth = held.saturating_sub(first);
        assert!(growth < SLACK, "{growth} bytes more after round {round}");
    }
    let calls = TASKS * CALLS_OF_A_TASK * ROUNDS;
    let responses = responses.load(Ordering::Relaxed);
    assert!(responses > calls, "{responses} responses to {calls} calls");
    let is_plausible = failures > calls / 500 && failures < calls / 20;
    assert!(is_plausible, "{failures} of {calls} failed");
    println!("{calls} calls, {responses} responses, {failures} failures");
}

/// Returns a fake that fails once in twenty times, in one way after the other.
fn faulty() -> (Fake, Arc<AtomicUsize>) {
    let faults = [
        Reply::fault(Fault::ConnectionRefused),
        Reply::fault(Fault::ResetBeforeRead),
        Reply::json("lost").with_fault(Fault::ResetAfterRead),
        Reply::json("late").with_fault(Fault::SlowHeaders(Duration::from_secs(1000))),
        Reply::json("truncated").with_fault(Fault::TruncatedBody),
        Reply::status(429),
        Reply::status(500),
        Reply::status(503).header("retry-after", "1"),
        Reply::body("application/json", "{"),
    ];
    let fake = Fake::new();
    fake.keep_requests(0);
    let responses = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&responses);
    // The fake would store every project, so that memory would grow.
    let list = Reply::json(&json!({ "projects": [], "links": {}, "meta": { "total": 0 } }));
    let project = Reply::json(&json!({ "project": { "id": "1", "name": "a" } }));
    fake.handle_all(move |request| {
        let number = counter.fetch_add(1, Ordering::Relaxed);
        Some(match *request.method() {
            _ if fastrand::u8(..100) < 5 => faults[number % faults.len()].clone(),
            Method::GET => list.clone(),
            Method::DELETE => Reply::status(204),
            _ => project.clone(),
        })
    });
    (fake, responses)
}

/// Calls from many tasks, and returns how many calls failed.
async fn play(client: &Client) -> usize {
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut failures = 0;
                for number in 0..CALLS_OF_A_TASK {
                    if let Err(error) = call(&client, task + number).await {
                        failures += 1;
                        check(&error);
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
    failures
}

fn body() -> ProjectReplace {
    ProjectReplace::new()
        .name("a")
        .description("b")
        .purpose("c")
        .environment("Production")
        .is_default(false)
}

async fn call(client: &Client, number: usize) -> Result<(), Error> {
    let projects = client.projects();
    match number % 4 {
        0 => drop(projects.list().await?),
        1 => drop(projects.replace("1", body()).await?),
        2 => projects.delete("1").await?,
        _ => drop(projects.create(ProjectCreate::new("a", "b")).await?),
    }
    Ok(())
}

/// Repeatable calls were repeated. A POST whose response was lost was not, and broken JSON remains an error.
fn check(error: &Error) {
    let is_post = error.operation().unwrap().id == "projects_create";
    let is_correct = is_post == error.may_have_been_applied();
    match error.attempts() {
        ATTEMPTS => {}
        1.. if error.is_decode() || (is_post && is_correct) => {}
        _ => panic!("{error}"),
    }
}

/// Returns the bytes that are allocated.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats
        .bytes_allocated
        .saturating_sub(stats.bytes_deallocated)
}
