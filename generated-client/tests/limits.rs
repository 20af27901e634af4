//! Rate limits as the fake enforces them, without a governor and with one.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::future::IntoFuture;
use std::time::Duration;

use digitalocean::cdn::{CdnCachePurge, CdnEndpointCreate, CdnEndpointUpdate};
use digitalocean::fake::{Fake, Fault, Reply};
use digitalocean::floating_ips::FloatingIpInRegion;
use digitalocean::http::Method;
use digitalocean::rate_limit::Limits;
use digitalocean::serde_json::{Value, json};
use digitalocean::{Client, Error, Governor, RetryPolicy};
use tokio::time::{Instant, sleep};

/// Returns a client that is never refused: it does not repeat calls, so a refusal is an error.
fn governed(limits: &Limits) -> (Fake, Client) {
    let fake = Fake::new();
    fake.enforce_limits(250, 5000);
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client = builder.governor(Governor::new(limits)).build().unwrap();
    (fake, client)
}

fn ungoverned() -> (Fake, Client) {
    let fake = Fake::new();
    fake.enforce_limits(250, 5000);
    let builder = fake.client_builder().retry(RetryPolicy::never());
    (fake, builder.build().unwrap())
}

/// Makes calls at the same time, each of which has to succeed, and returns how long they took.
async fn time<C>(calls: impl IntoIterator<Item = C>) -> f64
where
    C: Future<Output = Result<(), Error>> + Send + 'static,
{
    let start = Instant::now();
    let calls: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    start.elapsed().as_secs_f64()
}

fn assert_shortest(seconds: f64, shortest: f64) {
    assert!(
        (shortest..=shortest * 1.1).contains(&seconds),
        "{seconds} s, and {shortest} s are possible"
    );
}

fn purge(files: usize) -> CdnCachePurge {
    CdnCachePurge::new(vec!["a.css"; files])
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_of_fifty_tasks_take_the_shortest_time() {
    let (fake, client) = governed(&Limits::default());
    fake.handle_all(|_| {
        let delay = Duration::from_millis(fastrand::u64(20..80));
        Some(Reply::fault(Fault::SlowHeaders(delay)))
    });
    let tasks = (0..50).map(|_| {
        let client = client.clone();
        async move {
            for _ in 0..20 {
                client.droplets().list().await?;
            }
            Ok(())
        }
    });
    let seconds = time(tasks).await;
    println!("1,000 calls took {seconds} s, 180 s are possible");
    assert_shortest(seconds, 180.0);
    assert_eq!(fake.requests().len(), 1000);
}

#[tokio::test(start_paused = true)]
async fn the_hour_is_kept_as_well() {
    let fake = Fake::new();
    fake.enforce_limits(250, 1000);
    let governor = Governor::new(&Limits::default().per_hour(1000));
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client = builder.governor(governor).build().unwrap();
    let call = || {
        let call = client.droplets().list().timeout(Duration::from_secs(9000));
        async move {
            call.await?;
            Ok(())
        }
    };
    let seconds = time((0..2100).map(|_| call())).await;
    assert_shortest(seconds, 7200.0);
}

#[tokio::test(start_paused = true)]
async fn special_limits_are_kept() {
    let (_, client) = governed(&Limits::default());
    let floating_ips = (0..30).map(|_| {
        let call = client
            .floating_ips()
            .create(FloatingIpInRegion::new("nyc3"));
        async move {
            call.await?;
            Ok(())
        }
    });
    assert_shortest(time(floating_ips).await, 120.0);
    let keys = (0..25).map(|_| {
        let call = client.ssh_keys().list();
        async move {
            call.await?;
            Ok(())
        }
    });
    assert_shortest(time(keys).await, 120.0);
}

#[tokio::test(start_paused = true)]
async fn requests_to_paths_count_towards_special_limits() {
    let (fake, client) = governed(&Limits::default());
    fake.handle_all(|request| {
        let is_list = request.path() == "/v2/account/keys";
        is_list.then(|| Reply::json(&json!({ "ssh_keys": [] })))
    });
    let keys = (0..25).map(|index| {
        let typed = client.ssh_keys().list();
        let custom = client.request::<Value>(Method::GET, "/v2/account/keys");
        async move {
            match index % 2 {
                0 => typed.await.map(|_| ()),
                _ => custom.await.map(|_| ()),
            }
        }
    });
    assert_shortest(time(keys).await, 120.0);
}

#[tokio::test(start_paused = true)]
async fn special_limits_of_networks_are_kept() {
    let (_, client) = governed(&Limits::default());
    let endpoints = (0..5).map(|_| {
        let cdn = client.cdn();
        async move {
            cdn.list_endpoints().await?;
            let body = CdnEndpointCreate::new("a.example.com");
            let id = cdn.create_endpoint(body).await?.id;
            cdn.get_endpoint(&id).await?;
            let body = CdnEndpointUpdate::default();
            cdn.update_endpoint(&id, body).await?;
            cdn.purge_cache(&id, purge(1)).await?;
            cdn.delete_endpoint(id).await?;
            Ok(())
        }
    });
    assert_shortest(time(endpoints).await, 50.0);
    let (_, client) = governed(&Limits::default());
    // Fifty files in twenty seconds: two of these at a time.
    let purges = (0..6).map(|_| {
        let call = client.cdn().purge_cache("a", purge(25));
        async move { call.await }
    });
    assert_shortest(time(purges).await, 40.0);
}

#[tokio::test(start_paused = true)]
async fn special_limits_are_enforced() {
    let (_, client) = ungoverned();
    let cdn = client.cdn();
    for _ in 0..10 {
        client.ssh_keys().list().await.unwrap();
    }
    sleep(Duration::from_secs(20)).await;
    let error: Error = client.ssh_keys().list().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(40)));
    // The headers describe the general limits, and the rejection does not count towards them.
    assert_eq!(error.headers().unwrap()["ratelimit-remaining"], "240");
    client.ssh_keys().get(1).await.unwrap_err();
    cdn.purge_cache("a", purge(30)).await.unwrap();
    assert!(
        cdn.purge_cache("b", purge(21))
            .await
            .unwrap_err()
            .is_rate_limited()
    );
    cdn.purge_cache("b", purge(20)).await.unwrap();
    for _ in 0..3 {
        cdn.list_endpoints().await.unwrap();
    }
    assert!(cdn.list_endpoints().await.unwrap_err().is_rate_limited());
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_takes_no_reply_and_what_is_lost_does_not_count() {
    let fake = Fake::new();
    fake.enforce_limits(1, 5000);
    let client = fake.client_builder().retry(RetryPolicy::never());
    let client = client.build().unwrap();
    fake.enqueue(Reply::fault(Fault::ConnectionRefused));
    let error = client.account().get().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    client.account().get().await.unwrap();
    fake.enqueue(Reply::status(418));
    assert!(client.account().get().await.unwrap_err().is_rate_limited());
    sleep(Duration::from_secs(60)).await;
    let error = client.account().get().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 418);
}

