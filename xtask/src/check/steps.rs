//! The checks, one function each.

use std::path::Path;
use std::process::Command;

use super::browser::browser;
use super::features::features;
use super::package::package;
use super::prose::prose;
use super::redis::redis;
use super::step::{CheckStep, Outcome, StepWork, command, skipped, succeed};
use crate::command_error::CommandError;
use crate::toolchain::Oldest;

/// Features that are checked together.
const FEATURES: &str = "generated-client/fake,generated-client/blocking";

/// All checks, in the order in which they run.
pub(super) const STEPS: &[CheckStep] = &[
    CheckStep {
        name: "format",
        about: "formatting",
        work: StepWork::AtOnce(|root| cargo(root, &["fmt", "--all", "--", "--check"])),
    },
    CheckStep {
        name: "generated",
        about: "the generated client is up to date",
        work: StepWork::AtOnce(|root| cargo(root, &["xtask", "codegen", "--check"])),
    },
    CheckStep {
        name: "prose",
        about: "no sentence of the published document is in the project, and few words are not plain",
        work: StepWork::AtOnce(prose),
    },
    CheckStep {
        name: "lints",
        about: "Clippy, all targets, warnings denied",
        work: StepWork::AtOnce(lints),
    },
    CheckStep {
        name: "toolchain",
        about: "the oldest supported toolchain compiles everything",
        work: StepWork::AtOnce(oldest_toolchain),
    },
    CheckStep {
        name: "tests",
        about: "all tests but those of the client's package",
        work: StepWork::AtOnce(tests),
    },
    CheckStep {
        name: "package",
        about: "the client as it is published: its tests and examples, and a program that uses it",
        work: StepWork::AtOnce(package),
    },
    CheckStep {
        name: "quarter",
        about: "twelve changes of upstream, taken one after another",
        work: StepWork::AtOnce(quarter),
    },
    CheckStep {
        name: "semver",
        about: "cargo-semver-checks agrees about the older versions, where it is installed",
        work: StepWork::AtOnce(semver),
    },
    CheckStep {
        name: "clients",
        about: "clients of other documents compile, and programs use them",
        work: StepWork::AtOnce(clients),
    },
    CheckStep {
        name: "docs",
        about: "documentation, warnings denied",
        work: StepWork::AtOnce(documentation),
    },
    CheckStep {
        name: "browser",
        about: "the client in WebAssembly, under Node and in a page",
        work: StepWork::AtOnce(browser),
    },
    CheckStep {
        name: "redis",
        about: "processes that share rate limits, with a Redis server",
        work: StepWork::InBackground(redis),
    },
    CheckStep {
        name: "features",
        about: "groups without others, no group, and the other TLS library",
        work: StepWork::AtOnce(features),
    },
];

fn tests(root: &Path) -> Result<Outcome, CommandError> {
    let arguments = [
        "test",
        "--workspace",
        "--no-fail-fast",
        "--exclude",
        "generated-client",
    ];
    cargo(root, &arguments)
}

fn lints(root: &Path) -> Result<Outcome, CommandError> {
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
fn oldest_toolchain(root: &Path) -> Result<Outcome, CommandError> {
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

/// Selections of few features with which the client is documented, too.
const SINGLE_FEATURES: [&str; 3] = ["account", "droplets,fake", "serverless_inference,blocking"];

fn documentation(root: &Path) -> Result<Outcome, CommandError> {
    let features = format!("{FEATURES},generated-client/redis");
    let mut command = command(root, &["doc", "--workspace", "--no-deps"]);
    command.args(["--features", &features]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    succeed(command)?;
    // Links to what few features leave out.
    for features in SINGLE_FEATURES {
        let arguments = [
            "doc",
            "-p",
            "generated-client",
            "--no-deps",
            "--no-default-features",
        ];
        let mut command = self::command(root, &arguments);
        command.args(["--features", features]);
        command.env("RUSTDOCFLAGS", "-D warnings");
        succeed(command)?;
    }
    Ok(Outcome::Passed)
}

/// The simulated quarter, which takes too long for the tests that run while one works.
fn quarter(root: &Path) -> Result<Outcome, CommandError> {
    ignored_tests(root, "quarter")
}

/// The judgement of another tool, which nobody has to install.
fn semver(root: &Path) -> Result<Outcome, CommandError> {
    let installed = Command::new("cargo-semver-checks")
        .arg("--version")
        .output();
    if installed.is_err() {
        let reason = "cargo-semver-checks is not installed";
        eprintln!("check: skipped, {reason}");
        return Ok(Outcome::Skipped(reason.to_owned()));
    }
    ignored_tests(root, "semver")
}

/// The clients of other documents, which take as long to compile.
fn clients(root: &Path) -> Result<Outcome, CommandError> {
    ignored_tests(root, "clients")
}

fn ignored_tests(root: &Path, name: &str) -> Result<Outcome, CommandError> {
    let arguments = ["test", "-p", "xtask", "--test", name, "--", "--ignored"];
    cargo(root, &arguments)
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<Outcome, CommandError> {
    succeed(command(root, arguments))
}
