//! The guarantees between two governors that share limits, as two processes would.

use std::time::{Duration, Instant};

use digitalocean::rate_limit::{Limits, Outage, SharedLimits};
use digitalocean::{Client, Governor, RetryPolicy};
use tokio::time::sleep;

use crate::TURNS;
use crate::api::{LimitedApi, Windows};
use crate::server::Redis;
use crate::worker::limits;

pub(crate) const TOKEN: &str = "dop_v1_0123456789abcdef";

const WINDOWS: Windows = Windows {
    per_minute: 20,
    per_hour: 1000,
    shortened: 30,
};

fn client(api: &LimitedApi, redis: &Redis, limits: &Limits, outage: Outage) -> Client {
    let shared = SharedLimits::redis(&redis.url(), TOKEN).unwrap();
    let governor = Governor::shared(limits, &shared.outage(outage));
    let builder = Client::builder().token(TOKEN).base_url(&api.url).unwrap();
    let builder = builder.retry(RetryPolicy::never()).governor(governor);
    builder.build().unwrap()
}

pub(crate) fn two(api: &LimitedApi, redis: &Redis, limits: &Limits) -> (Client, Client) {
    let new = || client(api, redis, limits, Outage::LocalShare);
    (new(), new())
}

/// Makes calls at once, and returns after how long each was made.
pub(crate) async fn make(client: &Client, calls: usize, is_urgent: bool) -> Vec<Duration> {
    let start = Instant::now();
    let calls = (0..calls).map(|_| {
        let call = client.account().get().timeout(Duration::from_secs(30));
        let call = if is_urgent { call.urgent() } else { call };
        tokio::spawn(async move { call.await.map(|_| start.elapsed()) })
    });
    let mut times = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        times.push(call.await.unwrap().unwrap());
    }
    times.sort();
    times
}

