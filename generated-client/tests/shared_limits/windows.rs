//! The window of an hour, and limits of some requests only, between two governors that share limits.

use std::time::{Duration, Instant};

use digitalocean::cdn::CdnCachePurge;
use digitalocean::{Client, Result};
use tokio::time::sleep;

use crate::TURNS;
use crate::api::{LimitedApi, SpecialLimit, Windows};
use crate::guarantees::{make, two};
use crate::server::Redis;
use crate::worker::limits;

/// Windows ten times as short, so wide that only special limits matter.
const WIDE: Windows = Windows {
    per_minute: 1000,
    per_hour: 5000,
    shortened: 10,
};

/// The most requests in any time of this length.
fn most_within(times: &[Instant], length: Duration) -> usize {
    let counts = times.iter().map(|from| {
        let within = times
            .iter()
            .filter(|at| *at >= from && **at < *from + length);
        within.count()
    });
    counts.max().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_of_an_hour_is_shared() {
    const HOUR: Windows = Windows {
        per_minute: 25,
        per_hour: 60,
        shortened: 600,
    };
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(HOUR);
    let (ours, theirs) = two(&api, &redis, &limits(HOUR));
    let ours = tokio::spawn(async move { make(&ours, 50, false).await });
    let theirs = make(&theirs, 40, false).await;
    let ours = ours.await.unwrap();
    assert_eq!(api.refused(), 0);
    let late = |times: &[Duration]| times.iter().filter(|at| at.as_secs() >= 5).count();
    // Sixty are made in less than a second, and the others once those have left the window.
    println!("{ours:?} {theirs:?}");
    assert_eq!(late(&ours) + late(&theirs), 30);
    let times = api.times();
    assert!(times[59] - times[0] < Duration::from_secs(3));
    assert!(times[60] - times[0] >= Duration::from_secs(6));
}

/// Lists SSH keys at once.
async fn list(client: &Client, calls: usize) -> Result<()> {
    let calls = (0..calls).map(|_| {
        let call = client.ssh_keys().list().timeout(Duration::from_secs(60));
        tokio::spawn(async move { call.await.map(drop) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap()?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_one_operation_is_shared() {
    let length = Duration::from_secs(6);
    let keys = SpecialLimit {
        request: "GET /v2/account/keys",
        limit: 10,
        length,
        is_by_file: false,
    };
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::with(WIDE, vec![keys]);
    let (ours, theirs) = two(&api, &redis, &limits(WIDE));
    let start = Instant::now();
    let (first, second) = tokio::join!(list(&ours, 12), list(&theirs, 8));
    first.unwrap();
    second.unwrap();
    let elapsed = start.elapsed();
    assert_eq!(api.refused(), 0);
    assert_eq!(most_within(&api.times(), length), 10);
    assert!(elapsed >= length && elapsed < length * 5 / 4, "{elapsed:?}");
    // Other calls do not wait for it.
    let start = Instant::now();
    make(&ours, 20, false).await;
    assert!(start.elapsed() < Duration::from_secs(1));
}

/// Removes some files from a cache.
async fn purge(client: &Client, files: usize) -> Result<()> {
    let files: Vec<_> = (0..files).map(|index| format!("{index}.html")).collect();
    let call = client
        .cdn()
        .purge_cache("endpoint", CdnCachePurge::new(files));
    call.timeout(Duration::from_secs(60)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_that_counts_files_is_shared() {
    let requests = SpecialLimit {
        request: "DELETE /v2/cdn/endpoints",
        limit: 5,
        length: Duration::from_secs(1),
        is_by_file: false,
    };
    let files = SpecialLimit {
        limit: 50,
        length: Duration::from_secs(2),
        is_by_file: true,
        ..requests.clone()
    };
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::with(WIDE, vec![requests, files]);
    let (ours, theirs) = two(&api, &redis, &limits(WIDE));
    let start = Instant::now();
    let (first, second) = tokio::join!(purge(&ours, 30), purge(&theirs, 20));
    first.unwrap();
    second.unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    // All fifty files of the window are used.
    let (third, fourth) = tokio::join!(purge(&ours, 20), purge(&theirs, 1));
    third.unwrap();
    fourth.unwrap();
    let elapsed = start.elapsed();
    assert_eq!(api.refused(), 0);
    assert!(elapsed >= Duration::from_secs(2), "{elapsed:?}");
    assert!(elapsed < Duration::from_secs(4), "{elapsed:?}");
    sleep(Duration::from_secs(1)).await;
    // Eight requests of one file each: five in a second.
    let start = Instant::now();
    let calls = (0..8).map(|index| {
        let client = if index % 2 == 0 { &ours } else { &theirs };
        let client = client.clone();
        tokio::spawn(async move { purge(&client, 1).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let elapsed = start.elapsed();
    assert_eq!(api.refused(), 0);
    assert!(elapsed >= Duration::from_secs(1), "{elapsed:?}");
}
