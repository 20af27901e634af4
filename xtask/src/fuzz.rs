//! `cargo xtask fuzz`: feeds the client with responses of a coverage-guided fuzzer, on the stable
//! toolchain.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command_error::CommandError;
use crate::repository;

/// The default duration of the fuzzer.
const MINUTES: u64 = 10;

/// The flags of `cargo fuzz` for builds without a sanitizer: counters for each branch and comparison.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds and runs the fuzz target.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), CommandError> {
    let mut minutes = MINUTES;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("minutes") => {
                let value = arguments.value()?.to_string_lossy().into_owned();
                minutes = value.parse().map_err(|_| {
                    CommandError::usage(format!("--minutes takes a number, not `{value}`"))
                })?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let root = repository::root()?;
    let work = root.join("target/fuzz");
    // The fuzzer's corpus stays there for the next run.
    let [found, seeds] = ["found", "seeds"].map(|name| work.join(name));
    for folder in [&found, &seeds] {
        fs::create_dir_all(folder).map_err(CommandError::io(folder))?;
    }
    let write_seeds = ["run", "--quiet", "-p", "tests", "--bin", "fuzz_seeds", "--"];
    let mut command = cargo(&root);
    succeed(command.args(write_seeds).arg(&seeds), "writing the seeds")?;

    let target = host()?;
    let mut command = cargo(&root.join("tests/fuzz"));
    command
        .args(["build", "--release", "--target", &target])
        .env("CARGO_TARGET_DIR", &work)
        .env("RUSTFLAGS", FLAGS);
    succeed(
        &mut command,
        "building the fuzz target (libFuzzer needs a C++ compiler)",
    )?;

    let mut command = Command::new(work.join(target).join("release/responses"));
    command
        .arg(format!("-max_total_time={}", minutes.saturating_mul(60)))
        .args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(format!("-artifact_prefix={}/", work.display()))
        .args([&found, &root.join("tests/fuzz/corpus"), &seeds]);
    succeed(
        &mut command,
        "the outcome of a response was undefined; correct it, and keep the input named above in tests/fuzz/corpus",
    )
}

/// Returns the name of this machine's target: with it, build scripts are built without the flags.
fn host() -> Result<String, CommandError> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output();
    let output = output.map_err(CommandError::io(Path::new("rustc")))?;
    let output = String::from_utf8_lossy(&output.stdout);
    let host = output.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| CommandError::failed("`rustc -vV` does not report a host"))
}

fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(folder);
    command
}

fn succeed(command: &mut Command, what: &str) -> Result<(), CommandError> {
    let status = command
        .status()
        .map_err(|error| CommandError::failed(format!("fuzz: {what}: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(CommandError::failed(format!("fuzz: {what}")))
    }
}
