use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

/// The role of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PayloadKind {
    /// The JSON body of a request.
    Request,
    /// The JSON body of a success.
    Response,
    /// The body of an error.
    Error,
    /// Server-sent events.
    Events,
    /// A body that is not JSON, in either direction.
    File,
}

impl PayloadKind {
    /// Returns the name for the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "requests",
            Self::Response => "responses",
            Self::Error => "errors",
            Self::Events => "event streams",
            Self::File => "files",
        }
    }
}

/// A payload.
#[derive(Clone, Debug)]
pub struct CorpusLine {
    /// Its name, unique in its file.
    pub id: String,
    /// The file it is from, without the ending.
    pub source: String,
    /// The operation.
    pub operation: String,
    /// The role.
    pub kind: PayloadKind,
    /// The status of a response, or `default`.
    pub status: Option<String>,
    /// The media type.
    pub content_type: String,
    /// The body.
    pub value: Value,
    /// Whether the schema of the published document accepts it.
    pub is_valid: bool,
    /// Whether it was put together from the examples of single properties, so that it has all of them.
    pub is_composed: bool,
}

impl CorpusLine {
    /// Reads all lines of a file.
    pub fn read(path: &Path) -> anyhow::Result<Vec<Self>> {
        let source = path.file_stem().unwrap_or_default().to_string_lossy();
        let text =
            fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let lines = text.lines().enumerate();
        lines
            .map(|(index, line)| {
                Self::parse(&source, line).with_context(|| format!("{source}, line {}", index + 1))
            })
            .collect()
    }

    fn parse(source: &str, line: &str) -> anyhow::Result<Self> {
        let line: Value = serde_json::from_str(line)?;
        let text = |key: &str| {
            let text = line.get(key).and_then(Value::as_str).map(str::to_owned);
            text.with_context(|| format!("no `{key}`"))
        };
        let content_type = text("content_type")?;
        let status = text("status").ok();
        let is_error = status
            .as_deref()
            .is_some_and(|status| !status.starts_with('2'));
        let kind = match (text("kind")?.as_str(), content_type.as_str()) {
            ("response", "text/event-stream") => PayloadKind::Events,
            ("response", _) if is_error => PayloadKind::Error,
            ("response", "application/json") => PayloadKind::Response,
            ("request", "application/json") => PayloadKind::Request,
            _ => PayloadKind::File,
        };
        let errors = line.get("schema_errors").and_then(Value::as_array);
        Ok(Self {
            id: text("id")?,
            source: source.to_owned(),
            operation: text("operation_id")?,
            kind,
            status,
            content_type,
            value: line.get("value").cloned().context("no `value`")?,
            is_valid: errors.is_none_or(Vec::is_empty),
            is_composed: text("source").is_ok_and(|source| source == "schema-composed"),
        })
    }
}
