//! The changelog and the version that follows from it.

use std::fmt::Write as _;

use semver::Version;

use crate::command_error::CommandError;

/// The heading of what is not released yet.
const UNRELEASED: &str = "## Unreleased";

/// Returns the changelog with an entry at the end of what is not released yet.
pub(crate) fn with_entry(
    changelog: &str,
    title: &str,
    entry: &str,
) -> Result<String, CommandError> {
    let Some(start) = changelog.find(UNRELEASED) else {
        return Err(CommandError::failed(format!(
            "CHANGELOG.md: add the line `{UNRELEASED}` where changes are to be listed"
        )));
    };
    let section = start + UNRELEASED.len();
    let rest = changelog.get(section..).unwrap_or_default();
    let end = rest
        .find("\n## ")
        .map_or(changelog.len(), |at| section + at);
    let (before, after) = changelog.split_at(end);
    let mut changelog = format!("{}\n\n### {title}\n\n{entry}\n", before.trim_end());
    if !after.is_empty() {
        // Writing into a string does not fail.
        let _ = write!(changelog, "\n{}", after.trim_start_matches('\n'));
    }
    Ok(changelog)
}

/// Returns the newest released version: the first heading that is one.
pub(crate) fn released(changelog: &str) -> Option<Version> {
    let mut headings = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## "));
    headings.find_map(|heading| {
        let version = heading.split_whitespace().next()?;
        Version::parse(version.trim_matches(['[', ']', 'v'])).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str =
        "# Changelog\n\n## Unreleased\n\n### Changed\n\n- a\n\n## 0.1.0 (2026-01-01)\n\n- first\n";

    #[test]
    fn an_entry_is_added_before_the_last_release() {
        let text = with_entry(CHANGELOG, "API of today", "- b").unwrap();
        assert_eq!(
            text,
            "# Changelog\n\n## Unreleased\n\n### Changed\n\n- a\n\n### API of today\n\n- b\n\n\
             ## 0.1.0 (2026-01-01)\n\n- first\n"
        );
        let first = with_entry("## Unreleased\n", "API", "- b").unwrap();
        assert_eq!(first, "## Unreleased\n\n### API\n\n- b\n");
        assert!(with_entry("# Changelog\n", "API", "- b").is_err());
    }

    #[test]
    fn the_newest_release_is_the_first_heading_with_a_version() {
        assert_eq!(released(CHANGELOG), Some(Version::new(0, 1, 0)));
        assert_eq!(released("## Unreleased\n"), None);
        assert_eq!(
            released("## [v1.2.3] - today\n## 1.0.0\n"),
            Some(Version::new(1, 2, 3))
        );
    }
}
