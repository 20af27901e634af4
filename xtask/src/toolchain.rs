//! The oldest toolchain that the workspace promises to build with.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command_error::CommandError;

#[cfg(test)]
mod tests;

/// The oldest supported toolchain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Oldest {
    /// It runs the checks.
    Running,
    /// It is installed in addition to the current one, by this name.
    Installed(String),
    /// This version is not here.
    Missing(String),
}

impl Oldest {
    /// Finds the toolchain that `rust-version` names.
    pub(crate) fn find(root: &Path) -> Result<Self, CommandError> {
        let manifest = root.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).map_err(CommandError::io(&manifest))?;
        let stated = stated(&text).ok_or_else(|| {
            CommandError::failed(
                "Cargo.toml: there is no `rust-version`; state the oldest toolchain",
            )
        })?;
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc).arg("--version").output();
        let output = output.map_err(CommandError::io(Path::new("rustc")))?;
        let version = String::from_utf8_lossy(&output.stdout);
        if is_of(&version, &stated) {
            return Ok(Self::Running);
        }
        // Without rustup, there is only one toolchain.
        let mut rustup = Command::new("rustup");
        let list = rustup.args(["toolchain", "list"]).output();
        let list = list.map(|output| output.stdout).unwrap_or_default();
        let list = String::from_utf8_lossy(&list);
        let installed = list.lines().find_map(|line| toolchain(line, &stated));
        Ok(match installed {
            Some(name) => Self::Installed(name.to_owned()),
            None => Self::Missing(stated),
        })
    }
}

/// Returns what a manifest states as `rust-version` of the workspace.
fn stated(manifest: &str) -> Option<String> {
    let manifest: toml::Table = toml::from_str(manifest).ok()?;
    let version = manifest.get("workspace")?.get("package")?;
    Some(version.get("rust-version")?.as_str()?.to_owned())
}

/// Returns the name of an installed toolchain that is of a version, as in `1.95.0-x86_64-unknown-linux-gnu (default)`.
fn toolchain<'l>(line: &'l str, version: &str) -> Option<&'l str> {
    let name = line.split_whitespace().next()?;
    let patch = name.strip_prefix(version)?;
    patch.starts_with(['.', '-']).then_some(name)
}

/// Returns whether `rustc --version` says that a toolchain is of a version, whatever its patch level.
fn is_of(rustc: &str, version: &str) -> bool {
    let minor = |text: &str| {
        let mut parts = text.split('.').map(str::to_owned);
        Some((parts.next()?, parts.next()?))
    };
    let found = rustc.split_whitespace().nth(1).and_then(minor);
    found.is_some() && found == minor(version)
}
