//! The files of `spec/docs`, as written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::error::{DocsError, DocsErrors};
use crate::import::Document;

/// All files of `spec/docs`.
#[derive(Clone, Debug, Default)]
pub struct Documentation {
    pub(super) files: Vec<DocsFile>,
}

/// One file.
#[derive(Clone, Debug)]
pub(super) struct DocsFile {
    /// Its path, for errors.
    pub(super) path: String,
    /// The group it belongs to; none for files whose name begins with `_`, which all groups use.
    pub(super) group: Option<String>,
    pub(super) entries: FileEntries,
}

/// The entries of a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileEntries {
    /// Text of the group.
    pub(super) group: Option<String>,
    /// By `operationId`, or `operationId.method` where an operation is split.
    pub(super) operations: BTreeMap<String, OperationEntry>,
    /// Parameters that mean the same in several operations, by wire name.
    pub(super) parameters: BTreeMap<String, Sentence>,
    /// By type key.
    pub(super) types: BTreeMap<String, TypeEntry>,
    /// Fields that mean the same in several types, by wire name.
    pub(super) defaults: BTreeMap<String, Sentence>,
    /// The noun of a type in sentences, by type key: what `{noun}` means in a shared sentence.
    pub(super) nouns: BTreeMap<String, String>,
    /// Values that mean the same in several enums, by wire value.
    pub(super) values: BTreeMap<String, String>,
    /// Values for the examples of methods, by the wire name of the argument or field.
    pub(super) samples: BTreeMap<String, Value>,
}

/// Texts about an operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OperationEntry {
    pub(super) docs: Option<String>,
    pub(super) parameters: BTreeMap<String, String>,
    /// The statements of an example, with the `use` declarations that it needs.
    pub(super) example: Option<String>,
}

/// Texts about a type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TypeEntry {
    pub(super) docs: Option<String>,
    pub(super) fields: BTreeMap<String, String>,
    pub(super) values: BTreeMap<String, String>,
}

/// One sentence, or one for each type of the value or each role of the type that has the field.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Sentence {
    Always(String),
    ByType(BTreeMap<String, String>),
}

impl Documentation {
    /// Reads the files, given as path and content.
    ///
    /// # Errors
    ///
    /// Returns the file and the key of everything that is not YAML of the documented form.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, DocsErrors> {
        let (mut parsed, mut errors) = (Vec::new(), Vec::new());
        for (path, text) in files {
            match DocsFile::parse(path, text) {
                Ok(file) => parsed.push(file),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            Ok(Self { files: parsed })
        } else {
            Err(DocsErrors(errors))
        }
    }
}

impl Documentation {
    /// Returns the texts that several operations, parameters, types, fields and values have of their own, most frequent
    /// first: candidates for `defaults`, or too general.
    pub fn repeated(&self) -> Vec<(usize, &str)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for text in self.files.iter().flat_map(|file| file.entries.own_texts()) {
            *counts.entry(text.trim()).or_default() += 1;
        }
        let repeated = counts.into_iter().filter(|(_, count)| *count > 1);
        let mut repeated: Vec<_> = repeated.map(|(text, count)| (count, text)).collect();
        repeated.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        repeated
    }
}

impl FileEntries {
    /// Returns all texts that belong to one item.
    fn own_texts(&self) -> impl Iterator<Item = &str> {
        let operations = self.operations.values();
        let operations =
            operations.flat_map(|entry| entry.docs.iter().chain(entry.parameters.values()));
        let types = self.types.values().flat_map(|entry| {
            let members = entry.fields.values().chain(entry.values.values());
            entry.docs.iter().chain(members)
        });
        operations.chain(types).map(String::as_str)
    }
}

impl DocsFile {
    fn parse(path: &str, yaml: &str) -> Result<Self, DocsError> {
        let document = Document::parse(path, yaml.as_bytes())
            .map_err(|error| DocsError::new(path, error.to_string()))?;
        let entries = serde_path_to_error::deserialize(document.into_value()).map_err(|error| {
            let location = format!("{path}: {}", error.path());
            let message = match error.inner().to_string() {
                message if message.contains("null") => {
                    "empty; write a sentence or remove the line".to_owned()
                }
                message => message,
            };
            DocsError::new(location, message)
        })?;
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let name = name.strip_suffix(".yaml").unwrap_or(name);
        Ok(Self {
            path: path.to_owned(),
            group: (!name.starts_with('_')).then(|| name.to_owned()),
            entries,
        })
    }
}
