//! Responses and request bodies that are almost right.
//!
//! The allowed results of a response are:
//!
//! - a member removed or null: decoded; a required one becomes its default value and is reported as drift, an optional
//!   one is absent, and nothing else changes; if it is the requested resource or an entry of the requested map, or the
//!   only member of an object with required ones, an error names it;
//! - a member of another type: either read with the value kept (as a scalar of the documented type, in unions, as raw
//!   JSON), or an error that names its JSON path or one above it (a union is decoded as a whole);
//! - a string that no enum knows: read, and kept;
//! - a member added: read, and everything else is kept.
//!
//! The body of a request is read as its type, as callers do who keep bodies as JSON, and written as it is sent. The same
//! is defined, but for null: where the document does not allow it, it is absence.
//!
//! Nothing panics, and nothing is lost silently.

use std::cell::RefCell;

use anyhow::{Context as _, bail, ensure};
use digitalocean::Error;
use digitalocean::fake::Reply;
use fastrand::Rng;
use serde_json::{Value, json};
use tests::RecordedCall;
use tests::compare::{Rules, is_zero};
use tests::decisions::{branch_of_request, branch_of_response};
use tests::json_pointer::{escape, unescape};

use crate::run::WireCase;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mutation {
    Removed,
    Nulled,
    OtherType,
    OtherString,
    Added,
}

const MUTATIONS: [Mutation; 5] = [
    Mutation::Removed,
    Mutation::Nulled,
    Mutation::OtherType,
    Mutation::OtherString,
    Mutation::Added,
];

/// The name of a member that the document does not know.
const ADDED: &str = "added_by_the_server";

/// Returns to a call a value that was changed at one location, in every way.
pub(crate) fn check(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let WireCase { suite, entry, .. } = case;
    if entry.output == "empty" {
        return Ok(());
    }
    let mut responses = case.operation.responses.iter();
    let Some(response) = responses.find(|response| response.is_success() && response.is_json())
    else {
        return Ok(());
    };
    let (_, schema) = response.content.as_ref().context("no content")?;
    let schema = branch_of_response(entry.id, entry.method, schema);
    let arguments = case.arguments()?;
    for mutation in MUTATIONS {
        let mut value = suite.responses.sample(schema, case.style)?;
        let Some(path) = mutate(&mut value, mutation, &suite.random) else {
            continue;
        };
        let reply = Reply::json(&value).with_status(response.status.parse()?);
        let outcome = case.call_with_reply(&arguments, reply)?;
        check_result(mutation, &path, &value, &outcome)
            .with_context(|| format!("{mutation:?} at {path} of {value}"))?;
    }
    Ok(())
}

/// Reads a body that was changed in one place, in every way, and writes it as it is sent.
pub(crate) fn check_body(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let WireCase { suite, entry, .. } = case;
    let (Some(rewrite), Some(body)) = (entry.types.body, &case.operation.body) else {
        return Ok(());
    };
    let schema = branch_of_request(entry.id, entry.method, body.schema);
    let value = suite.requests.sample(schema, case.style)?;
    let sent = rewrite(&value).map_err(anyhow::Error::msg)?;
    let differences = Rules::EXACT.differences(&value, &sent);
    ensure!(differences.is_empty(), "unchanged: {differences:?}");
    for mutation in MUTATIONS {
        let mut value = suite.requests.sample(schema, case.style)?;
        let Some(path) = mutate(&mut value, mutation, &suite.random) else {
            continue;
        };
        let result = match rewrite(&value) {
            Ok(sent) => check_differences(mutation, &value, &sent),
            Err(_) if mutation == Mutation::OtherType => Ok(()),
            Err(error) => Err(anyhow::Error::msg(error)),
        };
        result.with_context(|| format!("{mutation:?} at {path} of {value}"))?;
    }
    Ok(())
}

