//! 20,000 tasks that wait for one rate governor, until all calls are made.
//!
//! `cargo bench -p generated-client --bench waiting`. The clock is paused, so that the hours that the
//! calls take within the limits of the API pass at once. CPU time counts.

use std::error::Error;
use std::io::Write as _;
use std::time::Duration;

use digitalocean::transport::{
    BoxFuture, ResponseBody, TransportError, TransportRequest, TransportResponse,
};
use digitalocean::{Client, Governor, RetryPolicy, Transport};
use http::{HeaderMap, StatusCode};

const TASKS: usize = 20_000;

/// Responds to everything at once.
struct Ready;

impl Transport for Ready {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = ResponseBody::bytes(&br#"{"account":{"email":"sammy@example.com"}}"#[..]);
        let response = TransportResponse::new(StatusCode::OK, HeaderMap::new(), body);
        Box::pin(async { Ok(response) })
    }

    fn is_in_process(&self) -> bool {
        true
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()?;
    let cpu = runtime.block_on(wait_all())?;
    let mut out = std::io::stdout().lock();
    let what = format!("{TASKS} tasks waiting for the governor: seconds of CPU time");
    writeln!(out, "| {what} | ≤ 1 | {:.2} |", cpu.as_secs_f64())?;
    Ok(())
}

/// Returns the CPU time that it takes until all calls are made.
async fn wait_all() -> Result<Duration, Box<dyn Error>> {
    let governor = Governor::default();
    let client = Client::builder()
        .transport(Ready)
        .timeout(Duration::from_secs(86_400))
        .retry(RetryPolicy::never())
        .governor(governor.clone())
        .build()?;
    let start = cpu_time();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.account().get().await.map(drop) })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    assert_eq!(governor.waiting(), 0);
    Ok(cpu_time().saturating_sub(start))
}

/// Returns the CPU time of this thread.
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
