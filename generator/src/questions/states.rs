//! Resources with a state that nobody waits for, and new states of those that somebody does.

use std::collections::BTreeSet;

use super::choice::Choice;
use super::question::{Question, Topic};
use crate::config::Config;
use crate::draft::Draft;
use crate::ir::{Api, Group, Operation, Output, Scalar, Shape, TypeRef, Waiter};

/// How deep a state may be: `/kubernetes_cluster/status/state`.
const DEEPEST: usize = 3;

/// Words of states that mean success, and words of those that mean failure.
const READY: [&str; 10] = [
    "active",
    "available",
    "completed",
    "deployed",
    "done",
    "online",
    "ready",
    "running",
    "success",
    "succeeded",
];
const FAILED: [&str; 6] = ["cancel", "delet", "error", "fail", "reject", "unhealthy"];

pub(super) fn questions(old: &Draft, new: &Draft, config: &Config) -> Vec<Question> {
    let waiters = config
        .waiters
        .iter()
        .map(|waiter| waiter.operation.as_str());
    let known: BTreeSet<_> = waiters
        .chain(config.no_waiter.keys().map(String::as_str))
        .collect();
    let mut questions = Vec::new();
    for group in &new.api.groups {
        for operation in &group.operations {
            if operation.http_method == "GET" && !known.contains(operation.id.as_str()) {
                let state = state_of(&new.api, operation, config);
                questions.extend(state.map(|state| unwaited(group, operation, &state)));
            }
        }
        for waiter in &group.waiters {
            questions.extend(more_states(&old.api, &new.api, group, waiter));
        }
    }
    questions
}

/// A state: where it is, and its known values.
struct StateMember {
    pointer: String,
    values: Vec<String>,
}

/// The state that an operation returns, unless it is the state of items in a list.
fn state_of(api: &Api, operation: &Operation, config: &Config) -> Option<StateMember> {
    let (path, ty) = match &operation.output {
        Output::Json { ty, .. } => (String::new(), ty),
        Output::Member { at, ty } => (format!("/{}", at.path.join("/")), ty),
        _ => return None,
    };
    find_state(api, ty, &path, config, DEEPEST)
}

fn find_state(
    api: &Api,
    ty: &TypeRef,
    at: &str,
    config: &Config,
    depth: usize,
) -> Option<StateMember> {
    let (TypeRef::Named(id) | TypeRef::Boxed(id)) = ty else {
        return None;
    };
    let Shape::Record(record) = &api.types[*id].shape else {
        return None;
    };
    let depth = depth.checked_sub(1)?;
    let fields = record.fields.iter();
    let own = fields.clone().find_map(|field| {
        let is_state = config.state_members.contains(&field.wire);
        let values = states(api, &field.ty).filter(|_| is_state)?;
        Some(StateMember {
            pointer: format!("{at}/{}", field.wire),
            values,
        })
    });
    own.or_else(|| {
        let mut inside = fields;
        inside.find_map(|field| {
            find_state(
                api,
                &field.ty,
                &format!("{at}/{}", field.wire),
                config,
                depth,
            )
        })
    })
}

/// The known values of a string.
fn states(api: &Api, ty: &TypeRef) -> Option<Vec<String>> {
    match ty {
        TypeRef::Scalar(Scalar::String) => Some(Vec::new()),
        TypeRef::Named(id) => match &api.types[*id].shape {
            Shape::StringEnum(values) => {
                Some(values.iter().map(|value| value.wire.clone()).collect())
            }
            _ => None,
        },
        _ => None,
    }
}

