//! Calls that a Redis server admits: how many in a second, and with how many round trips.
//!
//! `cargo bench -p generated-client --features redis --bench shared_limits`. It starts a `redis-server` of its own. The
//! API is a transport that responds at once.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use digitalocean::rate_limit::{Limits, SharedLimits};
use digitalocean::transport::{
    BoxFuture, ResponseBody, TransportError, TransportRequest, TransportResponse,
};
use digitalocean::{Client, Governor, RetryPolicy, Transport};
use http::{HeaderMap, StatusCode};

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

/// A server that is ended with this.
struct Redis {
    port: u16,
    process: Child,
}

impl Redis {
    fn start() -> Result<Self, Box<dyn Error>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("redis-server");
        command.args([
            "--port",
            &port.to_string(),
            "--save",
            "",
            "--bind",
            "127.0.0.1",
        ]);
        let process = command.stdout(Stdio::null()).spawn()?;
        let redis = Self { port, process };
        // A server that has just started waits for others to report what it may have lost.
        std::thread::sleep(Duration::from_millis(3500));
        Ok(redis)
    }

    /// Returns how many scripts the server has run.
    fn round_trips(&self) -> Result<u64, Box<dyn Error>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        stream.write_all(b"INFO commandstats\r\n")?;
        let mut text = Vec::new();
        // It keeps the connection open.
        let _ = stream.read_to_end(&mut text);
        let text = String::from_utf8_lossy(&text).into_owned();
        let calls = text.split("cmdstat_evalsha:calls=").nth(1);
        let calls = calls.and_then(|rest| rest.split(',').next());
        Ok(calls.map_or(Ok(0), str::parse)?)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let redis = Redis::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut out = std::io::stdout().lock();
    for (tasks, calls) in [(1, 500), (50, 100)] {
        let before = redis.round_trips()?;
        let elapsed = runtime.block_on(make(&redis, tasks, calls))?;
        let made = (tasks * calls) as f64;
        let trips = (redis.round_trips()? - before) as f64 / made;
        let rate = made / elapsed.as_secs_f64();
        let what = format!("shared limits, {tasks} calls at once");
        writeln!(out, "| {what}: admissions per second | ≥ 200 | {rate:.0} |")?;
        writeln!(
            out,
            "| {what}: round trips per admission | ≤ 1.1 | {trips:.2} |"
        )?;
    }
    Ok(())
}

/// Returns how long some tasks take to make so many calls each, one after the other.
async fn make(redis: &Redis, tasks: usize, calls: usize) -> Result<Duration, Box<dyn Error>> {
    let url = format!("redis://127.0.0.1:{}/", redis.port);
    let shared = SharedLimits::redis(&url, format!("token of {tasks} tasks"))?;
    let limits = Limits::default().per_minute(1_000_000).per_hour(1_000_000);
    let governor = Governor::shared(&limits, &shared);
    let client = Client::builder()
        .transport(Ready)
        .retry(RetryPolicy::never())
        .governor(governor.clone())
        .build()?;
    client.account().get().await?;
    let start = Instant::now();
    let tasks: Vec<_> = (0..tasks)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..calls {
                    client.account().get().await?;
                }
                Ok::<_, digitalocean::Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let elapsed = start.elapsed();
    governor.flush().await;
    Ok(elapsed)
}
