//! The client as it is published.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, process};

use serde_json::Value;

use super::step::{Outcome, command, succeed};
use crate::command_error::CommandError;

/// The features that the tests and examples need and that are not enabled by default. In the workspace the client enables
/// them for itself, which a package cannot.
const FEATURES: &str = "blocking,fake";

/// The program that uses the client, and the path in it that names the client.
const PROGRAM: &str = "tests/outside";
const CLIENT: &str = "../../generated-client";

/// Packs the client, unpacks it where no file of the repository is near, and runs its tests, those of its examples and the
/// tour there, and a program that depends on it.
pub(super) fn package(root: &Path) -> Result<Outcome, CommandError> {
    let folder = Folder::new()?;
    take_profiles(root, &folder.0)?;
    let package = unpacked(root, &folder.0)?;
    let missing = targets(&root.join("generated-client"))?;
    let packed = targets(&package)?;
    let missing: Vec<_> = missing.difference(&packed).map(String::as_str).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(CommandError::failed(format!(
            "the package lacks {missing}; see `include` in generated-client/Cargo.toml"
        )));
    }
    let mut test = command(
        &package,
        &["test", "--no-fail-fast", "--features", FEATURES],
    );
    test.env("CARGO_TARGET_DIR", root.join("target"));
    succeed(test)?;
    // It needs neither an account nor a network.
    let mut tour = command(
        &package,
        &[
            "run",
            "--quiet",
            "--features",
            FEATURES,
            "--example",
            "tour",
        ],
    );
    tour.env("CARGO_TARGET_DIR", root.join("target"));
    succeed(tour)?;
    program(root, &folder.0, &package)
}

/// A folder for the package, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, CommandError> {
        let path = env::temp_dir().join(format!("generated-client-package-{}", process::id()));
        fs::create_dir_all(&path).map_err(CommandError::io(&path))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Files that cannot be removed stay in the system's folder for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Lets Cargo compile what is below the folder with the profiles of the workspace: dependencies that were compiled for it
/// are not compiled again.
fn take_profiles(root: &Path, folder: &Path) -> Result<(), CommandError> {
    let manifest = root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(CommandError::io(&manifest))?;
    let mut table: toml::Table = text.parse().map_err(CommandError::failed)?;
    table.retain(|name, _| name == "profile");
    let config = folder.join(".cargo/config.toml");
    fs::create_dir_all(folder.join(".cargo")).map_err(CommandError::io(&config))?;
    fs::write(&config, table.to_string()).map_err(CommandError::io(&config))
}

fn unpacked(root: &Path, folder: &Path) -> Result<PathBuf, CommandError> {
    let arguments = ["package", "--quiet", "--no-verify", "--allow-dirty"];
    let mut pack = command(root, &arguments);
    pack.args(["-p", "generated-client"]);
    pack.env("CARGO_TARGET_DIR", folder);
    succeed(pack)?;
    let packed = folder.join("package");
    let name = format!("generated-client-{}", env!("CARGO_PKG_VERSION"));
    let mut unpack = Command::new("tar");
    // The files get the present time: those in a package are so old that Cargo would test what it compiled before.
    unpack
        .arg("-xzmf")
        .arg(packed.join(format!("{name}.crate")));
    unpack.arg("-C").arg(folder);
    succeed(unpack)?;
    Ok(folder.join(name))
}

/// Returns the targets of a package with the features that they need: nothing of them may be lost on the way.
fn targets(package: &Path) -> Result<BTreeSet<String>, CommandError> {
    let mut metadata = command(package, &["metadata", "--no-deps", "--format-version", "1"]);
    let output = metadata
        .output()
        .map_err(|error| CommandError::failed(format!("{metadata:?}: {error}")))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(CommandError::failed)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let client = packages
        .filter(|package| package["name"] == "generated-client")
        .flat_map(|package| package["targets"].as_array().into_iter().flatten());
    let shown = |target: &Value| {
        format!(
            "{} {} {} {}",
            target["kind"], target["name"], target["test"], target["required-features"]
        )
    };
    let targets: BTreeSet<_> = client.map(shown).collect();
    if targets.is_empty() {
        let message = format!("{}: no targets", package.display());
        return Err(CommandError::failed(message));
    }
    Ok(targets)
}

/// A crate outside of the workspace builds on one group and lists Droplets from the fake.
fn program(root: &Path, folder: &Path, package: &Path) -> Result<Outcome, CommandError> {
    let source = root.join(PROGRAM);
    let program = folder.join("program");
    // The versions of the dependencies are the workspace's.
    let copied = [
        (source.join("Cargo.toml"), "Cargo.toml"),
        (source.join("src/main.rs"), "src/main.rs"),
        (root.join("Cargo.lock"), "Cargo.lock"),
    ];
    fs::create_dir_all(program.join("src")).map_err(CommandError::io(&program))?;
    for (from, to) in copied {
        let text = fs::read_to_string(&from).map_err(CommandError::io(&from))?;
        let text = text.replace(CLIENT, &package.display().to_string());
        let to = program.join(to);
        fs::write(&to, text).map_err(CommandError::io(&to))?;
    }
    let mut run = command(&program, &["run", "--quiet"]);
    run.env("CARGO_TARGET_DIR", root.join("target"));
    succeed(run)
}
