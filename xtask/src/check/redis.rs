//! Rate limits that processes share through a Redis server.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::thread;

use super::step::{Outcome, RestOfStep, command, skipped, succeed};
use crate::command_error::CommandError;

const FEATURES: &str = "account,blocking,cdn,fake,redis,rustls-ring,ssh_keys";

/// The other server of the protocol. The guarantees are tested with it too, where it is installed.
const VALKEY: &str = "valkey-server";

/// How many of the tests run at once that do not have to run alone.
const AT_ONCE: &str = "--test-threads=4";

/// The feature compiles without a warning, and keeps its promises with a real server. The tests of the latter mostly wait for
/// windows to pass.
pub(super) fn redis(root: &Path) -> Result<RestOfStep, CommandError> {
    let cargo = |arguments: &[&str], end: &[&str]| {
        let mut command = command(root, arguments);
        command.args(["-p", "generated-client", "--no-default-features"]);
        command.args(["--features", FEATURES]).args(end);
        command
    };
    let lints = ["clippy", "--quiet", "--all-targets"];
    succeed(cargo(&lints, &["--", "-D", "warnings"]))?;
    succeed(cargo(&["test", "--lib"], &["rate_limit::redis"]))?;
    let test = ["test", "--test", "shared_limits"];
    succeed(cargo(&test, &["--no-run"]))?;
    let mut commands = vec![cargo(&test, &["--", "--nocapture", AT_ONCE])];
    if is_installed(VALKEY) {
        let mut valkey = cargo(&test, &["guarantees", "--", "--nocapture", AT_ONCE]);
        valkey.env("SHARED_LIMITS_SERVER", VALKEY);
        commands.push(valkey);
    }
    let log = root.join("target/check-redis.log");
    let tests = thread::spawn({
        let log = log.clone();
        move || run(commands, &log)
    });
    Ok(Box::new(move || {
        let result = tests.join();
        let output = fs::read_to_string(&log).map_err(CommandError::io(&log))?;
        eprint!("{output}");
        result.unwrap_or_else(|_| Err(CommandError::failed("the tests with a server panicked")))?;
        match is_installed("redis-server") {
            true => Ok(Outcome::Passed),
            false => skipped("redis-server is not installed; .ci/setup installs it"),
        }
    }))
}

/// Runs commands, one after another, with their output in a file.
fn run(commands: Vec<Command>, log: &Path) -> Result<(), CommandError> {
    let file = File::create(log).map_err(CommandError::io(log))?;
    for mut command in commands {
        command.stdout(file.try_clone().map_err(CommandError::io(log))?);
        command.stderr(file.try_clone().map_err(CommandError::io(log))?);
        succeed(command)?;
    }
    Ok(())
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}
