//! Two processes, one token: they keep the rate limits together.
//!
//! ```sh
//! redis-server --port 6379 &
//! cargo run -p generated-client --features redis --example shared_limits -- redis://127.0.0.1:6379/
//! ```
//!
//! The program starts itself twice. Each process makes 200 calls, to a fake of its own; 250 are allowed in a minute, which
//! is three seconds here. Without the server each would take no time at all, and the API would refuse 150 calls.

use std::env;
use std::error::Error;
use std::process::{Child, Command};
use std::time::Duration;

use digitalocean::Governor;
use digitalocean::fake::Fake;
use digitalocean::rate_limit::{Limits, SharedLimits};
use tokio::time::Instant;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match &arguments[..] {
        [url, name] => make_calls(url, name).await,
        [url] => start_processes(url),
        _ => start_processes("redis://127.0.0.1:6379/"),
    }
}

fn start_processes(url: &str) -> Result<(), Box<dyn Error>> {
    let program = env::current_exe()?;
    let start = |name| Command::new(&program).args([url, name]).spawn();
    let mut processes: Vec<Child> = vec![start("first")?, start("second")?];
    for process in &mut processes {
        process.wait()?;
    }
    Ok(())
}

async fn make_calls(url: &str, name: &str) -> Result<(), Box<dyn Error>> {
    // The token names the counts, so that each token has limits of its own. Only a hash of it is sent to the server.
    let shared = SharedLimits::redis(url, "dop_v1_example")?;
    let limits = Limits::default().shorten_windows(20);
    let governor = Governor::shared(&limits, &shared);
    let fake = Fake::new();
    let client = fake.client_builder().governor(governor.clone()).build()?;

    let start = Instant::now();
    let calls: Vec<_> = (0..200)
        .map(|_| {
            tokio::spawn(
                client
                    .account()
                    .get()
                    .timeout(Duration::from_secs(60))
                    .send(),
            )
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    println!(
        "{name}: {} calls wait; one more would wait {:.1?}",
        governor.waiting(),
        governor.predicted_wait()
    );
    for call in calls {
        call.await??;
    }
    println!("{name}: 200 calls took {:.1?}", start.elapsed());

    // The last calls are reported before the process ends.
    governor.flush().await;
    Ok(())
}
