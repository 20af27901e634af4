//! How the branches of a union are distinguished.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::Matcher;
use crate::lower::error::LowerError;
use crate::lower::schemas::candidates::Candidate;
use crate::lower::schemas::children::is_target;
use crate::lower::schemas::compose::Composer;

/// A matcher for each candidate, in their order.
pub(in crate::lower) fn tell_apart<'d>(
    composer: &Composer<'d>,
    candidates: &[Candidate<'d>],
) -> Result<Vec<Matcher>, LowerError> {
    let tags = candidates.iter().map(|candidate| tag(composer, candidate));
    let mut matchers = tags.collect::<Result<Vec<Option<Matcher>>, LowerError>>()?;
    let open = |matchers: &[Option<Matcher>]| -> Vec<usize> {
        let open = candidates.iter().zip(matchers);
        let open = open.filter(|(c, matcher)| matcher.is_none() && c.merged.is_object());
        open.map(|(c, _)| c.index).collect()
    };
    let objects: Vec<_> = candidates.iter().filter(|c| c.merged.is_object()).collect();
    constants(composer, &objects, candidates, &mut matchers)?;
    optional_tags(&objects, &mut matchers);
    let rest = open(&matchers);
    members(&objects, &rest, candidates, &mut matchers);
    for (candidate, matcher) in candidates.iter().zip(&mut matchers) {
        if matcher.is_none() {
            *matcher = Some(by_kind(candidate));
        }
    }
    let mut matchers: Vec<_> = matchers.into_iter().flatten().collect();
    lists(composer, candidates, &mut matchers)?;
    let same = matchers.clone();
    for matcher in &mut matchers {
        let alike = same.iter().filter(|other| *other == matcher).count();
        // A value of any other type belongs to the branch that allows any value.
        if (alike > 1 || same.contains(&Matcher::Any))
            && let Matcher::Kind(kind @ ("object" | "array")) = matcher
        {
            *matcher = Matcher::Exact(kind);
        }
    }
    Ok(matchers)
}

fn by_kind(candidate: &Candidate<'_>) -> Matcher {
    match candidate.merged.kind {
        Some("string") => Matcher::Kind("string"),
        Some("integer") => Matcher::Kind("integer"),
        Some("number") => Matcher::Kind("number"),
        Some("boolean") => Matcher::Kind("boolean"),
        Some("array") => Matcher::Kind("array"),
        None if candidate.merged.items.is_some() => Matcher::Kind("array"),
        None if !candidate.merged.enumeration.is_empty() => Matcher::Kind("string"),
        _ if candidate.merged.is_object() => Matcher::Kind("object"),
        _ => Matcher::Any,
    }
}

/// The values of the discriminator that select the candidate; without a name those that its member allows.
fn tag<'d>(
    composer: &Composer<'d>,
    candidate: &Candidate<'d>,
) -> Result<Option<Matcher>, LowerError> {
    let Some(discriminator) = candidate.discriminator else {
        return Ok(None);
    };
    let mut values: Vec<String> = Vec::new();
    if let Some(name) = candidate.sub.name() {
        let mapped = discriminator.mapping.iter();
        let mapped = mapped.filter(|(_, target)| is_target(target, name));
        values.extend(mapped.map(|(value, _)| value.clone()));
        if values.is_empty() {
            values.push(name.to_owned());
        }
    } else if let Some(member) = candidate
        .merged
        .members
        .get(discriminator.property_name.as_str())
    {
        let member = composer.compose(member)?;
        values.extend(member.enumeration.iter().filter_map(text));
    }
    Ok((!values.is_empty()).then(|| Matcher::Tag {
        member: discriminator.property_name.clone(),
        values,
        or_some: Vec::new(),
    }))
}

/// Objects with a member whose allowed values no other object shares.
fn constants<'d>(
    composer: &Composer<'d>,
    objects: &[&Candidate<'d>],
    candidates: &[Candidate<'d>],
    matchers: &mut [Option<Matcher>],
) -> Result<(), LowerError> {
    if objects.len() < 2 {
        return Ok(());
    }
    let mut allowed: Vec<BTreeMap<&str, BTreeSet<String>>> = Vec::new();
    for object in objects {
        let mut values = BTreeMap::new();
        for (name, member) in &object.merged.members {
            let member = composer.compose(member)?;
            let texts = member.enumeration.iter().map(text).collect::<Option<_>>();
            if let Some(texts) = texts.filter(|texts: &BTreeSet<String>| !texts.is_empty()) {
                values.insert(*name, texts);
            }
        }
        allowed.push(values);
    }
    // How many objects have a member with allowed values, and how many of them allow each value.
    let mut having: BTreeMap<&str, usize> = BTreeMap::new();
    let mut allowing: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (name, values) in allowed.iter().flatten() {
        *having.entry(name).or_default() += 1;
        for value in values {
            *allowing.entry((name, value)).or_default() += 1;
        }
    }
    for (object, own) in objects.iter().zip(&allowed) {
        let slot = matchers.get_mut(object.index);
        let Some(slot) = slot.filter(|slot| slot.is_none()) else {
            continue;
        };
        let is_own = |name: &str, value: &String| allowing.get(&(name, value.as_str())) == Some(&1);
        let distinctive = own.iter().find(|(name, values)| {
            having.get(**name) == Some(&objects.len())
                && values.iter().all(|value| is_own(name, value))
        });
        *slot = distinctive.map(|(name, values)| Matcher::Tag {
            member: (*name).to_owned(),
            values: in_order(composer, &candidates[object.index], name, values),
            or_some: Vec::new(),
        });
    }
    Ok(())
}

/// A discriminator that an object may lack: without it, objects are distinguished by their own required members.
fn optional_tags(objects: &[&Candidate<'_>], matchers: &mut [Option<Matcher>]) {
    let is_own = |name: &str, of: &Candidate<'_>| {
        let mut others = objects.iter().filter(|other| other.index != of.index);
        others.all(|other| !other.merged.members.contains_key(name))
    };
    for object in objects {
        if let Some(Some(Matcher::Tag {
            member, or_some, ..
        })) = matchers.get_mut(object.index)
            && !object.merged.requires(member)
        {
            let required = object.merged.required.iter();
            let own = required.filter(|name| is_own(name, object));
            *or_some = own.map(|name| (*name).to_owned()).collect();
        }
    }
}

/// The values in the order of the document.
fn in_order<'d>(
    composer: &Composer<'d>,
    candidate: &Candidate<'d>,
    name: &str,
    values: &BTreeSet<String>,
) -> Vec<String> {
    let member = candidate.merged.members.get(name);
    let member = member.and_then(|member| composer.compose(member).ok());
    let listed = member.map(|member| member.enumeration.iter().filter_map(text).collect());
    listed.unwrap_or_else(|| values.iter().cloned().collect())
}