#[tokio::test(flavor = "multi_thread")]
async fn urgent_calls_of_one_process_come_before_those_of_another() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let (ours, theirs) = two(&api, &redis, &limits(WINDOWS));
    make(&ours, 20, false).await;
    let waiting = tokio::spawn(async move { make(&ours, 40, false).await });
    sleep(Duration::from_millis(300)).await;
    let urgent = make(&theirs, 5, true).await;
    let ordinary = waiting.await.unwrap();
    println!("urgent {urgent:?}, ordinary {:?}", ordinary[19]);
    assert!(urgent[4] < WINDOWS.minute(), "{urgent:?}");
    // Five of the forty have to wait for another window.
    assert!(ordinary[16] > WINDOWS.minute() * 3 / 2, "{ordinary:?}");
    assert_eq!(api.refused(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_wait_come_to_the_same_part_of_each_window() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let (ours, theirs) = two(&api, &redis, &limits(WINDOWS));
    let waiting = tokio::spawn(async move { make(&ours, 60, false).await });
    sleep(Duration::from_millis(300)).await;
    let theirs = make(&theirs, 20, false).await;
    let ours = waiting.await.unwrap();
    // Ours took the first window, and then had to share.
    let second = WINDOWS.minute() * 3 / 2;
    let count =
        |times: &[Duration], until: Duration| times.iter().filter(|at| **at < until).count();
    let (ours, theirs) = (
        count(&ours, second) - 20,
        count(&theirs, second - Duration::from_millis(300)),
    );
    println!("ours {ours}, theirs {theirs}");
    assert!(
        (9..=11).contains(&ours) && (9..=11).contains(&theirs),
        "{ours}, {theirs}"
    );
    assert_eq!(api.refused(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reserve_is_kept_from_all_processes() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let (ours, theirs) = two(&api, &redis, &limits(WINDOWS).reserve(4));
    let waiting = tokio::spawn(async move { make(&ours, 30, false).await });
    sleep(Duration::from_millis(300)).await;
    let urgent = make(&theirs, 4, true).await;
    assert!(urgent[3] < Duration::from_millis(500), "{urgent:?}");
    let ordinary = waiting.await.unwrap();
    assert!(ordinary[15] < Duration::from_millis(500), "{ordinary:?}");
    assert!(ordinary[16] > WINDOWS.minute() / 2, "{ordinary:?}");
    assert_eq!(api.refused(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_predicted_wait_includes_the_calls_of_others() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let (ours, theirs) = two(&api, &redis, &limits(WINDOWS));
    make(&theirs, 1, false).await;
    make(&ours, 19, false).await;
    // A process that has calls in the window learns of the others once a second.
    sleep(Duration::from_millis(1100)).await;
    let governor = theirs.governor().unwrap();
    let wait = governor.predicted_wait();
    println!("predicted: {wait:?}");
    assert!(
        wait > Duration::from_millis(300) && wait < WINDOWS.minute(),
        "{wait:?}"
    );
    // A call that cannot be made in time fails at once, and says when it could be.
    let start = Instant::now();
    let error = theirs
        .account()
        .get()
        .timeout(Duration::from_millis(200))
        .await
        .unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert!(
        error.retry_after().unwrap() > Duration::from_millis(200),
        "{error}"
    );
    assert!(
        start.elapsed() < Duration::from_millis(150),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_waits_for_a_server_that_does_not_respond_longer_than_it_may() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let ours = client(&api, &redis, &limits(WINDOWS), Outage::LocalShare);
    make(&ours, 1, false).await;
    redis.freeze(true);
    let start = Instant::now();
    let result = ours
        .account()
        .get()
        .timeout(Duration::from_millis(200))
        .await;
    let elapsed = start.elapsed();
    assert!(result.is_err_and(|error| error.is_timeout()));
    assert!(elapsed < Duration::from_millis(300), "{elapsed:?}");
    // Once the server counts as unreachable, the process has its share: all, for it is alone.
    let times = make(&ours, 10, false).await;
    assert!(times[9] < Duration::from_secs(1), "{times:?}");
    redis.freeze(false);
    assert_eq!(api.refused(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_fail_without_the_server_where_that_is_wanted() {
    let _turn = TURNS.read().await;
    let Some(mut redis) = Redis::start() else {
        return;
    };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let ours = client(&api, &redis, &limits(WINDOWS), Outage::Fail);
    make(&ours, 20, false).await;
    let waiting = tokio::spawn(ours.account().get().timeout(Duration::from_secs(30)).send());
    sleep(Duration::from_millis(200)).await;
    redis.kill();
    let error = waiting.await.unwrap().unwrap_err();
    assert!(
        error.is_rate_limited() && error.to_string().contains("does not respond"),
        "{error}"
    );
    let error = ours.account().get().await.unwrap_err();
    assert!(error.to_string().contains("does not respond"), "{error}");
    redis.restart();
    // It is noticed within half a second, and settles for 1.5 s.
    sleep(Duration::from_secs(3)).await;
    make(&ours, 20, false).await;
    assert_eq!(api.refused(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_never_reached_the_server_keeps_to_a_part() {
    let _turn = TURNS.read().await;
    let Some(mut redis) = Redis::start() else {
        return;
    };
    redis.kill();
    let api = LimitedApi::start(WINDOWS);
    let shared = SharedLimits::redis(&redis.url(), TOKEN)
        .unwrap()
        .processes(4);
    let governor = Governor::shared(&limits(WINDOWS), &shared);
    let builder = Client::builder().token(TOKEN).base_url(&api.url).unwrap();
    let ours = builder.governor(governor).build().unwrap();
    let times = make(&ours, 10, false).await;
    assert!(times[4] < Duration::from_millis(500), "{times:?}");
    assert!(times[5] >= WINDOWS.minute(), "{times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_that_one_process_receives_correct_the_counts_of_all() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let (ours, theirs) = two(&api, &redis, &limits(WINDOWS));
    make(&theirs, 1, false).await;
    // Somebody else uses up the limit but for one call.
    api.count_others(18);
    make(&ours, 1, false).await;
    sleep(Duration::from_millis(100)).await;
    let times = make(&theirs, 3, false).await;
    assert_eq!(api.refused(), 0, "{times:?}");
    assert!(times[0] > Duration::from_millis(500), "{times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_hold_no_token_and_expire() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let (ours, theirs) = two(&api, &redis, &limits(WINDOWS));
    let waiting = tokio::spawn(async move { make(&ours, 30, false).await });
    make(&theirs, 5, false).await;
    let keys = redis.command(&["KEYS", "*"]).unwrap();
    let keys: Vec<_> = keys.lines().filter(|line| line.contains(':')).collect();
    assert!(keys.len() >= 4, "{keys:?}");
    for key in keys {
        assert!(!key.contains("dop_v1"), "{key}");
        let ttl = redis.command(&["PTTL", key]).unwrap();
        let ttl: i64 = ttl.trim().trim_start_matches(':').parse().unwrap();
        // The hour is shortened to two minutes here.
        assert!((1..=400_000).contains(&ttl), "{key}: {ttl}");
        let dump = redis.command(&["DUMP", key]).unwrap();
        assert!(
            !dump.contains(TOKEN) && !dump.contains("0123456789abcdef"),
            "{key}"
        );
    }
    waiting.await.unwrap();
    assert_eq!(api.refused(), 0);
}
