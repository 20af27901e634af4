//! Names of the values of string enums, and of the branches of unions.

use std::collections::BTreeSet;

use super::error::NameError;
use super::scope::{Scope, signs_last};
use super::{identifier, words};
use crate::ir::{Branch, EnumValue, Report};

/// The variant that every open enum and union has.
const RESERVED: [&str; 1] = ["Unknown"];

/// Returns the variants of a string enum named `ty`.
///
/// The words that all values begin with are left out where they repeat the type's name. Where two values differ only
/// in signs (`red`, `red*`) the later one's signs are spelled out; what remains equal is numbered.
pub(super) fn of_values(
    values: &[EnumValue],
    ty: &str,
    pointer: &str,
    reports: &mut Vec<Report>,
) -> Result<Vec<String>, NameError> {
    let normal: Vec<String> = values
        .iter()
        .map(|value| words::snake(&value.wire))
        .collect();
    let stripped = without_prefix(&normal, ty);
    let mut scope = Scope::with(&RESERVED);
    let mut variants = vec![String::new(); values.len()];
    for index in signs_last(values, |value| &value.wire) {
        let (value, stripped) = (&values[index], stripped[index]);
        let mut candidates = Vec::new();
        if let Some(name) = &value.name {
            candidates.extend(identifier::type_like(name));
        } else if value.wire.is_empty() {
            candidates.push("Empty".to_owned());
        } else if let Some(stripped) = stripped {
            candidates.extend(identifier::type_like(stripped));
        }
        // A sign or a leading minus counts only in the wire text.
        candidates.extend(identifier::type_like(&value.wire));
        candidates.extend(identifier::type_like(&words::with_signs(&value.wire)));
        for candidate in candidates
            .iter_mut()
            .filter(|candidate| *candidate == "Unknown")
        {
            "UnknownValue".clone_into(candidate);
        }
        let variant = scope.claim(&candidates).ok_or_else(|| {
            NameError::new(
                pointer,
                format!(
                    "the enum value {:?} makes no name; name it in codegen.toml",
                    value.wire
                ),
            )
        })?;
        if Some(&variant) != candidates.first() {
            reports.push(Report {
                pointer: pointer.to_owned(),
                message: format!(
                    "the variant of {:?} is `{variant}`, because its first choice is taken",
                    value.wire
                ),
            });
        }
        variants[index] = variant;
    }
    Ok(variants)
}

/// Returns the variants of a union.
pub(super) fn of_branches(branches: &[Branch], pointer: &str) -> Result<Vec<String>, NameError> {
    let mut scope = Scope::with(&RESERVED);
    let unnamed = || {
        NameError::new(
            pointer,
            "a branch of the union has no name; name it in codegen.toml",
        )
    };
    branches
        .iter()
        .map(|branch| {
            let name = identifier::type_like(&branch.name).ok_or_else(unnamed)?;
            scope
                .claim(&[name.clone(), format!("{name}Branch")])
                .ok_or_else(unnamed)
        })
        .collect()
}

/// Returns each value without the words that all share and that repeat the type's name; `None` for all where that
/// would leave one value without a name, or two with the same.
fn without_prefix<'v>(values: &'v [String], ty: &str) -> Vec<Option<&'v str>> {
    let none = || vec![None; values.len()];
    let split: Vec<Vec<&str>> = values
        .iter()
        .map(|value| value.split('_').collect())
        .collect();
    let Some((first, others)) = split.split_first() else {
        return none();
    };
    let shared = others.iter().fold(first.len(), |shared, other| {
        first
            .iter()
            .zip(other)
            .take(shared)
            .take_while(|(one, other)| one == other)
            .count()
    });
    if others.is_empty() {
        return none();
    }
    let type_words = words::snake(ty);
    for length in (1..=shared).rev() {
        let prefix = &first[..length];
        let rest: Vec<Option<&str>> = values
            .iter()
            .map(|value| after_words(value, prefix))
            .collect();
        let distinct: BTreeSet<_> = rest.iter().flatten().collect();
        let named = |rest: &Option<&str>| {
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        if repeats_type(prefix, &type_words, others.len())
            && rest.iter().all(named)
            && distinct.len() == values.len()
        {
            return rest;
        }
    }
    none()
}

/// Returns whether a prefix says nothing that the type's name does not say: its words are words of the name, or it is
/// the long prefix that Protocol Buffers put before every value.
fn repeats_type(prefix: &[&str], type_words: &str, other_values: usize) -> bool {
    let in_type = |word: &&str| type_words.split('_').any(|known| known == *word);
    prefix.iter().all(in_type)
        || (prefix.len() >= 2 && prefix.last().is_some_and(in_type) && other_values >= 2)
}

fn after_words<'v>(value: &'v str, prefix: &[&str]) -> Option<&'v str> {
    prefix.iter().try_fold(value, |value, word| {
        value.strip_prefix(word)?.strip_prefix('_')
    })
}
