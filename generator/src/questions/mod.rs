//! Everything about a new version of the document that a person has to decide, in one run.
//!
//! Each [`Question`] has the lines to paste for each choice and the meaning of the choice, so that nobody has to know
//! the format of `spec/`. A question blocks the update if the generator or a check would fail; the rest are suggestions
//! that can only be taken now, before users depend on the names.

mod arguments;
mod decisions;
mod documentation;
mod kept_names;
mod misplaced;
mod names;
mod pointers;
mod stale;
mod states;
mod unions;
mod unused;
mod yaml_entries;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::config::{Config, ConfigError};
use crate::{Draft, Input};

/// Something that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The topic.
    pub topic: Topic,
    /// Whether the update is impossible without a decision.
    pub blocks: bool,
    /// JSON pointer, operation, or file and line.
    pub place: String,
    /// The question.
    pub what: String,
    /// The choices; empty where only reading the document helps.
    pub choices: Vec<Choice>,
}

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

/// The topic of a question, in the order of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// An overlay action does not apply.
    Overlay,
    /// The document is wrong or has a construct that is not generated.
    Document,
    /// A tag without a group.
    Group,
    /// A method without a name.
    Method,
    /// A list that is not regular.
    List,
    /// A response of which a member may be the resource.
    Resource,
    /// A value that may be a secret.
    Secret,
    /// A server of an unknown kind.
    Server,
    /// A union whose variants have no names.
    Union,
    /// A state that nobody waits for.
    Waiter,
    /// An entry of the configuration that matches nothing.
    Configuration,
    /// A field whose form differs between the model and the body of an update.
    Conversion,
    /// The arguments of `new` change.
    ArgumentOrder,
    /// A name that reads badly.
    Name,
    /// An item without documentation, or documentation without an item.
    Documentation,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overlay => "Stale overlay actions",
            Self::Document => "Constructs of the document",
            Self::Group => "Groups",
            Self::Method => "Methods without a name",
            Self::List => "Lists that are not regular",
            Self::Resource => "Responses with several members",
            Self::Secret => "Secrets",
            Self::Server => "Servers",
            Self::Union => "Unions without names",
            Self::Waiter => "States to wait for",
            Self::Configuration => "Entries of codegen.toml that match nothing",
            Self::Conversion => "From models to the bodies of updates",
            Self::ArgumentOrder => "Arguments of `new`",
            Self::Name => "Names that read badly",
            Self::Documentation => "Documentation",
        })
    }
}

/// Returns all questions about `new`, which replaces `old`.
///
/// # Errors
///
/// Fails where the configuration cannot be read.
pub fn questions(old: &Draft, new: &Draft, input: Input<'_>) -> Result<Vec<Question>, ConfigError> {
    let config = Config::parse(input.config)?;
    let mut questions = stale::questions(old, new, input.overlays);
    questions.extend(decisions::questions(new, input));
    questions.extend(unions::questions(old, new));
    questions.extend(states::questions(old, new, &config));
    questions.extend(arguments::questions(old, new));
    questions.extend(names::questions(old, new, input.config));
    questions.extend(kept_names::questions(old, new));
    let decided = with_first_choices(&questions, input);
    let decided = decided.as_ref().unwrap_or(new);
    questions.extend(documentation::questions(old, decided, input.docs));
    questions.sort_by(|one, other| {
        (one.topic, !one.blocks, &one.place).cmp(&(other.topic, !other.blocks, &other.place))
    });
    questions.dedup();
    Ok(questions)
}

/// Returns the client that the first choices of all questions would give: a decision may add and remove types, and their
/// texts are asked for in the same run. `None` where nothing would be edited, or not so that a client follows.
fn with_first_choices(questions: &[Question], input: Input<'_>) -> Option<Draft> {
    let mut config = input.config.to_owned();
    let overlays = input.overlays.iter();
    let mut overlays: Vec<_> = overlays
        .map(|(name, text)| (*name, (*text).to_owned()))
        .collect();
    let blocking = questions.iter().filter(|question| question.blocks);
    let choices = blocking.filter_map(|question| question.choices.first());
    let mut is_edited = false;
    for edit in choices.flat_map(|choice| &choice.edits) {
        let overlay = overlays.iter_mut().find(|(name, _)| *name == edit.file);
        let text = match overlay {
            Some((_, text)) => text,
            None if edit.file == CONFIG => &mut config,
            None => continue,
        };
        *text = edit.apply(text).ok()?;
        is_edited = true;
    }
    let overlays: Vec<_> = overlays
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let edited = Input {
        config: &config,
        files: None,
        overlays: &overlays,
        ..input
    };
    is_edited.then(|| crate::draft(edited).ok()).flatten()
}

