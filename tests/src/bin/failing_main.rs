//! A program whose `main` returns an error of a call, for the test that reads what it prints.

use digitalocean::fake::{Fake, Reply};
use digitalocean::http::StatusCode;
use tokio::runtime::Builder;

fn main() -> digitalocean::Result<()> {
    let fake = Fake::new();
    let body = serde_json::json!({ "message": "no such Droplet", "request_id": "r-1" });
    fake.enqueue(Reply::json(&body).with_status(StatusCode::NOT_FOUND));
    let client = fake.client()?;
    let mut builder = Builder::new_current_thread();
    if let Ok(runtime) = builder.enable_time().build() {
        runtime.block_on(client.droplets().get(1).into_future())?;
    }
    Ok(())
}
