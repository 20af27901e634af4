//! One of several processes that make calls with the same token.

use std::env;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use digitalocean::rate_limit::{Limits, SharedLimits};
use digitalocean::{Client, Governor, RetryPolicy};

use crate::api::{LimitedApi, Windows};
use crate::server::Redis;

/// The variable that makes the test below a worker: its name, the URLs, the windows, the calls after the first one,
/// and when they begin.
const PLAN: &str = "SHARED_LIMITS_WORKER";

/// Starts a worker that makes some calls at once.
pub(crate) fn start(
    name: &str,
    api: &LimitedApi,
    redis: &Redis,
    windows: Windows,
    calls: usize,
    start: SystemTime,
) -> Child {
    let start = start.duration_since(UNIX_EPOCH).unwrap().as_millis();
    let plan = format!(
        "{name} {} {} {} {} {} {calls} {start}",
        api.url,
        redis.url(),
        windows.per_minute,
        windows.per_hour,
        windows.shortened
    );
    Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "worker::worker",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(PLAN, plan)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

pub(crate) fn limits(windows: Windows) -> Limits {
    let limits = Limits::default()
        .per_minute(windows.per_minute)
        .per_hour(windows.per_hour);
    limits.shorten_windows(windows.shortened)
}

/// Makes the calls of a plan, all of which have to succeed. Does nothing in the process of the tests.
#[tokio::test]
async fn worker() {
    let Ok(plan) = env::var(PLAN) else { return };
    let words: Vec<_> = plan.split(' ').collect();
    let [
        name,
        api,
        redis,
        per_minute,
        per_hour,
        shortened,
        calls,
        start,
    ] = words[..]
    else {
        panic!("{plan}");
    };
    let windows = Windows {
        per_minute: per_minute.parse().unwrap(),
        per_hour: per_hour.parse().unwrap(),
        shortened: shortened.parse().unwrap(),
    };
    let shared = SharedLimits::redis(redis, "dop_v1_secret").unwrap();
    // As the windows are shorter, so is the time until an outage is noticed.
    let shared = shared.response_timeout(Duration::from_millis(250));
    let governor = Governor::shared(&limits(windows), &shared);
    let builder = Client::builder()
        .token("dop_v1_secret")
        .base_url(api)
        .unwrap();
    let builder = builder.retry(RetryPolicy::never()).governor(governor);
    let client = builder.build().unwrap();
    // All are known to each other when the others come.
    let first = client.account().get().timeout(Duration::from_secs(120));
    first.header("x-worker", name).await.unwrap();
    let start = UNIX_EPOCH + Duration::from_millis(start.parse().unwrap());
    tokio::time::sleep(start.duration_since(SystemTime::now()).unwrap()).await;
    let tasks: Vec<_> = (0..calls.parse().unwrap())
        .map(|_| {
            let call = client.account().get().timeout(Duration::from_secs(120));
            tokio::spawn(call.header("x-worker", name).send())
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    client.governor().unwrap().flush().await;
}