/// A value of an enum as the runtime compares it: strings as they are, the others as JSON.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Objects with members that no other one has: required ones where there are any. One object without such members is
/// what remains when no other one fits.
fn members<'d>(
    objects: &[&Candidate<'d>],
    open: &[usize],
    candidates: &[Candidate<'d>],
    matchers: &mut [Option<Matcher>],
) {
    let mut having: BTreeMap<&str, usize> = BTreeMap::new();
    for name in objects
        .iter()
        .flat_map(|object| object.merged.members.keys())
    {
        *having.entry(name).or_default() += 1;
    }
    let own = |candidate: &Candidate<'d>, required: bool| -> Vec<String> {
        let own = candidate.merged.members.keys();
        let own = own.filter(|name| having.get(**name) == Some(&1));
        own.filter(|name| !required || candidate.merged.requires(name))
            .map(|name| (*name).to_owned())
            .collect()
    };
    if objects.len() < 2 {
        return;
    }
    let mut rest = Vec::new();
    for candidate in open.iter().filter_map(|index| candidates.get(*index)) {
        let required = own(candidate, true);
        if required.is_empty() {
            rest.push(candidate);
        } else if let Some(slot) = matchers.get_mut(candidate.index) {
            *slot = Some(Matcher::Some(required));
        }
    }
    if let [only] = rest.as_slice() {
        if let Some(slot) = matchers.get_mut(only.index) {
            let required = only.merged.required.iter();
            *slot = Some(Matcher::Rest(
                required.map(|&name| name.to_owned()).collect(),
            ));
        }
        return;
    }
    for candidate in rest {
        let optional = own(candidate, false);
        if !optional.is_empty()
            && let Some(slot) = matchers.get_mut(candidate.index)
        {
            *slot = Some(Matcher::Some(optional));
        }
    }
}

/// Lists whose items are of different JSON kinds.
fn lists<'d>(
    composer: &Composer<'d>,
    candidates: &[Candidate<'d>],
    matchers: &mut [Matcher],
) -> Result<(), LowerError> {
    let mut kinds: Vec<(usize, Option<&'static str>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if matchers.get(index) == Some(&Matcher::Kind("array")) {
            let items = candidate.merged.items.as_ref();
            let items = items.map(|items| composer.compose(items)).transpose()?;
            let kind = items.and_then(|items| match items.kind {
                Some("string") => Some("string"),
                Some("integer") => Some("integer"),
                Some("number") => Some("number"),
                Some("boolean") => Some("boolean"),
                Some("array") => Some("array"),
                _ if items.is_object() => Some("object"),
                _ => None,
            });
            kinds.push((index, kind));
        }
    }
    let distinct: BTreeSet<_> = kinds.iter().filter_map(|(_, kind)| *kind).collect();
    if kinds.len() > 1 && distinct.len() == kinds.len() {
        for (index, kind) in kinds {
            if let (Some(matcher), Some(kind)) = (matchers.get_mut(index), kind) {
                *matcher = Matcher::Items(kind);
            }
        }
    }
    Ok(())
}

/// Adds the values of a second branch of the same type.
pub(in crate::lower) fn widen(matcher: &mut Matcher, other: Matcher) {
    if let (
        Matcher::Tag { member, values, .. },
        Matcher::Tag {
            member: same,
            values: more,
            ..
        },
    ) = (&mut *matcher, &other)
        && member == same
    {
        for value in more {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    } else if rank(&other) > rank(matcher) {
        *matcher = other;
    }
}

/// Branches with the surest matchers are tried first.
pub(in crate::lower) fn rank(matcher: &Matcher) -> usize {
    match matcher {
        Matcher::Tag { .. } => 0,
        Matcher::Some(_) => 1,
        Matcher::Rest(_) => 2,
        Matcher::Kind("integer") | Matcher::Items("integer") => 3,
        Matcher::Kind(_) | Matcher::Items(_) => 4,
        Matcher::Exact(_) => 5,
        Matcher::Any => 6,
    }
}
