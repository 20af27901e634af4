//! The client with few of its features.

use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::step::{Outcome, command, succeed};
use crate::command_error::CommandError;

/// The alternative to the default TLS library. No check builds `native-tls`: outside of Windows and macOS it needs the
/// headers of OpenSSL, which a machine with a Rust toolchain and nothing else does not have.
const OTHER_TLS: &str = "rustls-aws-lc";

/// Cargo features of the client that are not groups of operations.
const OTHER_FEATURES: [&str; 2] = ["default", "full"];

/// Every group alone, none, and one with the other TLS library compile without a warning; the client without TLS reports
/// that https needs it.
pub(super) fn features(root: &Path) -> Result<Outcome, CommandError> {
    let mut selections = groups(root)?;
    let with_other_tls = selections
        .first()
        .map(|group| format!("{OTHER_TLS},{group}"));
    selections.extend(with_other_tls);
    selections.push(String::new());
    check_all(root, &selections)?;
    let mut test = command(root, &["test", "-p", "generated-client", "--lib"]);
    test.args(["--no-default-features", "without_tls"]);
    succeed(test)
}

/// Compiles the client with each selection of features. One compilation keeps one core busy, and Cargo works on one at a
/// time in a folder: there are as many folders as cores.
fn check_all(root: &Path, selections: &[String]) -> Result<(), CommandError> {
    let next = AtomicUsize::new(0);
    let lane = |number: usize| -> Result<(), CommandError> {
        while let Some(selection) = selections.get(next.fetch_add(1, Ordering::Relaxed)) {
            let check = check(root, number, selection);
            if check.is_err() {
                next.store(selections.len(), Ordering::Relaxed);
            }
            check?;
        }
        Ok(())
    };
    let lanes = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(4);
    thread::scope(|scope| {
        let lane = &lane;
        let others: Vec<_> = (1..lanes)
            .map(|number| scope.spawn(move || lane(number)))
            .collect();
        let first = lane(0);
        let others = others.into_iter().map(|other| {
            let stopped = |_| Err(CommandError::failed("a check of features panicked"));
            other.join().unwrap_or_else(stopped)
        });
        others.fold(first, Result::and)
    })
}

fn check(root: &Path, lane: usize, selection: &str) -> Result<(), CommandError> {
    let shown = if selection.is_empty() {
        "none"
    } else {
        selection
    };
    eprintln!("check: features: {shown}");
    let arguments = [
        "rustc",
        "--quiet",
        "-p",
        "generated-client",
        "--lib",
        "--profile",
        "check",
        "--no-default-features",
        "--features",
        selection,
        "--",
        "-D",
        "warnings",
    ];
    let mut command = command(root, &arguments);
    if lane > 0 {
        command.env(
            "CARGO_TARGET_DIR",
            root.join(format!("target/features-{lane}")),
        );
    }
    succeed(command).map(drop)
}

/// The features of the client that are groups: those that `full` enables.
fn groups(root: &Path) -> Result<Vec<String>, CommandError> {
    let manifest = root.join("generated-client/Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(CommandError::io(&manifest))?;
    let table: toml::Table = toml::from_str(&text).map_err(CommandError::failed)?;
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
        return Err(CommandError::failed(
            "generated-client/Cargo.toml: the feature `full` enables no group",
        ));
    }
    Ok(names)
}
