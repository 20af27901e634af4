//! Rate limits that processes share through a Redis server.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::Outcome;
use super::steps::{command, skipped, succeed};
use crate::failure::Failure;

const FEATURES: &str = "account,blocking,fake,redis,rustls-ring";

/// How long the tests may take once they are compiled. Several of them wait for windows to pass.
const BUDGET: Duration = Duration::from_secs(300);

/// The feature compiles without a warning, and keeps its promises with a real server.
pub(super) fn redis(root: &Path) -> Result<Outcome, Failure> {
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
    let took = start.elapsed();
    if took > BUDGET {
        let message = format!("the tests took {took:.0?}, longer than {BUDGET:.0?}");
        return Err(Failure::failed(message));
    }
    match Command::new("redis-server").arg("--version").output() {
        Ok(_) => Ok(Outcome::Passed),
        Err(_) => skipped("redis-server is not installed; .ci/setup installs it"),
    }
}
