//! Many tasks, one rate limit: the governor lets calls through as fast as the API allows, and no faster.
//!
//! ```sh
//! cargo run -p generated-client --example governor
//! ```
//!
//! The fake enforces the limits of the API. Its clock is paused: minutes pass in no time.

use std::time::Duration;

use digitalocean::Governor;
use digitalocean::fake::Fake;
use digitalocean::rate_limit::Limits;
use tokio::time::Instant;

/// A call waits no longer than its time limit: 5 minutes by default.
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new();
    fake.enforce_limits(250, 5000);

    // Clones share the limits, and so do several clients that are built with a clone. Five calls a minute are kept back
    // for urgent ones, so that these need not wait at all. Without a reserve they go first of those that wait.
    let governor = Governor::new(&Limits::default().reserve(5));
    let client = fake.client_builder().governor(governor.clone()).build()?;

    let start = Instant::now();
    let tasks: Vec<_> = (0..500)
        .map(|_| tokio::spawn(client.droplets().list().timeout(HOUR).send()))
        .collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!(
        "{} calls wait; one more would wait {:?}",
        governor.waiting(),
        governor.predicted_wait()
    );

    // A call that would have to wait longer than its time limit fails at once; the error has the delay.
    if let Err(error) = client
        .account()
        .get()
        .timeout(Duration::from_secs(30))
        .await
    {
        println!("{error}");
        println!("try again after {:?}", error.retry_after());
    }

    // An urgent call passes those that wait.
    client.account().get().urgent().await?;
    println!("the urgent call took {:?}", start.elapsed());

    let mut repeated = 0;
    for task in tasks {
        let response = task.await??;
        repeated += response.attempts() - 1;
    }
    println!(
        "500 calls took {:?}, {repeated} were refused",
        start.elapsed()
    );
    Ok(())
}
