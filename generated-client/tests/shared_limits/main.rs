//! Processes that share the rate limits of one token through a Redis server.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod api;
mod guarantees;
mod server;
mod slow_server;
mod windows;
mod worker;

use std::ops::RangeInclusive;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::RwLock;

use crate::api::{LimitedApi, Windows};
use crate::server::Redis;

pub(crate) const WORKERS: usize = 8;
const CALLS: usize = 2000;

/// The windows of the API, twenty times as short.
const WINDOWS: Windows = Windows {
    per_minute: 250,
    per_hour: 5000,
    shortened: 20,
};

/// Windows in which the loss of a few calls is not that of a whole window of three seconds.
const SHORT: Windows = Windows {
    per_minute: 80,
    per_hour: 1_000_000,
    shortened: 60,
};

/// The tests measure time. Those with many processes run alone; the others have servers of their own, and mostly wait.
static TURNS: RwLock<()> = RwLock::const_new(());

/// Runs the workers while something happens to them or to the server. All but those that are killed
/// have to succeed.
fn run(
    windows: Windows,
    killed: usize,
    happens: impl FnOnce(&LimitedApi, &mut Redis, &mut [Child]),
) -> Option<LimitedApi> {
    let mut redis = Redis::start()?;
    redis.grow_up();
    let api = LimitedApi::start(windows);
    let begin = SystemTime::now() + Duration::from_secs(2) + windows.minute();
    let start = |index| {
        let name = format!("worker-{index}");
        worker::start(&name, &api, &redis, windows, CALLS / WORKERS, begin)
    };
    let mut workers: Vec<_> = (0..WORKERS).map(start).collect();
    happens(&api, &mut redis, &mut workers);
    let ends = workers.iter_mut().map(|worker| worker.wait().unwrap());
    assert_eq!(ends.filter(|end| !end.success()).count(), killed);
    Some(api)
}

/// No call was refused, and all took hardly longer than the limits require.
fn verify(what: &str, api: &LimitedApi, windows: Windows, calls: RangeInclusive<usize>) {
    let count = api.count();
    let full = (count - 1) / windows.per_minute;
    let shortest = windows.minute() * u32::try_from(full).unwrap();
    let elapsed = api.elapsed();
    let ratio = elapsed.as_secs_f64() / shortest.as_secs_f64();
    let refused = api.refused();
    println!("bursts: {:?}", api.bursts(windows.minute() / 4));
    println!(
        "{what}: {count} calls in {elapsed:.2?}, at least {shortest:.2?}: {ratio:.3}, {refused} refused"
    );
    assert_eq!(refused, 0);
    assert!(calls.contains(&count), "{count}");
    assert!(ratio < 1.1, "{ratio}");
}

fn wait_for(api: &LimitedApi, calls: usize) {
    let start = Instant::now();
    while api.count() < calls {
        assert!(start.elapsed() < Duration::from_secs(60), "no progress");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn eight_processes_keep_the_limits_together() {
    let _alone = TURNS.blocking_write();
    let Some(api) = run(WINDOWS, 0, |_, _, _| {}) else {
        return;
    };
    verify("undisturbed", &api, WINDOWS, CALLS..=CALLS);
    // The first process takes the calls that no other wants yet. From then on all that still wait come
    // to the same part of the windows.
    let (first, last) = (WINDOWS.minute(), WINDOWS.minute() * 4);
    let until_then = api.by_worker(Duration::ZERO..last);
    let counts = api.by_worker(first..last);
    println!("by worker: {counts:?}, {until_then:?}");
    let fair = WINDOWS.per_minute * 3 / WORKERS;
    for (worker, made) in until_then {
        let is_done = made > CALLS / WORKERS - WINDOWS.per_minute / WORKERS;
        assert!(is_done || counts[&worker] >= fair * 4 / 5, "{worker}");
    }
}

#[test]
fn a_server_that_is_killed_and_restarted_causes_no_refusal() {
    let _alone = TURNS.blocking_write();
    let api = run(SHORT, 0, |api, redis, _| {
        wait_for(api, CALLS / 2);
        redis.kill();
        thread::sleep(Duration::from_millis(700));
        redis.restart();
    });
    let Some(api) = api else { return };
    verify("restarted", &api, SHORT, CALLS..=CALLS);
}

#[test]
fn a_server_that_does_not_respond_for_ten_seconds_causes_no_refusal() {
    let _alone = TURNS.blocking_write();
    let api = run(SHORT, 0, |api, redis, _| {
        wait_for(api, CALLS / 4);
        redis.freeze(true);
        thread::sleep(Duration::from_secs(10));
        redis.freeze(false);
    });
    let Some(api) = api else { return };
    verify("frozen", &api, SHORT, CALLS..=CALLS);
}

#[test]
fn a_process_that_is_killed_loses_its_own_calls_only() {
    let _alone = TURNS.blocking_write();
    let api = run(SHORT, 1, |api, _, workers| {
        wait_for(api, CALLS / 2);
        workers[3].kill().unwrap();
    });
    let Some(api) = api else { return };
    let others = CALLS / WORKERS * (WORKERS - 1);
    verify("one killed", &api, SHORT, others..=CALLS - 1);
}
