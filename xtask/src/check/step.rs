use std::env;
use std::path::Path;
use std::process::Command;

use crate::command_error::CommandError;

/// One check.
pub(super) struct CheckStep {
    /// Name on the command line.
    pub(super) name: &'static str,
    /// Its description in the plan.
    pub(super) about: &'static str,
    pub(super) run: fn(&Path) -> Result<Outcome, CommandError>,
}

/// How a check ended, unless it failed.
pub(super) enum Outcome {
    Passed,
    /// It could not run, for this reason.
    Skipped(String),
}

/// A check that cannot run is skipped, except where `CI` is `true`: nobody would notice there.
pub(super) fn skipped(reason: &str) -> Result<Outcome, CommandError> {
    if env::var_os("CI").is_some_and(|ci| ci == "true") {
        return Err(CommandError::failed(format!(
            "{reason}, and CI skips no check"
        )));
    }
    eprintln!("check: skipped, {reason}");
    Ok(Outcome::Skipped(reason.to_owned()))
}

pub(super) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder);
    command
}

pub(super) fn succeed(mut command: Command) -> Result<Outcome, CommandError> {
    let status = command
        .status()
        .map_err(|error| CommandError::failed(format!("{command:?}: {error}")))?;
    if status.success() {
        return Ok(Outcome::Passed);
    }
    Err(CommandError::failed(format!("failed: {command:?}")))
}
