//! `cargo xtask spec semver`: the verdict of cargo-semver-checks, an independent judge, next to ours.

use std::path::Path;
use std::process::Command;

use generator::Draft;
use generator::review::{self, Level, Version};
use lexopt::Arg;

use super::{SpecFiles, standalone};
use crate::failure::Failure;
use crate::repository;

/// Runs `spec semver`.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let mut versions = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(value) if versions.len() < 2 => versions.push(super::text(value)?),
            other => return Err(other.unexpected().into()),
        }
    }
    let [old, new] = versions.as_slice() else {
        return Err(Failure::usage("`spec semver` needs two versions"));
    };
    let root = repository::root()?;
    let spec = root.join("spec");
    let current = SpecFiles::read(&spec, &spec.join("digitalocean.yaml"))?;
    let (old, new) = (draft(&root, &current, old)?, draft(&root, &current, new)?);
    let folder = root.join("target/semver");
    standalone::write(&root, &old.1, &folder.join("old"))?;
    standalone::write(&root, &new.1, &folder.join("new"))?;
    let review = review::review(&Version::new(old.0, old.1), &Version::new(new.0, new.1));
    let ours = review.count(Level::Breaking) > 0;
    let theirs = is_breaking(&folder)?;
    println!(
        "\nour verdict: {}; cargo-semver-checks: {}",
        word(ours),
        word(theirs)
    );
    if ours == theirs {
        Ok(())
    } else {
        Err(Failure::failed(
            "the verdicts differ; explain why, or correct the wrong one",
        ))
    }
}

fn draft(root: &Path, current: &SpecFiles, name: &str) -> Result<(String, Draft), Failure> {
    let files = super::diff::files(root, current, name)?;
    Ok((files.name.clone(), files.draft()?))
}

/// Runs the judge on two clients; whatever it would only allow in a new major version is breaking.
fn is_breaking(folder: &Path) -> Result<bool, Failure> {
    let status = Command::new("cargo-semver-checks")
        .args([
            "semver-checks",
            "check-release",
            "--release-type",
            "minor",
            "--all-features",
        ])
        .arg("--manifest-path")
        .arg(folder.join("new/generated-client/Cargo.toml"))
        .arg("--baseline-root")
        .arg(folder.join("old/generated-client"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .status();
    let status = status.map_err(|error| {
        Failure::failed(format!(
            "cargo-semver-checks: {error}; install it with `cargo install cargo-semver-checks --locked`"
        ))
    })?;
    // 100 and 101 stand for lints that failed and for an error of its own.
    match status.code() {
        Some(0) => Ok(false),
        Some(100) => Ok(true),
        _ => Err(Failure::failed(format!(
            "cargo-semver-checks ended with {status}"
        ))),
    }
}

fn word(breaking: bool) -> &'static str {
    if breaking { "breaking" } else { "compatible" }
}
