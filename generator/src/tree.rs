//! A tree of files in memory, and how it differs from what is on disk.

use std::{collections::BTreeMap, fmt};

/// Files by path, `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTree {
    files: BTreeMap<String, String>,
}

/// A difference between the tree and the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Path of the file.
    pub path: String,
    /// The kind of difference.
    pub kind: DifferenceKind,
}

/// The kinds of differences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The file on disk has another content.
    Changed {
        /// The first line that differs, counted from 1.
        line: usize,
        /// The line as it should be; `None` where the file should have ended.
        expected: Option<String>,
        /// The line on disk; `None` where the file ends early.
        found: Option<String>,
    },
    /// The file is not on disk.
    Missing,
    /// The file is on disk and should not be.
    Orphaned,
}

impl FileTree {
    /// Adds a file; returns what was there before.
    pub fn insert(
        &mut self,
        path: impl Into<String>,
        content: impl Into<String>,
    ) -> Option<String> {
        self.files.insert(path.into(), content.into())
    }

    /// Adds the files of another tree.
    ///
    /// # Errors
    ///
    /// Returns the path of a file that both have.
    pub fn merge(&mut self, other: Self) -> Result<(), String> {
        for (path, text) in other.files {
            if self.files.insert(path.clone(), text).is_some() {
                return Err(path);
            }
        }
        Ok(())
    }

    /// Returns the content of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Returns all paths and contents, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the number of lines in all files.
    pub fn lines(&self) -> usize {
        self.files.values().map(|text| text.lines().count()).sum()
    }

    /// Returns how `disk`, the files below the same root, differs from this tree, in the order of the paths.
    pub fn compare(&self, disk: &BTreeMap<String, Vec<u8>>) -> Vec<Difference> {
        let mut differences = Vec::new();
        for (path, text) in &self.files {
            let kind = match disk.get(path) {
                None => DifferenceKind::Missing,
                Some(found) if found == text.as_bytes() => continue,
                Some(found) => first_difference(text, found),
            };
            differences.push(Difference {
                path: path.clone(),
                kind,
            });
        }
        let orphans = disk.keys().filter(|path| !self.files.contains_key(*path));
        differences.extend(orphans.map(|path| Difference {
            path: path.clone(),
            kind: DifferenceKind::Orphaned,
        }));
        differences.sort_by(|one, other| one.path.cmp(&other.path));
        differences
    }
}

fn first_difference(expected: &str, found: &[u8]) -> DifferenceKind {
    let found = String::from_utf8_lossy(found);
    // Line ends count: a file without its last one differs in its last line.
    let mut expected = expected.split_inclusive('\n');
    let mut found = found.split_inclusive('\n');
    let mut line = 1;
    loop {
        match (expected.next(), found.next()) {
            (Some(one), Some(other)) if one == other => line += 1,
            (expected, found) => {
                let owned =
                    |text: Option<&str>| text.map(|text| text.trim_end_matches('\n').to_owned());
                return DifferenceKind::Changed {
                    line,
                    expected: owned(expected),
                    found: owned(found),
                };
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line =
            |text: &Option<String>| text.clone().unwrap_or_else(|| "(end of file)".to_owned());
        match &self.kind {
            DifferenceKind::Missing => write!(f, "missing  {}", self.path),
            DifferenceKind::Orphaned => write!(f, "orphaned {}", self.path),
            DifferenceKind::Changed {
                line: number,
                expected,
                found,
            } => {
                writeln!(f, "changed  {}:{number}", self.path)?;
                writeln!(f, "  - {}", line(found))?;
                write!(f, "  + {}", line(expected))
            }
        }
    }
}