/// Returns the questions as text, grouped by topic.
pub fn report(questions: &[Question]) -> String {
    let mut text = String::new();
    let mut topic = None;
    for question in questions {
        if topic != Some(question.topic) {
            topic = Some(question.topic);
            let of_topic = questions
                .iter()
                .filter(|other| other.topic == question.topic);
            text.push_str(&format!("\n{}: {}\n", question.topic, of_topic.count()));
        }
        let optional = if question.blocks {
            ""
        } else {
            " (may stay as it is)"
        };
        text.push_str(&format!(
            "\n- {}: {}{optional}\n",
            question.place, question.what
        ));
        for choice in &question.choices {
            text.push_str(&choice.to_text());
        }
    }
    text
}

impl Choice {
    fn to_text(&self) -> String {
        let option = self.option.iter();
        let option: String = option.map(|option| format!(": `{option}`")).collect();
        let mut text = format!("  * {}{option}\n", self.meaning);
        for edit in &self.edits {
            text.push_str(&edit.to_text());
        }
        text
    }

    /// A choice that writes nothing.
    fn nothing(meaning: impl Into<String>) -> Self {
        Self {
            meaning: meaning.into(),
            edits: Vec::new(),
            option: None,
        }
    }

    /// A choice that is given by an option of the command.
    fn option(meaning: impl Into<String>, option: impl Into<String>) -> Self {
        Self {
            option: Some(option.into()),
            ..Self::nothing(meaning)
        }
    }

    fn edit(meaning: impl Into<String>, edit: Edit) -> Self {
        Self {
            meaning: meaning.into(),
            edits: vec![edit],
            option: None,
        }
    }

    /// A choice that adds lines to the configuration, below a line of it.
    fn config(meaning: impl Into<String>, below: &str, lines: impl Into<String>) -> Self {
        Self::edit(meaning, Edit::add(CONFIG, vec![below.to_owned()], lines))
    }

    /// A choice that adds a table to the end of the configuration.
    fn table(meaning: impl Into<String>, lines: impl Into<String>) -> Self {
        Self::edit(meaning, Edit::add(CONFIG, Vec::new(), lines))
    }

    /// A choice that adds an action to the overlay of names.
    fn name(meaning: impl Into<String>, lines: impl Into<String>) -> Self {
        Self::edit(meaning, Edit::add(NAMES, Vec::new(), lines))
    }
}

impl Edit {
    fn add(file: impl Into<String>, below: Vec<String>, lines: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            below,
            remove: false,
            lines: lines.into(),
        }
    }

    fn remove(file: impl Into<String>, below: Vec<String>, lines: impl Into<String>) -> Self {
        Self {
            remove: true,
            ..Self::add(file, below, lines)
        }
    }

    fn to_text(&self) -> String {
        let file = &self.file;
        let below: Vec<_> = self
            .below
            .iter()
            .map(|line| format!("`{}`", line.trim()))
            .collect();
        let place = match (self.remove, below.is_empty()) {
            (true, true) => format!("remove from {file}:"),
            (true, false) => format!("remove from {file}, below {}:", below.join(", ")),
            (false, true) => format!("add to the end of {file}:"),
            (false, false) => format!("add to {file}, below {}:", below.join(", ")),
        };
        let lines = self.lines.lines().map(|line| format!("        {line}\n"));
        format!("    {place}\n{}", lines.collect::<String>())
    }

    /// Returns the text of the file after the edit.
    ///
    /// # Errors
    ///
    /// Fails where the file does not have the lines that the edit names.
    pub fn apply(&self, text: &str) -> Result<String, String> {
        let lines: Vec<&str> = text.lines().collect();
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

/// The configuration.
const CONFIG: &str = "spec/codegen.toml";

/// The overlay that names things.
const NAMES: &str = "spec/overlays/20-names.yaml";
