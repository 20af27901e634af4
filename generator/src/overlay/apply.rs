use std::cmp::Reverse;

use serde_json::Value;

use super::action::{Action, Effect};
use super::document::Overlay;
use super::error::{OverlayError, OverlayProblem, OverlayProblemKind};
use super::merge::{append, is_composite, kind_name, merge};
use crate::json_pointer::unescape;

/// A document with overlays applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The changed document.
    pub document: Value,
    /// The effect of each action, in the order they ran.
    pub actions: Vec<AppliedAction>,
}

/// The effect of one action of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedAction {
    /// The overlay file, as it is called in the input.
    pub overlay: String,
    /// The index of the action in `actions`.
    pub action: usize,
    /// The target of the action.
    pub target: String,
    /// The JSON pointers of the values that the target selected, in the document as it was then.
    pub matched: Vec<String>,
}

/// Applies overlays, given as name and text, one after the other.
///
/// # Errors
///
/// Fails with every action that is stale or does not fit the document, or with what is wrong in the overlays.
pub fn apply(document: Value, overlays: &[(&str, &str)]) -> Result<Applied, OverlayError> {
    apply_parsed(document, parse(overlays))
}

/// An overlay as it was read, or what is wrong with its text.
pub(crate) type ParsedOverlay<'a> = (&'a str, Result<Overlay, OverlayError>);

/// Reads overlays, given as name and text.
pub(crate) fn parse<'a>(overlays: &[(&'a str, &str)]) -> Vec<ParsedOverlay<'a>> {
    let overlays = overlays.iter();
    overlays
        .map(|(name, text)| (*name, Overlay::parse(name, text)))
        .collect()
}

/// Applies overlays that were read before, as [`apply`] does.
///
/// # Errors
///
/// The same as of [`apply`].
pub(crate) fn apply_parsed(
    document: Value,
    overlays: Vec<ParsedOverlay<'_>>,
) -> Result<Applied, OverlayError> {
    let (applied, problems) = apply_all(document, overlays);
    if problems.is_empty() {
        Ok(applied)
    } else {
        Err(OverlayError::new(problems))
    }
}

/// Applies overlays as [`apply`] does, without the actions that are stale or do not fit; returns these as problems.
pub fn apply_leniently(
    document: Value,
    overlays: &[(&str, &str)],
) -> (Applied, Vec<OverlayProblem>) {
    apply_all(document, parse(overlays))
}

fn apply_all(document: Value, overlays: Vec<ParsedOverlay<'_>>) -> (Applied, Vec<OverlayProblem>) {
    let mut applied = Applied {
        document,
        actions: Vec::new(),
    };
    let mut problems = Vec::new();
    for (name, overlay) in overlays {
        let overlay = match overlay {
            Ok(overlay) => overlay,
            Err(error) => {
                problems.extend(error.into_problems());
                continue;
            }
        };
        for (index, action) in overlay.actions.iter().enumerate() {
            match run(action, &mut applied.document) {
                Ok(matched) => applied.actions.push(AppliedAction {
                    overlay: name.to_owned(),
                    action: index,
                    target: action.target.clone(),
                    matched,
                }),
                Err(kind) => problems.push(OverlayProblem {
                    overlay: name.to_owned(),
                    line: Some(action.line),
                    action: Some(index),
                    target: Some(action.target.clone()),
                    kind,
                }),
            }
        }
    }
    (applied, problems)
}

/// Runs one action and returns the pointers of what it matched.
fn run(action: &Action, document: &mut Value) -> Result<Vec<String>, OverlayProblemKind> {
    let matches = action.path.query_located(document);
    let mut matched: Vec<String> = matches
        .locations()
        .map(|location| location.to_json_pointer())
        .collect();
    if matched.is_empty() {
        return Err(OverlayProblemKind::MatchesNothing);
    }
    // A query may select a value twice, and a value within another one.
    matched.sort_by_cached_key(|pointer| tokens(pointer));
    matched.dedup();
    let changed = match &action.effect {
        Effect::Update(update) => {
            let mut changed = false;
            for pointer in &matched {
                changed |= update_at(document, pointer, update)?;
            }
            changed
        }
        Effect::Remove => {
            // From the back, so that the pointers which are still to come keep their meaning.
            for pointer in matched.iter().rev() {
                remove_at(document, pointer)?;
            }
            true
        }
    };
    if changed {
        Ok(matched)
    } else {
        Err(OverlayProblemKind::ChangesNothing)
    }
}

fn update_at(
    document: &mut Value,
    pointer: &str,
    update: &Value,
) -> Result<bool, OverlayProblemKind> {
    let Some(target) = document.pointer_mut(pointer) else {
        return Ok(false);
    };
    match (&mut *target, update) {
        (Value::Array(items), Value::Array(updates)) => append(items, updates, pointer),
        (Value::Array(items), update) => append(items, std::slice::from_ref(update), pointer),
        (target, _) if !is_composite(target) => Err(OverlayProblemKind::PrimitiveTarget {
            pointer: pointer.to_owned(),
            found: kind_name(target),
        }),
        (target, update) => merge(target, update, pointer),
    }
}

fn remove_at(document: &mut Value, pointer: &str) -> Result<(), OverlayProblemKind> {
    let Some((parent, token)) = pointer.rsplit_once('/') else {
        return Err(OverlayProblemKind::RemovesDocument);
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&unescape(token));
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = token.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Returns a sort key that puts list items in the order of their indexes and children after their parents.
fn tokens(pointer: &str) -> Vec<(Reverse<bool>, usize, String)> {
    let token = |token: &str| match token.parse::<usize>() {
        Ok(index) => (Reverse(true), index, String::new()),
        Err(_) => (Reverse(false), 0, token.to_owned()),
    };
    pointer.split('/').map(token).collect()
}
