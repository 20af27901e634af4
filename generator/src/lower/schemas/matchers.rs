//! How the branches of a union are told apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::Matcher;
use crate::lower::schemas::compose::Alternatives;
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::union::Candidate;

/// A matcher for each candidate, in their order.
pub(in crate::lower) fn tell_apart(
    candidates: &[Candidate<'_>],
    alternatives: &Alternatives<'_>,
) -> Vec<Matcher> {
    let tags = discriminated(candidates, alternatives);
    let objects: Vec<_> = candidates
        .iter()
        .filter(|candidate| candidate.merged.is_object())
        .collect();
    candidates
        .iter()
        .map(|candidate| {
            if let Some(tag) = tags.get(&candidate.index) {
                return tag.clone();
            }
            match candidate.merged.kind {
                Some("string") => Matcher::Kind("string"),
                Some("integer") => Matcher::Kind("integer"),
                Some("number") => Matcher::Kind("number"),
                Some("boolean") => Matcher::Kind("boolean"),
                Some("array") => Matcher::Kind("array"),
                _ if candidate.merged.is_object() => object(candidate, &objects),
                _ => Matcher::Any,
            }
        })
        .collect()
}

/// Positions of branches that no value can be told to belong to, with the branch that comes before them.
pub(in crate::lower) fn ambiguous(matchers: &[Matcher]) -> Vec<usize> {
    let same = |a: usize, b: usize| a != b && matchers.get(a) == matchers.get(b);
    (0..matchers.len())
        .filter(|a| (0..matchers.len()).any(|b| same(*a, b)))
        .collect()
}

/// Tags by position, where the document has a discriminator.
fn discriminated(
    candidates: &[Candidate<'_>],
    alternatives: &Alternatives<'_>,
) -> BTreeMap<usize, Matcher> {
    let Some(discriminator) = alternatives.discriminator else {
        return BTreeMap::new();
    };
    let mut tags = BTreeMap::new();
    for candidate in candidates {
        let Sub::Reference(reference, _) = candidate.sub else {
            continue;
        };
        let name = reference.rsplit('/').next().unwrap_or(reference);
        let leads_here = |target: &&String| {
            target
                .rsplit(['/', '#'])
                .next()
                .is_some_and(|end| stem(end) == name)
        };
        let values: Vec<_> = discriminator
            .mapping
            .iter()
            .filter(|(_, to)| leads_here(to))
            .map(|(value, _)| value.clone())
            .collect();
        let values = if values.is_empty() {
            vec![name.to_owned()]
        } else {
            values
        };
        tags.insert(
            candidate.index,
            Matcher::Tag {
                member: discriminator.property_name.clone(),
                values,
            },
        );
    }
    tags
}

fn stem(file: &str) -> &str {
    file.strip_suffix(".yml")
        .or_else(|| file.strip_suffix(".yaml"))
        .unwrap_or(file)
}

/// What tells this object from the others: a member with one allowed value, else members that only it has.
fn object(candidate: &Candidate<'_>, objects: &[&Candidate<'_>]) -> Matcher {
    let others: Vec<_> = objects
        .iter()
        .filter(|other| other.index != candidate.index)
        .collect();
    if others.is_empty() {
        return Matcher::Kind("object");
    }
    if let Some(tag) = single_value(candidate, &others) {
        return tag;
    }
    let known: BTreeSet<&str> = others
        .iter()
        .flat_map(|other| other.merged.members.keys().copied())
        .collect();
    let own: Vec<_> = candidate
        .merged
        .members
        .keys()
        .filter(|name| !known.contains(**name))
        .collect();
    let required: Vec<_> = own
        .iter()
        .filter(|name| candidate.merged.requires(name))
        .collect();
    if !own.is_empty() {
        let names = if required.is_empty() {
            own.iter().map(|n| (**n).to_owned()).collect()
        } else {
            required.iter().map(|n| (***n).to_owned()).collect()
        };
        return Matcher::Some(names);
    }
    Matcher::Kind("object")
}

/// A member with a single allowed value that the other branches do not share.
fn single_value(candidate: &Candidate<'_>, others: &[&&Candidate<'_>]) -> Option<Matcher> {
    let only = |candidate: &Candidate<'_>, name: &str| -> Option<String> {
        let Sub::Inline(schema, _) = candidate.merged.members.get(name)? else {
            return None;
        };
        let words = crate::lower::schemas::keywords::Keywords::of(schema);
        match words.enumeration.as_slice() {
            [Value::String(value)] => Some(value.clone()),
            _ => None,
        }
    };
    let name = candidate.merged.members.keys().find(|name| {
        let Some(value) = only(candidate, name) else {
            return false;
        };
        others
            .iter()
            .all(|other| only(other, name).is_some_and(|theirs| theirs != value))
    })?;
    let value = only(candidate, name)?;
    Some(Matcher::Tag {
        member: (*name).to_owned(),
        values: vec![value],
    })
}

/// Branches with the surest matchers are tried first.
pub(in crate::lower) fn rank(matcher: &Matcher) -> usize {
    match matcher {
        Matcher::Tag { .. } => 0,
        Matcher::Has(_) => 1,
        Matcher::Some(_) => 2,
        Matcher::Lacks(_) => 3,
        Matcher::Kind("integer") => 4,
        Matcher::Kind(_) => 5,
        Matcher::Any => 6,
    }
}
