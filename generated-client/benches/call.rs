//! One call against a loopback server, compared with plain reqwest: allocations, CPU and wall time.
//!
//! `cargo bench -p generated-client --bench call`. Calls of both alternate one by one, since times
//! drift, and the medians count. CPU time is that of the calling thread.

use std::alloc::System;
use std::error::Error;
use std::io::Write as _;
use std::time::{Duration, Instant};

use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const PAIRS: usize = 20_000;
const WARM_UP: usize = 500;

const BODY: &str = r#"{"account":{"droplet_limit":25,"floating_ip_limit":5,"reserved_ip_limit":5,"volume_limit":100,"email":"a@example.com","name":"A","uuid":"b6fr89dbf6d9156cace5f3c78dc9851d957381ef","email_verified":true,"status":"active","status_message":"","team":{"uuid":"5df3e3004a17e242b7c20ca6c9fc25b701a47ece","name":"T"}}}"#;

/// The same call, as a user would write it by hand.
#[derive(Deserialize)]
struct Envelope {
    account: Account,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoding counts")]
struct Account {
    droplet_limit: i64,
    floating_ip_limit: i64,
    reserved_ip_limit: Option<i64>,
    volume_limit: Option<i64>,
    email: String,
    name: Option<String>,
    uuid: String,
    email_verified: bool,
    status: String,
    status_message: String,
    team: Option<Team>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoding counts")]
struct Team {
    uuid: Option<String>,
    name: Option<String>,
}

/// The cost of one call.
#[derive(Clone, Copy)]
struct Cost {
    allocations: usize,
    cpu: Duration,
    wall: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let base = serve()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(compare(&base))
}

async fn compare(base: &str) -> Result<(), Box<dyn Error>> {
    let ours = digitalocean::Client::builder()
        .token("token")
        .no_proxy()
        .base_url(base)?
        .build()?;
    let plain = reqwest::Client::builder()
        .no_proxy()
        .user_agent("plain")
        .build()?;
    let url = format!("{base}/v2/account");
    let own = async || Ok(ours.account().get().await?.droplet_limit);
    let by_hand = async || {
        let request = plain
            .get(&url)
            .bearer_auth("token")
            .header("accept", "application/json");
        let response = request.timeout(Duration::from_secs(60)).send().await?;
        let body = response.error_for_status()?.bytes().await?;
        Ok(serde_json::from_slice::<Envelope>(&body)?
            .account
            .droplet_limit)
    };
    let mut costs = Vec::with_capacity(PAIRS);
    for pair in 0..WARM_UP + PAIRS {
        // Neither is always the one that finds the caches warm.
        let cost = if pair % 2 == 0 {
            let theirs = measure(&by_hand).await?;
            (measure(&own).await?, theirs)
        } else {
            (measure(&own).await?, measure(&by_hand).await?)
        };
        if pair >= WARM_UP {
            costs.push(cost);
        }
    }
    report(&costs)
}

async fn measure(
    call: &impl AsyncFn() -> Result<i64, Box<dyn Error>>,
) -> Result<Cost, Box<dyn Error>> {
    let region = Region::new(ALLOCATOR);
    let (cpu, start) = (cpu_time(), Instant::now());
    assert_eq!(call().await?, 25);
    Ok(Cost {
        wall: start.elapsed(),
        cpu: cpu_time().saturating_sub(cpu),
        allocations: region.change().allocations + region.change().reallocations,
    })
}

fn report(costs: &[(Cost, Cost)]) -> Result<(), Box<dyn Error>> {
    type Figure = fn(&Cost) -> f64;
    let figures: [(&str, &str, Figure); 3] = [
        ("allocations", "≤ 1.00", |cost| cost.allocations as f64),
        ("µs of CPU time", "≤ 1.03", |cost| {
            cost.cpu.as_secs_f64() * 1e6
        }),
        ("µs", "", |cost| cost.wall.as_secs_f64() * 1e6),
    ];
    let mut out = std::io::stdout().lock();
    for (unit, budget, figure) in figures {
        let own = median(costs.iter().map(|(own, _)| figure(own)));
        let plain = median(costs.iter().map(|(_, plain)| figure(plain)));
        let ratio = median(costs.iter().map(|(own, plain)| figure(own) / figure(plain)));
        let what = format!("one call against plain reqwest: {own:.1} and {plain:.1} {unit}");
        writeln!(out, "| {what} | {budget} | {ratio:.3} |")?;
    }
    Ok(())
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<_> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Returns the CPU time of this thread.
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Starts a server that allocates nothing per request. All connections are served by one thread:
/// how dear it is to wake another one depends on the processor that it sleeps on.
fn serve() -> Result<String, Box<dyn Error>> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = format!("http://{}", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    std::thread::spawn(move || runtime.block_on(accept(listener)));
    Ok(address)
}

async fn accept(listener: std::net::TcpListener) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(respond_to_all(stream));
    }
}

async fn respond_to_all(mut stream: TcpStream) {
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nratelimit-remaining: 4999\r\n\
         content-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut buffer = [0; 4096];
    let mut filled = 0;
    while let Ok(count @ 1..) = stream.read(&mut buffer[filled..]).await {
        filled += count;
        if buffer[..filled].ends_with(b"\r\n\r\n") {
            filled = 0;
            if stream.write_all(response.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}
