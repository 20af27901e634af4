//! Listing 10,000 Droplets at 20 ms a page: one page at a time, and with four pages asked for ahead.
//!
//! `cargo bench -p generated-client --bench list`. Times and the most memory that is held are compared.

use std::alloc::System;
use std::error::Error;
use std::io::Write as _;
use std::time::{Duration, Instant};

use bytes::Bytes;
use digitalocean::Client;
use digitalocean::fake::{Fake, Fault, RecordedRequest, Reply};
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const DROPLETS: usize = 10_000;
const PAGE: usize = 200;
const ROUNDS: usize = 5;
const LATENCY: Duration = Duration::from_millis(20);

/// The cost of reading a list.
struct Cost {
    wall: Duration,
    /// The most bytes that were held at once.
    held: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let all = client(DROPLETS)?;
    let few = client(DROPLETS / 5)?;
    let mut ratios = Vec::new();
    let mut held = (0, 0);
    for _ in 0..ROUNDS {
        let slow = read(&all, 0, DROPLETS).await?;
        let fast = read(&all, 4, DROPLETS).await?;
        held = (fast.held, read(&few, 4, DROPLETS / 5).await?.held);
        ratios.push(fast.wall.as_secs_f64() / slow.wall.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let mut out = std::io::stdout().lock();
    let what = format!("{DROPLETS} Droplets at {LATENCY:?} a page");
    let (share, (all, few)) = (ratios[ROUNDS / 2], held);
    writeln!(
        out,
        "| {what}: time with prefetch(4) against page by page | ≤ 0.30 | {share:.2} |"
    )?;
    let held = format!(
        "held at most {} KiB, with a fifth of them {} KiB",
        all >> 10,
        few >> 10
    );
    writeln!(
        out,
        "| {what}: {held} | ≤ 1.10 | {:.2} |",
        all as f64 / few as f64
    )?;
    Ok(())
}

async fn read(client: &Client, ahead: usize, expected: usize) -> Result<Cost, digitalocean::Error> {
    let (before, start) = (held(), Instant::now());
    let mut items = client.droplets().list().items().prefetch(ahead).complete();
    let (mut count, mut most) = (0, 0);
    while let Some(droplet) = items.next().await {
        std::hint::black_box(droplet?);
        count += 1;
        most = most.max(held().saturating_sub(before));
    }
    assert_eq!(count, expected);
    Ok(Cost {
        wall: start.elapsed(),
        held: most,
    })
}

/// Returns a client of an account with so many Droplets, whose pages are made beforehand.
fn client(droplets: usize) -> Result<Client, Box<dyn Error>> {
    let last = droplets / PAGE;
    let pages: Vec<Bytes> = (1..=last).map(|page| body(page, last).into()).collect();
    let fake = Fake::new();
    fake.keep_requests(0);
    fake.handle("droplets_list", move |request: &RecordedRequest| {
        let number = request
            .parameter("page")
            .map_or(Some(1), |page| page.parse().ok());
        let page = pages.get(number.unwrap_or(0_usize).wrapping_sub(1))?;
        let reply = Reply::body("application/json", page.clone());
        Some(reply.with_fault(Fault::SlowHeaders(LATENCY)))
    })?;
    Ok(fake.client()?)
}

fn body(page: usize, last: usize) -> String {
    let first = (page - 1) * PAGE;
    let droplets: Vec<_> = (first..first + PAGE).map(droplet).collect();
    let next = format!("https://api.digitalocean.com/v2/droplets?page={}", page + 1);
    let pages = if page < last {
        json!({ "next": next })
    } else {
        json!({})
    };
    let total = last * PAGE;
    let meta = json!({ "total": total });
    json!({ "droplets": droplets, "links": { "pages": pages }, "meta": meta }).to_string()
}

fn droplet(id: usize) -> Value {
    json!({
        "id": id, "name": format!("web-{id}"), "memory": 1024, "vcpus": 1, "disk": 25, "locked": false,
        "status": "active", "created_at": "2024-05-01T12:00:00Z", "features": ["backups", "ipv6"],
        "backup_ids": [], "snapshot_ids": [], "volume_ids": [], "size_slug": "s-1vcpu-1gb",
        "image": {}, "size": {}, "networks": {}, "region": { "slug": "nyc3" }, "tags": ["web"],
    })
}

/// Returns the bytes that are allocated.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats
        .bytes_allocated
        .saturating_sub(stats.bytes_deallocated)
}
