use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::command_error::CommandError;

/// One check.
pub(super) struct CheckStep {
    /// Name on the command line.
    pub(super) name: &'static str,
    /// Its description in the plan.
    pub(super) about: &'static str,
    pub(super) work: StepWork,
}

/// How a check runs.
#[derive(Clone, Copy)]
pub(super) enum StepWork {
    /// All of it, before the next checks.
    AtOnce(fn(&Path) -> Result<Outcome, CommandError>),
    /// A part of it; the rest mostly waits, and goes on while the next checks run.
    InBackground(fn(&Path) -> Result<RestOfStep, CommandError>),
}

/// How a check ended, unless it failed.
pub(super) enum Outcome {
    Passed,
    /// It could not run, for this reason.
    Skipped(String),
}

/// Waits for the rest of a check, and returns how it ended.
pub(super) type RestOfStep = Box<dyn FnOnce() -> Result<Outcome, CommandError>>;

/// Whether commands leave the processors to a check that waits, and measures time.
static IS_YIELDING: AtomicBool = AtomicBool::new(false);

/// Sets whether the next commands leave the processors to others.
pub(super) fn set_yielding(is_yielding: bool) {
    IS_YIELDING.store(is_yielding, Ordering::Relaxed);
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
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = match IS_YIELDING.load(Ordering::Relaxed) && cfg!(unix) {
        true => {
            let mut nice = Command::new("nice");
            nice.args(["-n", "19"]).arg(cargo);
            nice
        }
        false => Command::new(cargo),
    };
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
