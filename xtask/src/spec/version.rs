//! The version of the workspace, in its manifest and its lock file.

use semver::Version;

use crate::command_error::CommandError;

/// The table that has the version.
const TABLE: &str = "[workspace.package]";

/// Returns the version in the manifest of the workspace.
pub(crate) fn read(manifest: &str) -> Result<Version, CommandError> {
    let table: toml::Table = manifest
        .parse()
        .map_err(|error| CommandError::failed(format!("Cargo.toml: {error}")))?;
    let version = table
        .get("workspace")
        .and_then(|workspace| workspace.get("package")?.get("version")?.as_str());
    let version = version
        .ok_or_else(|| CommandError::failed(format!("Cargo.toml: {TABLE} has no `version`")))?;
    Version::parse(version)
        .map_err(|error| CommandError::failed(format!("Cargo.toml: `{version}`: {error}")))
}

/// Returns the manifest of the workspace with another version.
pub(crate) fn in_manifest(manifest: &str, version: &Version) -> String {
    let mut in_table = false;
    let lines = manifest.split_inclusive('\n').map(|line| {
        if line.starts_with('[') {
            in_table = line.trim_end() == TABLE;
        }
        if in_table && line.starts_with("version = ") {
            format!("version = \"{version}\"\n")
        } else {
            line.to_owned()
        }
    });
    lines.collect()
}

/// Returns the lock file with another version of the packages of the workspace: those without a source.
pub(crate) fn in_lock(lock: &str, old: &Version, new: &Version) -> String {
    let (old, new) = (
        format!("version = \"{old}\""),
        format!("version = \"{new}\""),
    );
    let packages = lock.split_inclusive("\n\n").map(|package| {
        if package.contains("\nsource = ") || !package.contains("[[package]]") {
            package.to_owned()
        } else {
            package.replace(&old, &new)
        }
    });
    packages.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_workspace_gets_another_version() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace.dependencies]\nversion = \"1\"\n";
        assert_eq!(read(manifest).unwrap(), Version::new(0, 1, 0));
        let other = in_manifest(manifest, &Version::new(0, 2, 0));
        assert_eq!(other, manifest.replace("0.1.0", "0.2.0"));

        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"b\"\n\
                    version = \"0.1.0\"\nsource = \"registry\"\n";
        let other = in_lock(lock, &Version::new(0, 1, 0), &Version::new(0, 2, 0));
        assert_eq!(other, lock.replacen("0.1.0", "0.2.0", 1));
    }
}