fn unwaited(group: &Group, operation: &Operation, state: &StateMember) -> Question {
    let having = |words: &[&str]| -> Vec<String> {
        let values = state.values.iter().filter(|value| {
            let value = value.to_lowercase();
            words.iter().any(|word| value.contains(word))
        });
        values.cloned().collect()
    };
    let failed = having(&FAILED);
    let mut ready = having(&READY);
    ready.retain(|value| !failed.contains(value));
    let id = &operation.id;
    let wait = Choice::table(
        format!(
            "`client.{}().{}(…)`",
            group.key,
            method(group, operation, &ready)
        ),
        format!(
            "\n[[waiters]]\noperation = \"{id}\"\nmethod = \"{}\"\nstatus = \"{}\"\nready = [{}]\nfailed = [{}]",
            method(group, operation, &ready),
            state.pointer,
            quoted(&ready),
            quoted(&failed)
        ),
    );
    let none = Choice::config(
        "nobody waits for it; say why",
        "[no_waiter]",
        format!("{id} = \"…\""),
    );
    // Without known values the states cannot even be guessed.
    let choices = if ready.is_empty() {
        vec![none, wait]
    } else {
        vec![wait, none]
    };
    Question {
        topic: Topic::Waiter,
        blocks: true,
        location: id.clone(),
        what: format!(
            "returns a state, `{}`: {}",
            state.pointer,
            known(&state.values)
        ),
        choices,
    }
}

fn known(values: &[String]) -> String {
    if values.is_empty() {
        "any string".to_owned()
    } else {
        values.join(", ")
    }
}

/// The name of a waiter: `wait_until_active`, with the resource where the method names one.
fn method(group: &Group, operation: &Operation, ready: &[String]) -> String {
    let state = ready.first().map_or("ready", String::as_str);
    // Long constants repeat the name of the resource.
    let state = crate::names::snake(state);
    let state = READY
        .iter()
        .find(|word| state.ends_with(*word))
        .map_or(state.clone(), |word| (*word).to_owned());
    let resource = crate::names::snake(&operation.method);
    let resource = resource.strip_prefix("get_").unwrap_or_default();
    let long = format!("wait_until_{resource}_{state}");
    let short = format!("wait_until_{state}");
    let is_free = group.waiters.iter().all(|waiter| waiter.method != short);
    if resource.is_empty() && is_free {
        short
    } else {
        long.replace("__", "_")
    }
}

fn quoted(values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|value| format!("\"{value}\"")).collect();
    values.join(", ")
}

/// Values that the state of a waiter has got.
fn more_states(old: &Api, new: &Api, group: &Group, waiter: &Waiter) -> Option<Question> {
    let operation = group.operations.get(waiter.operation)?;
    let after = values_at(new, operation, &waiter.status)?;
    let mut groups = old.groups.iter();
    let before = groups.find_map(|group| {
        let mut operations = group.operations.iter();
        let same = operations.find(|other| other.id == operation.id)?;
        values_at(old, same, &waiter.status)
    })?;
    let decided: Vec<_> = waiter.ready.iter().chain(&waiter.failed).collect();
    let is_new = |value: &&String| {
        let is_decided = decided
            .iter()
            .any(|known| known.eq_ignore_ascii_case(value));
        !before.contains(value) && !is_decided
    };
    let added: Vec<String> = after.iter().filter(is_new).cloned().collect();
    if added.is_empty() {
        return None;
    }
    let with = |list: &[String]| quoted(&[list, &added].concat());
    let location = format!(
        "[[waiters]] operation = \"{}\", method = \"{}\"",
        operation.id, waiter.method
    );
    Some(Question {
        topic: Topic::Waiter,
        blocks: false,
        what: format!("the state has new values: {}", added.join(", ")),
        choices: vec![
            Choice::nothing("the wait goes on"),
            Choice::nothing(format!(
                "it ends with success: `ready = [{}]`",
                with(&waiter.ready)
            )),
            Choice::nothing(format!(
                "it ends with an error: `failed = [{}]`",
                with(&waiter.failed)
            )),
        ],
        location,
    })
}

/// The known values at a JSON pointer into the response.
fn values_at(api: &Api, operation: &Operation, pointer: &str) -> Option<Vec<String>> {
    let (path, mut ty) = match &operation.output {
        Output::Json { ty, .. } => (String::new(), ty),
        Output::Member { at, ty } => (format!("/{}", at.path.join("/")), ty),
        _ => return None,
    };
    for name in pointer.strip_prefix(&path)?.split('/').skip(1) {
        let (TypeRef::Named(id) | TypeRef::Boxed(id)) = ty else {
            return None;
        };
        let Shape::Record(record) = &api.types[*id].shape else {
            return None;
        };
        ty = &record.fields.iter().find(|field| field.wire == name)?.ty;
    }
    states(api, ty)
}
