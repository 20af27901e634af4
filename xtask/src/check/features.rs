//! The client with some of its features.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::selections::selections;
use super::step::{Outcome, command, succeed};
use crate::command_error::CommandError;

/// The alternative to the default TLS library. No check builds `native-tls`: outside of Windows and macOS it needs the
/// headers of OpenSSL, which a machine with a Rust toolchain and nothing else does not have.
const OTHER_TLS: &str = "rustls-aws-lc";

/// The client compiles without a warning with groups that do without each one that they do not enable, without groups, with
/// the first group alone, and with it and the other TLS library; without TLS it reports that https needs it.
pub(super) fn features(root: &Path) -> Result<Outcome, CommandError> {
    let features = features_of_the_client(root)?;
    let groups = groups(&features)?;
    let mut checked: Vec<String> = selections(&groups)
        .iter()
        .map(|selection| Vec::from_iter(selection.iter().map(String::as_str)).join(","))
        .collect();
    let first = groups.keys().next().copied().unwrap_or_default();
    checked.extend([
        String::new(),
        first.to_owned(),
        format!("{OTHER_TLS},{first}"),
    ]);
    check_all(root, &checked)?;
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

/// The features of the client, and what each enables.
fn features_of_the_client(root: &Path) -> Result<BTreeMap<String, Vec<String>>, CommandError> {
    let manifest = root.join("generated-client/Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(CommandError::io(&manifest))?;
    let table: toml::Table = toml::from_str(&text).map_err(CommandError::failed)?;
    let features = table
        .get("features")
        .ok_or_else(|| CommandError::failed("generated-client/Cargo.toml has no features"))?;
    features.clone().try_into().map_err(CommandError::failed)
}

/// The features that are groups, those that `full` enables, with the groups that each enables.
fn groups(
    features: &BTreeMap<String, Vec<String>>,
) -> Result<BTreeMap<&str, Vec<&str>>, CommandError> {
    let enabled = |feature: &str| {
        let names = features.get(feature).into_iter().flatten();
        names.map(String::as_str)
    };
    let names: BTreeSet<&str> = enabled("full").collect();
    if names.is_empty() {
        return Err(CommandError::failed(
            "generated-client/Cargo.toml: the feature `full` enables no group",
        ));
    }
    let of_groups = |name: &&str| names.contains(name);
    let groups = names
        .iter()
        .map(|name| (*name, enabled(name).filter(of_groups).collect()));
    Ok(groups.collect())
}
