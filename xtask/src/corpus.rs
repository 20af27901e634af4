//! `cargo xtask corpus`: what comes of the payloads of others. The same is a test.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::command_error::CommandError;
use crate::repository;

/// Reads and sends them, and shows the table.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), CommandError> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "-p", "tests", "--bin", "corpus"])
        .current_dir(repository::root()?)
        .status()
        .map_err(CommandError::io(Path::new("cargo")))?;
    if status.success() {
        Ok(())
    } else {
        Err(CommandError::failed(
            "corpus: not all payloads came back; see above",
        ))
    }
}
