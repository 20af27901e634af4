//! `cargo xtask check`: everything that must hold before a change lands, in the order of how fast it fails.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::failure::Failure;
use crate::repository;
use crate::toolchain::Oldest;

/// Features that are checked together.
const FEATURES: &str = "generated-client/fake,generated-client/blocking";

/// The alternative of the default TLS library. `native-tls` is in no check: where it is not the system's own, it needs
/// the headers of OpenSSL, which a machine with a Rust toolchain and nothing else does not have.
const OTHER_TLS: &str = "rustls-aws-lc";

/// Cargo features of the client that are no groups of operations.
const FEATURES_BESIDE_GROUPS: [&str; 2] = ["default", "full"];

/// Runs all checks.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let root = repository::root()?;
    oldest_toolchain(&root)?;
    step(&root, "formatting", &["fmt", "--all", "--", "--check"])?;
    step(
        &root,
        "generated client is up to date",
        &["xtask", "codegen", "--check"],
    )?;
    let lints = ["--", "-D", "warnings"];
    step(
        &root,
        "lints",
        &with(
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--features",
                FEATURES,
            ],
            &lints,
        ),
    )?;
    step(
        &root,
        "tests and examples",
        &["test", "--workspace", "--features", FEATURES],
    )?;
    step(
        &root,
        "a test without TLS",
        &[
            "test",
            "-p",
            "generated-client",
            "--lib",
            "--no-default-features",
            "without_tls",
        ],
    )?;
    documentation(&root)?;
    features(&root)?;
    outside(&root)?;
    prose(&root)
}

/// The workspace builds with `rust-version`: where something newer runs the checks, that one compiles everything, too.
fn oldest_toolchain(root: &Path) -> Result<(), Failure> {
    match Oldest::find(root)? {
        Oldest::Running => eprintln!("check: the oldest supported toolchain runs here"),
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
            // Cargo says which compiler runs this command; another is meant here.
            for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
                command.env_remove(variable);
            }
            timed(
                &format!("toolchain {version}, the oldest supported"),
                command,
            )?;
        }
        Oldest::Missing(version) => skipped(
            &format!("toolchain {version}, the oldest supported"),
            &format!("it is not installed; run `rustup toolchain install {version}`"),
        )?,
    }
    Ok(())
}

fn documentation(root: &Path) -> Result<(), Failure> {
    let mut command = cargo(
        root,
        &["doc", "--workspace", "--no-deps", "--features", FEATURES],
    );
    command.env("RUSTDOCFLAGS", "-D warnings");
    timed("documentation", command)
}

/// Every group alone, none, and one with the other TLS library compile without a warning.
fn features(root: &Path) -> Result<(), Failure> {
    let mut selections = groups(root)?;
    let with_other_tls = selections
        .first()
        .map(|group| format!("{OTHER_TLS},{group}"));
    selections.extend(with_other_tls);
    selections.push(String::new());
    for selection in selections {
        let what = if selection.is_empty() {
            "no feature".to_owned()
        } else {
            format!("feature {selection} alone")
        };
        let arguments = [
            "clippy",
            "-p",
            "generated-client",
            "--no-default-features",
            "--features",
            &selection,
        ];
        step(root, &what, &with(&arguments, &["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// The features of the client that stand for groups: what `full` enables.
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
        .filter(|name| !FEATURES_BESIDE_GROUPS.contains(name))
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        return Err(Failure::failed(
            "generated-client/Cargo.toml: the feature `full` enables no group",
        ));
    }
    Ok(names)
}

/// A crate outside of the workspace builds on one group and lists Droplets from the fake.
fn outside(root: &Path) -> Result<(), Failure> {
    let folder = root.join("tests/outside");
    let mut command = cargo(&folder, &["run", "--quiet"]);
    command.env("CARGO_TARGET_DIR", root.join("target/outside"));
    timed("a crate outside of the workspace", command)
}

/// No sentence of the published document stands in the project.
fn prose(root: &Path) -> Result<(), Failure> {
    let tool = root.join("../shared/tools/prose-overlap");
    if tool.exists() {
        let mut command = Command::new(&tool);
        command.arg(root);
        return timed("no upstream prose", command);
    }
    skipped("no upstream prose", "../shared is absent")
}

/// Says that a check does not run, which is a failure where `CI` is `true`: nobody would notice there.
fn skipped(what: &str, reason: &str) -> Result<(), Failure> {
    if env::var_os("CI").is_some_and(|ci| ci == "true") {
        return Err(Failure::failed(format!(
            "{what}: {reason}, and CI skips no check"
        )));
    }
    eprintln!("check: {what}: skipped, {reason}");
    Ok(())
}

fn with<'a>(arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().chain(more).copied().collect()
}

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder);
    command
}

fn step(root: &Path, what: &str, arguments: &[&str]) -> Result<(), Failure> {
    timed(what, cargo(root, arguments))
}

fn timed(what: &str, mut command: Command) -> Result<(), Failure> {
    eprintln!("check: {what}");
    let start = Instant::now();
    let status = command
        .status()
        .map_err(|error| Failure::failed(format!("{what}: {error}")))?;
    if !status.success() {
        return Err(Failure::failed(format!(
            "{what}: failed; the command was {command:?}"
        )));
    }
    eprintln!("check: {what}: {:.0?}", start.elapsed());
    Ok(())
}
