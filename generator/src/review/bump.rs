//! The version that follows from the changes, by Cargo's rules of semantic versioning.

use semver::{BuildMetadata, Prerelease, Version};

use super::kind::Level;

/// Returns which number of the version has to grow by Cargo's rules, as a sentence.
pub(super) fn rule(worst: Option<Level>) -> &'static str {
    match worst {
        None => "No new version is needed.",
        Some(Level::Breaking) => "This needs a new major version, below 1.0.0 a new minor one.",
        Some(Level::Addition) => "This needs a new minor version, below 1.0.0 a new patch.",
        Some(Level::Behaviour) => "This needs a new patch.",
    }
}

/// Returns the lowest version that may follow `released` with changes of which this level decides; the same version without
/// changes.
///
/// Below 1.0.0 the second number counts as the first, and below 0.1.0 the third, as Cargo does.
pub fn next_version(released: &Version, worst: Option<Level>) -> Version {
    let Some(worst) = worst else {
        return released.clone();
    };
    let Version {
        major,
        minor,
        patch,
        ..
    } = *released;
    let (major, minor, patch) = match (worst, major, minor) {
        (Level::Breaking, 0, 0) => (0, 0, patch + 1),
        (Level::Breaking, 0, _) => (0, minor + 1, 0),
        (Level::Breaking, _, _) => (major + 1, 0, 0),
        (Level::Addition, 1.., _) => (major, minor + 1, 0),
        (Level::Addition | Level::Behaviour, _, _) => (major, minor, patch + 1),
    };
    Version {
        major,
        minor,
        patch,
        pre: Prerelease::EMPTY,
        build: BuildMetadata::EMPTY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_cargos_rules() {
        let next = |version: &str, level| {
            let version = Version::parse(version).unwrap();
            next_version(&version, level).to_string()
        };
        let rows = [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.2.3", "0.3.0", "0.2.4", "0.2.4"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
        ];
        for (version, breaking, addition, behaviour) in rows {
            assert_eq!(next(version, None), version);
            assert_eq!(next(version, Some(Level::Breaking)), breaking);
            assert_eq!(next(version, Some(Level::Addition)), addition);
            assert_eq!(next(version, Some(Level::Behaviour)), behaviour);
        }
    }
}
