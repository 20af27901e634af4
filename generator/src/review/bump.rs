//! The version that follows from the changes, by Cargo's rules of semantic versioning.

use semver::{BuildMetadata, Prerelease, Version};

use super::kind::Level;

/// Returns the lowest version that may follow `released` with a change of this level; the same version without one.
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
