//! A batch of inference requests: announce the file, upload it from disk, start, wait, fetch the results' address.
//!
//! ```sh
//! cargo run -p generated-client --example batch_upload
//! ```

use std::time::Duration;

use digitalocean::Payload;
use digitalocean::batch_inference::{BatchCreate, BatchFileCreate};
use digitalocean::fake::{Fake, Reply};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::temp_dir().join(format!("batch-{}.jsonl", std::process::id()));
    let line =
        json!({ "custom_id": "1", "body": { "messages": [{ "role": "user", "content": "Hi" }] } });
    std::fs::write(&path, format!("{line}\n"))?;

    let fake = script()?;
    let batches = fake.client()?.batch_inference();
    let file = batches
        .create_file(BatchFileCreate::new("input.jsonl"))
        .await?;

    // The file is read while it is sent. The presigned address sees no credential.
    batches
        .upload_file(file.upload_url.expose(), Payload::file(&path)?)
        .await?;

    // The request ID makes starting repeatable: the client retries it, and the batch starts once.
    let body = BatchCreate::new(file.file_id, "openai", "nightly-2026-01-05")
        .endpoint("/v1/chat/completions");
    let batch = batches.create(body).await?;
    let batch = batches
        .wait_until_completed(batch.batch_id)
        .interval(Duration::from_millis(20))
        .await?;
    println!("the batch is {}", batch.status);

    let results = batches.get_results(batch.batch_id).await?;
    println!("results: {:?}", results.output_file_url.is_some());
    for request in fake.requests() {
        let credential = request.header("authorization").is_some();
        println!(
            "{} {} ({} bytes, credential: {credential})",
            request.method(),
            request.url(),
            request.body().len()
        );
    }
    std::fs::remove_file(path)?;
    Ok(())
}

/// A fake that runs one batch.
fn script() -> Result<Fake, digitalocean::Error> {
    let fake = Fake::new();
    let batch = |status: &str| Reply::json(&json!({ "batch_id": "b-1", "status": status }));
    fake.enqueue_for(
        "inference_create_batch_file",
        Reply::json(
            &json!({ "file_id": "f-1", "upload_url": "https://bucket.example/key?signature=1" }),
        ),
    )?;
    fake.enqueue_for("inference_create_batch", batch("validating"))?;
    fake.enqueue_for("inference_get_batch", batch("in_progress"))?;
    fake.enqueue_for("inference_get_batch", batch("completed"))?;
    Ok(fake)
}
