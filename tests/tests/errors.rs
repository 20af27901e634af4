//! The one error type in the error handling of others.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::error::Error as StdError;
use std::process::Command;

use digitalocean::fake::{Fake, Reply};
use digitalocean::{ApiError, Client, Error};
use tokio::runtime::Builder;

/// An error type of a program.
#[derive(Debug, thiserror::Error)]
enum ProgramError {
    #[error("the cloud said no")]
    Cloud(#[from] Error),
}

/// The fake's response for a Droplet that does not exist.
const LINE: &str = "droplets_get (GET /v2/droplets/{droplet_id}): 404 Not Found: no such Droplet \
                    [request r-1, 1 attempt]";

fn client() -> Client {
    let fake = Fake::new();
    let body = serde_json::json!({
        "id": "not_found",
        "message": "no such Droplet",
        "request_id": "r-1",
    });
    fake.enqueue(Reply::json(&body).with_status(404.try_into().unwrap()));
    fake.client().unwrap()
}

async fn native() -> digitalocean::Result<String> {
    Ok(client().droplets().get(1).await?.name)
}

async fn with_anyhow() -> anyhow::Result<String> {
    Ok(client().droplets().get(1).await?.name)
}

async fn with_eyre() -> eyre::Result<String> {
    Ok(client().droplets().get(1).await?.name)
}

async fn with_box() -> Result<String, Box<dyn StdError>> {
    Ok(client().droplets().get(1).await?.name)
}

async fn with_sendable_box() -> Result<String, Box<dyn StdError + Send + Sync>> {
    Ok(client().droplets().get(1).await?.name)
}

async fn with_thiserror() -> Result<String, ProgramError> {
    Ok(client().droplets().get(1).await?.name)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().unwrap();
    runtime.block_on(future)
}

fn check(error: &Error) {
    assert!(matches!(error, Error::Api(ApiError::NotFound(_))));
    assert_eq!(error.to_string(), LINE);
}

#[test]
fn it_converts_with_a_question_mark_and_is_found_again() {
    check(&run(native()).unwrap_err());
    check(run(with_anyhow()).unwrap_err().downcast_ref().unwrap());
    check(run(with_eyre()).unwrap_err().downcast_ref().unwrap());
    check(run(with_box()).unwrap_err().downcast_ref().unwrap());
    check(
        run(with_sendable_box())
            .unwrap_err()
            .downcast_ref()
            .unwrap(),
    );
    let ProgramError::Cloud(error) = run(with_thiserror()).unwrap_err();
    check(&error);
    let error = ProgramError::from(error);
    check(error.source().unwrap().downcast_ref().unwrap());
}

#[test]
fn reports_contain_each_cause_once() {
    assert_eq!(format!("{:#}", run(with_anyhow()).unwrap_err()), LINE);
    let chain = anyhow::Error::new(run(with_thiserror()).unwrap_err());
    assert_eq!(format!("{chain:#}"), format!("the cloud said no: {LINE}"));
}

#[test]
fn main_prints_one_readable_line() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_failing_main"));
    let output = program.output().unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text, format!("Error: {LINE}\n"));
}
