//! Overlay actions that no longer apply, and what changed at their targets.

use super::choice::{Choice, Edit};
use super::overlay_text::{action, file};
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
        let is_gone = is_gone(old, new, problem);
        let meaning = match is_gone {
            true => "upstream removed it",
            false => "the correction is no longer needed",
        };
        let choices = match (&problem.kind, lines) {
            (kind, Some(lines)) if is_stale(kind) => vec![
                Choice::edit(
                    meaning,
                    Edit::remove(file(&problem.overlay), Vec::new(), lines.join("\n")),
                ),
                Choice::nothing("it is still needed elsewhere: correct its `target`"),
            ],
            _ => Vec::new(),
        };
        questions.push(Question {
            topic: match is_gone {
                true => Topic::RemovedTarget,
                false => Topic::Overlay,
            },
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

/// Objects whose members have names that upstream gives.
const NAMED: [&str; 7] = [
    "headers",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// Whether upstream removed all that the action was for: a path, an operation, a component or a member.
fn is_gone(old: &Draft, new: &Draft, problem: &OverlayProblem) -> bool {
    let matched = matched(old, problem);
    problem.kind == OverlayProblemKind::MatchesNothing
        && !matched.is_empty()
        && matched.iter().all(|pointer| {
            let (reached, now) = nearest(&new.document, pointer);
            let mut above = reached.rsplit('/');
            let is_named = above.next().is_some_and(|key| NAMED.contains(&key));
            let is_operation = above.next() == Some("paths");
            reached != *pointer && now.is_object() && (is_named || is_operation)
        })
}

/// Returns what the action selected in the old document. Its index may differ there, since lines were pasted or removed.
fn matched<'o>(old: &'o Draft, problem: &OverlayProblem) -> &'o [String] {
    let mut actions = old.actions.iter();
    let action = actions.find(|action| {
        action.overlay == problem.overlay && Some(&action.target) == problem.target.as_ref()
    });
    action.map_or(&[], |action| &action.matched)
}

/// The value at the target in the old document, and the value now.
fn history(old: &Draft, new: &Draft, problem: &OverlayProblem) -> String {
    let mut text = String::new();
    for pointer in matched(old, problem).iter().take(3) {
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
