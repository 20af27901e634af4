//! `cargo xtask corpus`: the test that reads and sends the payloads of others, with its table shown.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::repository;

/// Runs the test.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["test", "--quiet", "-p", "tests", "--test", "corpus"])
        .args(["--", "--nocapture"])
        .current_dir(repository::root()?)
        .status()
        .map_err(Failure::io(Path::new("cargo")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::failed(
            "corpus: not all payloads came back; see above",
        ))
    }
}
