//! One call against a loopback server, compared with plain reqwest: allocations, CPU and wall time.
//!
//! `cargo bench -p generated-client --bench call`. Rounds of both alternate, and medians of the
//! ratios count, since times drift. CPU time is that of the calling thread (Linux).

use std::alloc::System;
use std::error::Error;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 41;
const CALLS: usize = 500;

const BODY: &str = r#"{"account":{"droplet_limit":25,"floating_ip_limit":5,"reserved_ip_limit":5,"volume_limit":100,"email":"a@example.com","name":"A","uuid":"b6fr89dbf6d9156cace5f3c78dc9851d957381ef","email_verified":true,"status":"active","status_message":"","team":{"uuid":"5df3e3004a17e242b7c20ca6c9fc25b701a47ece","name":"T"}}}"#;

/// What a user would write by hand.
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

/// What a round cost.
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
    let mut costs = Vec::new();
    for _ in 0..ROUNDS {
        let theirs = measure(async || {
            let request = plain
                .get(&url)
                .bearer_auth("token")
                .header("accept", "application/json");
            let answer = request.timeout(Duration::from_secs(60)).send().await?;
            let body = answer.error_for_status()?.bytes().await?;
            Ok(serde_json::from_slice::<Envelope>(&body)?
                .account
                .droplet_limit)
        });
        let theirs = theirs.await?;
        let own = measure(async || Ok(ours.account().get().await?.droplet_limit)).await?;
        costs.push((own, theirs));
    }
    report(&costs)
}

async fn measure(
    call: impl AsyncFn() -> Result<i64, Box<dyn Error>>,
) -> Result<Cost, Box<dyn Error>> {
    call().await?;
    let region = Region::new(ALLOCATOR);
    let (cpu, start) = (cpu_time(), Instant::now());
    for _ in 0..CALLS {
        assert_eq!(call().await?, 25);
    }
    Ok(Cost {
        wall: start.elapsed(),
        cpu: cpu_time().saturating_sub(cpu),
        allocations: region.change().allocations + region.change().reallocations,
    })
}

fn report(costs: &[(Cost, Cost)]) -> Result<(), Box<dyn Error>> {
    let median = |figure: fn(&Cost) -> f64| {
        let mut ratios: Vec<_> = costs
            .iter()
            .map(|(own, theirs)| figure(own) / figure(theirs))
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    };
    let per_call = |figure: fn(&Cost) -> f64, own: bool| {
        let mut figures: Vec<_> = costs
            .iter()
            .map(|(ours, theirs)| figure(if own { ours } else { theirs }))
            .collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2] / CALLS as f64
    };
    type Figure = fn(&Cost) -> f64;
    let figures: [(&str, Figure); 3] = [
        ("allocations", |cost| cost.allocations as f64),
        ("CPU time, µs", |cost| cost.cpu.as_secs_f64() * 1e6),
        ("wall time, µs", |cost| cost.wall.as_secs_f64() * 1e6),
    ];
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "| one call | client | plain reqwest | ratio |\n|---|---|---|---|"
    )?;
    for (name, figure) in figures {
        let (own, plain) = (per_call(figure, true), per_call(figure, false));
        writeln!(
            out,
            "| {name} | {own:.1} | {plain:.1} | {:.3} |",
            median(figure)
        )?;
    }
    Ok(())
}

/// Returns the CPU time of this thread, nothing where the system does not tell.
fn cpu_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// Starts a server that allocates nothing per request.
fn serve() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nratelimit-remaining: 4999\r\n\
         content-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || answer_all(stream, answer.as_bytes()));
        }
    });
    Ok(address)
}

fn answer_all(mut stream: TcpStream, answer: &[u8]) {
    let mut buffer = [0; 4096];
    let mut filled = 0;
    while let Ok(count @ 1..) = stream.read(&mut buffer[filled..]) {
        filled += count;
        if buffer[..filled].ends_with(b"\r\n\r\n") {
            filled = 0;
            if stream.write_all(answer).is_err() {
                return;
            }
        }
    }
}
