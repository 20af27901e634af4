//! A Redis server that responds slowly, and one that comes back with old data.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use digitalocean::rate_limit::SharedLimits;
use digitalocean::{Client, Governor, RetryPolicy};

use crate::TURNS;
use crate::api::{LimitedApi, Windows};
use crate::guarantees::{TOKEN, make, two};
use crate::server::Redis;
use crate::worker::limits;

const WINDOWS: Windows = Windows {
    per_minute: 40,
    per_hour: 4000,
    shortened: 30,
};

/// Passes bytes on, each of them so much later.
fn delayed(server: SocketAddr, delay: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            let server = TcpStream::connect(server).unwrap();
            let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
            thread::spawn(move || pass_on(client, server, Duration::ZERO));
            thread::spawn(move || pass_on(back.0, back.1, delay));
        }
    });
    format!("redis://{address}/")
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, delay: Duration) {
    let mut bytes = [0; 65_536];
    while let Ok(length @ 1..) = from.read(&mut bytes) {
        thread::sleep(delay);
        if to.write_all(&bytes[..length]).is_err() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_responds_slowly_keeps_the_limits() {
    let _turn = TURNS.read().await;
    let Some(redis) = Redis::start() else { return };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let url = delayed(redis.address(), Duration::from_millis(200));
    let client = || {
        let shared = SharedLimits::redis(&url, TOKEN).unwrap();
        let governor = Governor::shared(&limits(WINDOWS), &shared);
        let builder = Client::builder().token(TOKEN).base_url(&api.url).unwrap();
        let builder = builder.retry(RetryPolicy::never()).governor(governor);
        builder.build().unwrap()
    };
    let (ours, theirs) = (client(), client());
    // A call waits for the server as long as it may itself, and no longer.
    let start = Instant::now();
    let call = ours.account().get().timeout(Duration::from_millis(100));
    assert!(call.await.is_err_and(|error| error.is_timeout()));
    assert!(
        start.elapsed() < Duration::from_millis(200),
        "{:?}",
        start.elapsed()
    );
    let start = Instant::now();
    let ours = tokio::spawn(async move { make(&ours, 60, false).await });
    let theirs = make(&theirs, 60, false).await;
    ours.await.unwrap();
    let elapsed = start.elapsed();
    println!(
        "120 calls in {elapsed:?}, at least {:?}; {theirs:?}",
        WINDOWS.minute() * 2
    );
    assert_eq!(api.refused(), 0);
    // Each window begins some responses of the server later, and one or two more may be needed.
    assert!(elapsed < WINDOWS.minute() * 5, "{elapsed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_with_old_data_causes_no_refusal() {
    let _turn = TURNS.read().await;
    let Some(mut redis) = Redis::start() else {
        return;
    };
    redis.grow_up();
    let api = LimitedApi::start(WINDOWS);
    let (ours, theirs) = two(&api, &redis, &limits(WINDOWS));
    make(&ours, 10, false).await;
    let saved = redis.command(&["SAVE"]).unwrap();
    assert!(saved.starts_with("+OK"), "{saved}");
    // The server forgets these.
    make(&ours, 15, false).await;
    make(&theirs, 15, false).await;
    // A process that has calls in the window learns of the others once a second.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let ours = tokio::spawn(async move { make(&ours, 60, false).await });
    redis.kill();
    tokio::time::sleep(Duration::from_millis(300)).await;
    redis.restart();
    make(&theirs, 60, false).await;
    ours.await.unwrap();
    assert_eq!(api.refused(), 0);
}
