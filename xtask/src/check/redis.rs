//! Rate limits that processes share through a Redis server.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::step::{Outcome, command, skipped, succeed};
use crate::command_error::CommandError;

const FEATURES: &str = "account,blocking,cdn,fake,redis,rustls-ring,ssh_keys";

/// The other server of the protocol. The guarantees are tested with it too, where it is installed.
const VALKEY: &str = "valkey-server";

/// How long the tests may take once they are compiled. Several of them wait for windows to pass.
const BUDGET: Duration = Duration::from_secs(300);

/// The feature compiles without a warning, and keeps its promises with a real server.
pub(super) fn redis(root: &Path) -> Result<Outcome, CommandError> {
    let run = |arguments: &[&str], end: &[&str]| {
        let mut command = command(root, arguments);
        command.args(["-p", "generated-client", "--no-default-features"]);
        command.args(["--features", FEATURES]).args(end);
        succeed(command)
    };
    run(
        &["clippy", "--quiet", "--all-targets"],
        &["--", "-D", "warnings"],
    )?;
    run(&["test", "--lib"], &["rate_limit::redis"])?;
    run(&["test", "--test", "shared_limits", "--no-run"], &[])?;
    let start = Instant::now();
    run(&["test", "--test", "shared_limits"], &["--", "--nocapture"])?;
    if is_installed(VALKEY) {
        println!("check: redis: the guarantees with {VALKEY}");
        let mut valkey = command(root, &["test", "-p", "generated-client"]);
        valkey.args(["--no-default-features", "--features", FEATURES]);
        valkey.args(["--test", "shared_limits", "guarantees", "--", "--nocapture"]);
        valkey.env("SHARED_LIMITS_SERVER", VALKEY);
        succeed(valkey)?;
    }
    let took = start.elapsed();
    if took > BUDGET {
        let message = format!("the tests took {took:.0?}, longer than {BUDGET:.0?}");
        return Err(CommandError::failed(message));
    }
    if is_installed("redis-server") {
        return Ok(Outcome::Passed);
    }
    skipped("redis-server is not installed; .ci/setup installs it")
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}