#[tokio::test(start_paused = true)]
async fn urgent_calls_pass_those_of_a_special_limit_and_are_passed_by_none() {
    let (_, client) = governed(&Limits::default());
    let keys: Vec<_> = (0..30)
        .map(|_| tokio::spawn(client.ssh_keys().list().into_future()))
        .collect();
    sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    client.account().get().urgent().await.unwrap();
    client.account().get().await.unwrap();
    assert!(start.elapsed().is_zero());
    client.ssh_keys().list().urgent().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 59);
    for call in keys {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn calls_of_several_limits_wait_for_their_own() {
    let (_, client) = governed(&Limits::default().per_minute(9));
    let start = Instant::now();
    for _ in 0..5 {
        client.account().get().await.unwrap();
    }
    sleep(Duration::from_secs(55)).await;
    for _ in 0..3 {
        client.cdn().list_endpoints().await.unwrap();
    }
    client.cdn().purge_cache("a", purge(50)).await.unwrap();
    let timed = |call: digitalocean::operation::Pending<digitalocean::cdn::ops::PurgeCache>| {
        tokio::spawn(async move {
            call.await.unwrap();
            start.elapsed().as_secs()
        })
    };
    let purges = [(); 2].map(|()| timed(client.cdn().purge_cache("a", purge(50)).into_future()));
    sleep(Duration::from_millis(1)).await;
    // The purges wait for the limit of files, so nothing of the endpoints' limit is used by them yet.
    client
        .cdn()
        .list_endpoints()
        .timeout(Duration::from_secs(6))
        .await
        .unwrap();
    assert_eq!(start.elapsed().as_secs(), 60);
    let mut times = Vec::new();
    for purge in purges {
        times.push(purge.await.unwrap());
    }
    assert_eq!(times, [75, 95]);
}
