//! Everything about a new version of the document that a person has to decide, in one run.
//!
//! Each [`Question`] has the lines to paste for each choice and the meaning of the choice, so that nobody has to know
//! the format of `spec/`. A question blocks the update if the generator or a check would fail; the rest are suggestions
//! that can only be taken now, before users depend on the names.

mod arguments;
mod choice;
mod conventions;
mod decisions;
mod documentation;
mod idle_names;
mod kept_names;
mod misplaced;
mod names;
mod overlay_text;
mod pointers;
mod question;
mod same_types;
mod stale;
mod states;
mod unions;
mod unused;
mod yaml_entries;

use self::choice::CONFIG;
pub use self::choice::{Choice, Edit};
pub use self::question::{Question, Topic};
use crate::config::{Config, ConfigError};
use crate::draft::{Draft, draft};
use crate::generate::Input;

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
        (one.topic, !one.blocks, &one.location).cmp(&(other.topic, !other.blocks, &other.location))
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
    is_edited.then(|| draft(edited).ok()).flatten()
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
            question.location, question.what
        ));
        for choice in &question.choices {
            text.push_str(&choice.to_text());
        }
    }
    text
}