fn check_result(
    mutation: Mutation,
    path: &str,
    value: &Value,
    outcome: &RecordedCall,
) -> anyhow::Result<()> {
    let found = match &outcome.result {
        Ok(received) => &received.value,
        Err(error) => {
            let Error::Decode(decode_error) = error else {
                bail!("{error}");
            };
            let error_path = decode_error.cause().path();
            let meta = decode_error.operation();
            let requested = meta.needs.map_or_else(|| meta.at.join("."), str::to_owned);
            let is_requested = error_path == requested && error_path.starts_with(path);
            let reason = decode_error.cause().reason();
            let is_emptied = reason == "no known member; found an empty object";
            let is_null = reason.starts_with("no member has a value")
                || reason == "no known member; found null";
            let may_fail = match mutation {
                Mutation::OtherType => true,
                Mutation::Removed => is_requested || is_emptied,
                Mutation::Nulled => is_requested || is_null,
                Mutation::OtherString | Mutation::Added => false,
            };
            ensure!(may_fail, "not read: {error}");
            let is_nearby = path.starts_with(error_path) || error_path.starts_with(path);
            ensure!(is_nearby, "the error is at {error_path}: {error}");
            return Ok(());
        }
    };
    let is_corrected = !outcome.drift.is_empty();
    if matches!(mutation, Mutation::Removed | Mutation::Nulled) && is_corrected {
        let drift = &outcome.drift;
        ensure!(drift.len() == 1, "more than one drift: {drift:?}");
    }
    check_differences(mutation, value, found)
}

/// Only what was changed may differ.
fn check_differences(mutation: Mutation, value: &Value, found: &Value) -> anyhow::Result<()> {
    let rules = match mutation {
        Mutation::Removed | Mutation::Nulled | Mutation::OtherType => Rules::CORRECTED,
        Mutation::OtherString | Mutation::Added => Rules::RESPONSE,
    };
    let mut differences = rules.differences(value, found);
    if mutation == Mutation::Added {
        differences.retain(|text| !text.contains(ADDED));
    }
    ensure!(differences.is_empty(), "{differences:?}");
    Ok(())
}

/// Changes one member of a value, and returns its JSON path as the client writes it.
fn mutate(value: &mut Value, mutation: Mutation, random: &RefCell<Rng>) -> Option<String> {
    let mut locations = Vec::new();
    collect(value, "", "", &mut locations);
    locations.retain(|(pointer, _)| fits(value.pointer(pointer), mutation));
    let chosen = random.borrow_mut().usize(..locations.len().max(1));
    let (pointer, path) = locations.into_iter().nth(chosen)?;
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = unescape(name);
    let members = value.pointer_mut(parent)?.as_object_mut()?;
    let member = members.get_mut(&name)?;
    match mutation {
        Mutation::Removed => drop(members.remove(&name)),
        Mutation::Nulled => *member = Value::Null,
        Mutation::OtherType => *member = other_type(member),
        Mutation::OtherString => *member = json!("a value nobody has documented"),
        // Of the same type as its neighbour, for the case that the object is a map.
        Mutation::Added => {
            let value = member.clone();
            members.insert(ADDED.to_owned(), value);
        }
    }
    Some(path)
}

/// A string may be an enum's, and must not be a point in time or a number to be another one.
fn fits(value: Option<&Value>, mutation: Mutation) -> bool {
    let Some(value) = value else { return false };
    match mutation {
        Mutation::OtherString => value.as_str().is_some_and(|text| {
            let is_time = text.starts_with("2024-");
            !is_time && text.parse::<f64>().is_err()
        }),
        Mutation::Removed | Mutation::Nulled => !is_zero(value),
        Mutation::OtherType | Mutation::Added => true,
    }
}

fn other_type(value: &Value) -> Value {
    match value {
        Value::String(_) => json!({ "instead": "of a string" }),
        Value::Number(_) => json!(["instead of a number"]),
        Value::Bool(_) => json!("instead of a boolean"),
        Value::Array(_) => json!("instead of a list"),
        Value::Object(_) => json!(["instead of an object"]),
        Value::Null => json!(true),
    }
}

/// Collects all members: as JSON pointers and as paths in the client's notation.
fn collect(value: &Value, pointer: &str, path: &str, locations: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let escaped = escape(name);
                let location = (format!("{pointer}/{escaped}"), step(path, name));
                locations.push(location.clone());
                collect(member, &location.0, &location.1, locations);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                let pointer = format!("{pointer}/{index}");
                collect(element, &pointer, &format!("{path}[{index}]"), locations);
            }
        }
        _ => {}
    }
}

fn step(path: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
    match (name.chars().all(is_plain), path.is_empty()) {
        (true, true) => name.to_owned(),
        (true, false) => format!("{path}.{name}"),
        (false, _) => format!("{path}[{name:?}]"),
    }
}
