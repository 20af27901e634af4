//! The upstream document on disk, and where it came from.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use generator::import::Document;
use sha2::{Digest, Sha256};

use crate::command_error::CommandError;

/// The files to import.
pub(crate) struct SpecSource {
    /// Path inside the tree, with `/` → content.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The file with `openapi` and `paths`.
    pub(crate) entry: String,
}

impl SpecSource {
    /// Reads a tree by its folder, the folder around it or its entry file, or one bundled file.
    pub(crate) fn read(path: &Path) -> Result<Self, CommandError> {
        if path.is_dir() {
            let mut files = BTreeMap::new();
            read_folder(path, "", &mut files)?;
            if let Some(folder) = only_folder(&files) {
                files = below(files, &folder);
            }
            let entry = find_entry(&files, path)?;
            return Ok(Self { files, entry });
        }
        let content = fs::read(path).map_err(CommandError::io(path))?;
        let entry = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let document = Document::parse(&entry, &content).map_err(CommandError::failed)?;
        let mut files = BTreeMap::from([(entry.clone(), content)]);
        if document.refers_to_files() {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            read_folder(folder.unwrap_or(Path::new(".")), "", &mut files)?;
        }
        Ok(Self { files, entry })
    }

    /// Returns the text of `spec/SOURCE.toml`.
    pub(crate) fn manifest(&self, origin: &Origin) -> String {
        let mut text = String::from(
            "# Written by `cargo xtask spec import`: what spec/digitalocean.yaml was made of.\n",
        );
        for (key, value) in [("commit", &origin.commit), ("date", &origin.date)] {
            if let Some(value) = value {
                text.push_str(&format!("{key} = \"{value}\"\n"));
            }
        }
        text.push_str(&format!("files = {}\n", self.files.len()));
        text.push_str(
            "# Over all files in the order of their paths: path, NUL, length, NUL, content.\n",
        );
        text.push_str(&format!("sha256 = \"{}\"\n", self.sha256()));
        text
    }

    fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for (path, content) in &self.files {
            hash.update(format!("{path}\0{}\0", content.len()));
            hash.update(content);
        }
        let mut hex = String::new();
        for byte in hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), CommandError> {
    for entry in fs::read_dir(folder).map_err(CommandError::io(folder))? {
        let path = entry.map_err(CommandError::io(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A checkout keeps its own affairs in hidden folders.
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            read_folder(&path, &format!("{prefix}{name}/"), files)?;
        } else if path.extension().is_some_and(|extension| {
            ["yml", "yaml", "json"]
                .iter()
                .any(|known| extension == *known)
        }) {
            files.insert(
                format!("{prefix}{name}"),
                fs::read(&path).map_err(CommandError::io(&path))?,
            );
        }
    }
    Ok(())
}

/// Returns the folder that has all files, as in a checkout with nothing at its top.
fn only_folder(files: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let (first, _) = files.keys().next()?.split_once('/')?;
    let folder = format!("{first}/");
    files
        .keys()
        .all(|path| path.starts_with(&folder))
        .then_some(folder)
}

fn below(files: BTreeMap<String, Vec<u8>>, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let files = files.into_iter().filter_map(|(path, content)| {
        let path = path.strip_prefix(folder)?.to_owned();
        Some((path, content))
    });
    files.collect()
}

/// Returns the one file at the top of the tree that is an OpenAPI document.
fn find_entry(files: &BTreeMap<String, Vec<u8>>, folder: &Path) -> Result<String, CommandError> {
    let mut entries = Vec::new();
    for (path, content) in files.iter().filter(|(path, _)| !path.contains('/')) {
        if Document::parse(path, content)
            .map_err(CommandError::failed)?
            .is_openapi()
        {
            entries.push(path);
        }
    }
    match entries.as_slice() {
        [entry] => Ok((*entry).clone()),
        [] => Err(CommandError::failed(format!(
            "{}: no file with `openapi` at its top; name the entry file",
            folder.display()
        ))),
        several => Err(CommandError::failed(format!(
            "{}: {several:?} are all OpenAPI documents; name one",
            folder.display()
        ))),
    }
}

/// The version of the upstream document.
#[derive(Default)]
pub(crate) struct Origin {
    pub(crate) commit: Option<String>,
    pub(crate) date: Option<String>,
}

impl Origin {
    /// Refuses flags that are not a commit hash and a date.
    pub(crate) fn check(&self) -> Result<(), CommandError> {
        if self
            .commit
            .as_deref()
            .is_some_and(|commit| !is_commit(commit))
        {
            return Err(CommandError::usage(
                "`--commit` needs a hash of 7 to 40 hex digits",
            ));
        }
        if self.date.as_deref().is_some_and(|date| !is_date(date)) {
            return Err(CommandError::usage("`--date` needs the form YYYY-MM-DD"));
        }
        Ok(())
    }

    /// Returns this origin, completed from another.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            commit: self.commit.or(other.commit),
            date: self.date.or(other.date),
        }
    }

    /// Returns what the version is called: its date, and its commit in short.
    pub(crate) fn name(&self) -> Option<String> {
        let date = self.date.as_ref()?;
        let commit = self.commit.as_ref().and_then(|commit| commit.get(..7));
        Some(match commit {
            Some(commit) => format!("{date} ({commit})"),
            None => date.clone(),
        })
    }

    /// Reads what an `ORIGIN.md` in or above the folder of the document says.
    pub(crate) fn next_to(path: &Path) -> Self {
        let texts = path
            .ancestors()
            .take(3)
            .filter_map(|folder| fs::read_to_string(folder.join("ORIGIN.md")).ok());
        texts
            .map(|text| Self::from_text(&text))
            .next()
            .unwrap_or_default()
    }

    fn from_text(text: &str) -> Self {
        let mut words = text.split_whitespace();
        let clean = |word: &str| {
            word.trim_matches(|c: char| !c.is_ascii_alphanumeric())
                .to_owned()
        };
        let commit = words
            .find(|word| *word == "commit")
            .and_then(|_| words.next())
            .map(clean);
        let date = text
            .split_whitespace()
            .map(clean)
            .find(|word| is_date(word));
        Self {
            commit: commit.filter(|commit| is_commit(commit)),
            date,
        }
    }
}

fn is_commit(value: &str) -> bool {
    (7..=40).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_date(value: &str) -> bool {
    let shape = |(index, byte): (usize, u8)| {
        if matches!(index, 4 | 7) {
            byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    };
    value.len() == 10 && value.bytes().enumerate().all(shape)
}
