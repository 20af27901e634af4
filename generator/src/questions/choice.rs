//! The choices of a question, and the edits that they are.

use serde::{Deserialize, Serialize};

/// The configuration.
pub(super) const CONFIG: &str = "spec/codegen.toml";

/// The overlay that names things.
const NAMES: &str = "spec/overlays/20-names.yaml";

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its meaning.
    pub meaning: String,
    /// The edits that give it; none where nothing has to be written.
    pub edits: Vec<Edit>,
    /// The option of the command that gives it instead.
    pub option: Option<String>,
}

impl Choice {
    pub(super) fn to_text(&self) -> String {
        let option = self.option.iter();
        let option: String = option.map(|option| format!(": `{option}`")).collect();
        let mut text = format!("  * {}{option}\n", self.meaning);
        for edit in &self.edits {
            text.push_str(&edit.to_text());
        }
        text
    }

    /// A choice that writes nothing.
    pub(super) fn nothing(meaning: impl Into<String>) -> Self {
        Self {
            meaning: meaning.into(),
            edits: Vec::new(),
            option: None,
        }
    }

    /// A choice that is given by an option of the command.
    pub(super) fn option(meaning: impl Into<String>, option: impl Into<String>) -> Self {
        Self {
            option: Some(option.into()),
            ..Self::nothing(meaning)
        }
    }

    pub(super) fn edit(meaning: impl Into<String>, edit: Edit) -> Self {
        Self {
            meaning: meaning.into(),
            edits: vec![edit],
            option: None,
        }
    }

    /// A choice that adds lines to the configuration, below a line of it.
    pub(super) fn config(
        meaning: impl Into<String>,
        below: &str,
        lines: impl Into<String>,
    ) -> Self {
        Self::edit(meaning, Edit::add(CONFIG, vec![below.to_owned()], lines))
    }

    /// A choice that adds a table to the end of the configuration.
    pub(super) fn table(meaning: impl Into<String>, lines: impl Into<String>) -> Self {
        Self::edit(meaning, Edit::add(CONFIG, Vec::new(), lines))
    }

    /// A choice that names a method; the table is added where the group has none.
    pub(super) fn method(config: &str, group: &str, operation: &str, name: &str) -> Self {
        let table = format!("[groups.{group}.methods]");
        let line = format!("{operation} = \"{name}\"");
        let meaning = format!("the method is `client.{group}().{name}()`");
        if config.lines().any(|known| known == table) {
            Self::config(meaning, &table, line)
        } else {
            Self::table(meaning, format!("\n{table}\n{line}"))
        }
    }

    /// A choice that adds an action to the overlay of names.
    pub(super) fn name(meaning: impl Into<String>, lines: impl Into<String>) -> Self {
        Self::edit(meaning, Edit::add(NAMES, Vec::new(), lines))
    }
}

/// Lines to paste or to remove.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Edit {
    /// The file, below the root of the repository.
    pub file: String,
    /// The line below which the lines belong, after those above the entry; `None` for the end of the file.
    pub below: Vec<String>,
    /// Whether the lines are to be removed instead.
    pub remove: bool,
    /// The lines.
    pub lines: String,
}

impl Edit {
    pub(super) fn add(
        file: impl Into<String>,
        below: Vec<String>,
        lines: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            below,
            remove: false,
            lines: lines.into(),
        }
    }

    pub(super) fn remove(
        file: impl Into<String>,
        below: Vec<String>,
        lines: impl Into<String>,
    ) -> Self {
        Self {
            remove: true,
            ..Self::add(file, below, lines)
        }
    }

    pub(super) fn to_text(&self) -> String {
        let file = &self.file;
        let below: Vec<_> = self
            .below
            .iter()
            .map(|line| format!("`{}`", line.trim()))
            .collect();
        let location = match (self.remove, below.is_empty()) {
            (true, true) => format!("remove from {file}:"),
            (true, false) => format!("remove from {file}, below {}:", below.join(", ")),
            (false, true) => format!("add to the end of {file}:"),
            (false, false) => format!("add to {file}, below {}:", below.join(", ")),
        };
        let lines = self.lines.lines().map(|line| format!("        {line}\n"));
        format!("    {location}\n{}", lines.collect::<String>())
    }

    /// Returns the text of the file after the edit.
    ///
    /// # Errors
    ///
    /// Fails where the file does not have the lines that the edit names.
    pub fn apply(&self, content: &str) -> Result<String, String> {
        let lines: Vec<&str> = content.lines().collect();
        let mut at = 0;
        for line in &self.below {
            let found = lines.iter().skip(at).position(|known| known == line);
            let found = found.ok_or_else(|| format!("{}: there is no line `{line}`", self.file))?;
            at += found + 1;
        }
        let own: Vec<&str> = self.lines.lines().collect();
        let (before, after) = if self.remove {
            let mut starts = at..=lines.len().saturating_sub(own.len());
            let start =
                starts.find(|start| lines.get(*start..start + own.len()) == Some(own.as_slice()));
            let start =
                start.ok_or_else(|| format!("{}: the lines to remove are not there", self.file))?;
            (lines.get(..start), lines.get(start + own.len()..))
        } else {
            let at = if self.below.is_empty() {
                lines.len()
            } else {
                at
            };
            (lines.get(..at), lines.get(at..))
        };
        let added: &[&str] = if self.remove { &[] } else { &own };
        let all = [before.unwrap_or_default(), added, after.unwrap_or_default()].concat();
        Ok(all.join("\n") + "\n")
    }
}
