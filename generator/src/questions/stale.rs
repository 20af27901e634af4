//! Overlay actions that no longer apply, and what changed at their targets.

use super::choice::{Choice, Edit};
use super::pointers::{nearest, shown, value};
use super::question::{Question, Topic};
use crate::draft::Draft;
use crate::overlay::{OverlayProblem, OverlayProblemKind};

pub(super) fn questions(old: &Draft, new: &Draft, overlays: &[(&str, &str)]) -> Vec<Question> {
    let mut questions = Vec::new();
    for problem in &new.stale {
        // An action that was stale before is reported by `codegen`, not by the update.
        let target = problem.target.as_deref().unwrap_or_default();
        let location = match problem.line {
            Some(line) => format!("{}:{line}", file(&problem.overlay)),
            None => file(&problem.overlay),
        };
        let text = overlays.iter().find(|(name, _)| *name == problem.overlay);
        let lines = text.and_then(|(_, text)| action(text, problem.line?));
        let choices = match (&problem.kind, lines) {
            (kind, Some(lines)) if is_stale(kind) => vec![
                Choice::edit(
                    "the correction is no longer needed",
                    Edit::remove(file(&problem.overlay), Vec::new(), lines),
                ),
                Choice::nothing("it is still needed elsewhere: correct its `target`"),
            ],
            _ => Vec::new(),
        };
        questions.push(Question {
            topic: Topic::Overlay,
            blocks: true,
            location,
            what: format!("`{target}`: {}{}", problem.kind, history(old, new, problem)),
            choices,
        });
    }
    questions
}

fn is_stale(kind: &OverlayProblemKind) -> bool {
    matches!(
        kind,
        OverlayProblemKind::MatchesNothing
            | OverlayProblemKind::ChangesNothing
            | OverlayProblemKind::AlreadyListed { .. }
    )
}

/// Returns the path of an overlay below the root of the repository.
fn file(overlay: &str) -> String {
    let name = overlay.rsplit('/').next().unwrap_or(overlay);
    format!("spec/overlays/{name}")
}

/// The value at the target in the old document, and the value now.
fn history(old: &Draft, new: &Draft, problem: &OverlayProblem) -> String {
    let mut actions = old.actions.iter();
    let action = actions
        .find(|action| action.overlay == problem.overlay && Some(action.action) == problem.action);
    let Some(action) = action else {
        return String::new();
    };
    let mut text = String::new();
    for pointer in action.matched.iter().take(3) {
        // A value that an earlier action added is not in the document itself.
        let before = value(&old.document, pointer);
        let (reached, now) = nearest(&new.document, pointer);
        let is_there = reached == *pointer;
        if before == Some(now) && is_there {
            continue;
        }
        if let Some(before) = before {
            text.push_str(&format!("\n    #{pointer} was {}", shown(before)));
        }
        text.push_str(&match is_there {
            true => format!("\n    #{pointer} is {}", shown(now)),
            false => format!("\n    #{pointer} is gone; #{reached} is {}", shown(now)),
        });
    }
    text
}

/// Returns the lines of the action that begins at a line, counted from 1.
fn action(text: &str, line: usize) -> Option<String> {
    let lines: Vec<&str> = text.lines().skip(line.checked_sub(1)?).collect();
    let (first, rest) = lines.split_first()?;
    let indent = first.len() - first.trim_start().len();
    // Everything that is indented more than the dash.
    let belongs = |line: &&&str| {
        let own = line.len() - line.trim_start().len();
        line.trim().is_empty() || own > indent
    };
    let mut action = vec![*first];
    action.extend(rest.iter().take_while(belongs));
    while action.last().is_some_and(|line| line.trim().is_empty()) {
        action.pop();
    }
    Some(action.join("\n"))
}
