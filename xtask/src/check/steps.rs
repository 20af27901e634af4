//! The checks, one function each.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::browser::browser;
use super::redis::redis;
use super::{Outcome, Step};
use crate::failure::Failure;
use crate::toolchain::Oldest;

/// Features that are checked together.
const FEATURES: &str = "generated-client/fake,generated-client/blocking";

/// The alternative to the default TLS library. No check builds `native-tls`: outside of Windows and macOS it needs the
/// headers of OpenSSL, which a machine with a Rust toolchain and nothing else does not have.
const OTHER_TLS: &str = "rustls-aws-lc";

/// Cargo features of the client that are not groups of operations.
const OTHER_FEATURES: [&str; 2] = ["default", "full"];

/// All checks, in the order in which they run.
pub(super) const STEPS: &[Step] = &[
    Step {
        name: "format",
        about: "formatting",
        run: |root| cargo(root, &["fmt", "--all", "--", "--check"]),
    },
    Step {
        name: "generated",
        about: "the generated client is up to date",
        run: |root| cargo(root, &["xtask", "codegen", "--check"]),
    },
    Step {
        name: "prose",
        about: "no sentence of the published document is in the project",
        run: prose,
    },
    Step {
        name: "lints",
        about: "Clippy, all targets, warnings denied",
        run: lints,
    },
    Step {
        name: "toolchain",
        about: "the oldest supported toolchain compiles everything",
        run: oldest_toolchain,
    },
    Step {
        name: "tests",
        about: "all tests, examples and documentation examples",
        run: |root| cargo(root, &["test", "--workspace", "--features", FEATURES]),
    },
    Step {
        name: "quarter",
        about: "twelve changes of upstream, taken one after another",
        run: quarter,
    },
    Step {
        name: "clients",
        about: "clients of other documents compile, and programs use them",
        run: clients,
    },
    Step {
        name: "docs",
        about: "documentation, warnings denied",
        run: documentation,
    },
    Step {
        name: "features",
        about: "each group alone, none, and the other TLS library",
        run: features,
    },
    Step {
        name: "redis",
        about: "processes that share rate limits, with a Redis server",
        run: redis,
    },
    Step {
        name: "browser",
        about: "the client in WebAssembly, under Node and in a page",
        run: browser,
    },
    Step {
        name: "outside",
        about: "a crate outside of the workspace builds and runs",
        run: outside,
    },
];

fn lints(root: &Path) -> Result<Outcome, Failure> {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        FEATURES,
        "--",
        "-D",
        "warnings",
    ];
    cargo(root, &arguments)
}

/// The workspace builds with `rust-version`: where something newer runs the checks, that one compiles everything, too.
fn oldest_toolchain(root: &Path) -> Result<Outcome, Failure> {
    match Oldest::find(root)? {
        Oldest::Running => Ok(Outcome::Passed),
        Oldest::Installed(version) => {
            let mut command = Command::new("rustup");
            command.args([
                "run",
                &version,
                "cargo",
                "check",
                "--workspace",
                "--all-targets",
            ]);
            command.args(["--features", FEATURES]).current_dir(root);
            // Cargo sets these for the compiler that runs this command; another one is needed here.
            for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
                command.env_remove(variable);
            }
            succeed(command)
        }
        Oldest::Missing(version) => skipped(&format!(
            "toolchain {version} is not installed; run `rustup toolchain install {version}`"
        )),
    }
}

fn documentation(root: &Path) -> Result<Outcome, Failure> {
    let features = format!("{FEATURES},generated-client/redis");
    let mut command = command(root, &["doc", "--workspace", "--no-deps"]);
    command.args(["--features", &features]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    succeed(command)
}

/// Every group alone, none, and one with the other TLS library compile without a warning; the client without TLS reports
/// that https needs it.
fn features(root: &Path) -> Result<Outcome, Failure> {
    let mut selections = groups(root)?;
    let with_other_tls = selections
        .first()
        .map(|group| format!("{OTHER_TLS},{group}"));
    selections.extend(with_other_tls);
    selections.push(String::new());
    for selection in selections {
        let shown = if selection.is_empty() {
            "none"
        } else {
            &selection
        };
        eprintln!("check: features: {shown}");
        let mut command = command(
            root,
            &[
                "clippy",
                "--quiet",
                "-p",
                "generated-client",
                "--no-default-features",
            ],
        );
        command.args(["--features", &selection, "--", "-D", "warnings"]);
        succeed(command)?;
    }
    let mut test = command(
        root,
        &[
            "test",
            "-p",
            "generated-client",
            "--lib",
            "--no-default-features",
        ],
    );
    test.arg("without_tls");
    succeed(test)
}

/// The features of the client that are groups: those that `full` enables.
fn groups(root: &Path) -> Result<Vec<String>, Failure> {
    let manifest = root.join("generated-client/Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(Failure::io(&manifest))?;
    let table: toml::Table = toml::from_str(&text).map_err(Failure::failed)?;
    let full = table
        .get("features")
        .and_then(|features| features.get("full"))
        .and_then(toml::Value::as_array);
    let names = full.into_iter().flatten().filter_map(toml::Value::as_str);
    let names: Vec<_> = names
        .filter(|name| !OTHER_FEATURES.contains(name))
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        return Err(Failure::failed(
            "generated-client/Cargo.toml: the feature `full` enables no group",
        ));
    }
    Ok(names)
}

/// The simulated quarter, which takes too long for the tests that run while one works.
fn quarter(root: &Path) -> Result<Outcome, Failure> {
    ignored_tests(root, "quarter")
}

/// The clients of other documents, which take as long to compile.
fn clients(root: &Path) -> Result<Outcome, Failure> {
    ignored_tests(root, "clients")
}

fn ignored_tests(root: &Path, name: &str) -> Result<Outcome, Failure> {
    let arguments = ["test", "-p", "xtask", "--test", name, "--", "--ignored"];
    cargo(root, &arguments)
}

/// A crate outside of the workspace builds on one group and lists Droplets from the fake.
fn outside(root: &Path) -> Result<Outcome, Failure> {
    let mut command = self::command(&root.join("tests/outside"), &["run", "--quiet"]);
    command.env("CARGO_TARGET_DIR", root.join("target/outside"));
    succeed(command)
}

fn prose(root: &Path) -> Result<Outcome, Failure> {
    let tool = root.join("../shared/tools/prose-overlap");
    if !tool.exists() {
        return skipped("../shared is absent");
    }
    let mut command = Command::new(&tool);
    command.arg(root);
    succeed(command)
}

/// A check that cannot run is skipped, except where `CI` is `true`: nobody would notice there.
pub(super) fn skipped(reason: &str) -> Result<Outcome, Failure> {
    if env::var_os("CI").is_some_and(|ci| ci == "true") {
        return Err(Failure::failed(format!("{reason}, and CI skips no check")));
    }
    eprintln!("check: skipped, {reason}");
    Ok(Outcome::Skipped(reason.to_owned()))
}

pub(super) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder);
    command
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<Outcome, Failure> {
    succeed(command(root, arguments))
}

pub(super) fn succeed(mut command: Command) -> Result<Outcome, Failure> {
    let status = command
        .status()
        .map_err(|error| Failure::failed(format!("{command:?}: {error}")))?;
    if status.success() {
        return Ok(Outcome::Passed);
    }
    Err(Failure::failed(format!("failed: {command:?}")))
}
