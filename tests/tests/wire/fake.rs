//! The fake's own responses, with and without stored resources: none of them lacks a field or has an unknown one.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, ensure};
use digitalocean::fake::Fake;
use digitalocean::http::Method;
use digitalocean::{Client, RetryPolicy};
use serde_json::Value;
use tests::calls::{CallArguments, CallMode, CallOutcome, ENTRIES, Entry};

use crate::run::WireCase;

/// The fields that identify a resource.
const KEYS: [&str; 5] = ["id", "uuid", "access_key", "ip", "name"];

/// Drift of a client, as lines.
type DriftLines = Arc<Mutex<Vec<String>>>;

fn client(case: &WireCase<'_, '_>) -> anyhow::Result<(Client, DriftLines)> {
    let lines = DriftLines::default();
    let written = Arc::clone(&lines);
    let builder = case.suite.caller.client(&Fake::new())?;
    let builder = builder
        .retry(RetryPolicy::never())
        .on_drift(move |meta, drift| {
            let line = format!("{}: {:?} at {}", meta.id, drift.kind, drift.path);
            let mut lines = written.lock().unwrap_or_else(PoisonError::into_inner);
            lines.push(line);
        });
    Ok((builder.build()?, lines))
}

fn none(lines: &DriftLines) -> anyhow::Result<()> {
    let lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
    ensure!(lines.is_empty(), "{}", lines.join("; "));
    Ok(())
}

/// Calls a method of an account without resources.
pub(crate) fn check_drift(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let (client, lines) = client(case)?;
    let arguments = case.arguments()?;
    let result = case
        .suite
        .caller
        .run((case.entry.call)(&client, &arguments, CallMode::Send)?)?;
    if let Err(error) = result {
        ensure!(error.status().is_some(), "{error}");
    }
    none(&lines)
}

/// Creates a resource, and then lists, reads, changes and deletes it.
pub(crate) fn check_stored(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let list = case.entry.meta.path;
    let item = format!("{list}/{{id}}");
    if case.entry.meta.method != Method::POST || of(&Method::GET, &item).is_none() {
        return Ok(());
    }
    let (client, lines) = client(case)?;
    let arguments = case.arguments()?;
    let pending = (case.entry.call)(&client, &arguments, CallMode::Send)?;
    let Ok(created) = case.suite.caller.run(pending)? else {
        // The owner does not exist, or a name is missing.
        return Ok(());
    };
    let Some(key) = key(&created.value) else {
        return none(&lines);
    };
    let values = list.split('/').filter_map(argument);
    let mut values: Vec<Value> = values
        .filter_map(|name| arguments.positional.get(name).cloned())
        .collect();
    let call =
        |method: &Method, path: &str, values: &[Value]| call(case, &client, method, path, values);
    if let Some(listed) = call(&Method::GET, list, &values)? {
        let listed = listed.context("list")?.value;
        let is_there = listed.to_string().contains(&key.to_string());
        // Items of some lists name the resource by a member that is none of the usual ones.
        let has_key = KEYS.iter().any(|key| has_member(&listed, key));
        let is_named_otherwise = has_items(&listed) && !has_key;
        ensure!(
            is_there || is_named_otherwise,
            "the list lacks {key}: {listed}"
        );
    }
    values.push(key);
    let read = call(&Method::GET, &item, &values)?.context("no GET")?;
    read.context("GET")?;
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        if let Some(Err(error)) = call(&method, &item, &values)? {
            // A generated body may lack something.
            ensure!(error.is_build() || error.is_invalid(), "{method}: {error}");
        }
    }
    if of(&Method::DELETE, &item).is_some() {
        let gone = call(&Method::GET, &item, &values)?.context("no GET")?;
        let is_gone = gone.is_err_and(|error| error.is_not_found());
        ensure!(is_gone, "GET after DELETE");
    }
    none(&lines)
}

/// Calls the method of a path with the values of its arguments, `None` if there is none.
fn call(
    case: &WireCase<'_, '_>,
    client: &Client,
    method: &Method,
    path: &str,
    values: &[Value],
) -> anyhow::Result<Option<CallOutcome>> {
    let Some(entry) = of(method, path) else {
        return Ok(None);
    };
    let names = entry.meta.path.split('/').filter_map(argument);
    let values = names.map(str::to_owned).zip(values.iter().cloned());
    let arguments = CallArguments {
        positional: values.collect(),
        fills_missing: true,
        ..CallArguments::default()
    };
    let pending = match (entry.call)(client, &arguments, CallMode::Send) {
        Ok(pending) => pending,
        // The response has a number, and the path a string.
        Err(_) => (entry.call)(client, &as_strings(arguments), CallMode::Send)?,
    };
    Ok(Some(case.suite.caller.run(pending)?))
}

/// Returns the method that calls an operation.
fn of(method: &Method, path: &str) -> Option<&'static Entry> {
    let form = |path: &str| {
        path.split('/')
            .map(|one| argument(one).map_or(one.to_owned(), |_| "{}".to_owned()))
            .collect::<Vec<_>>()
    };
    let mut entries = ENTRIES.iter();
    entries.find(|entry| entry.meta.method == *method && form(entry.meta.path) == form(path))
}

fn argument(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Returns the identifier of a resource in a response.
fn key(response: &Value) -> Option<Value> {
    let own = |value: &Value| {
        let mut fields = KEYS.iter().map(|key| &value[key]);
        fields
            .find(|value| value.is_string() || value.is_number())
            .cloned()
    };
    own(response).or_else(|| response.as_object()?.values().find_map(own))
}

/// Whether a value is or contains a list of objects.
fn has_items(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(Value::is_object),
        Value::Object(members) => members.values().any(has_items),
        _ => false,
    }
}

/// Whether an object inside a value has a member.
fn has_member(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| has_member(item, name)),
        Value::Object(members) => {
            let mut inner = members.values();
            members.contains_key(name) || inner.any(|member| has_member(member, name))
        }
        _ => false,
    }
}

fn as_strings(mut arguments: CallArguments) -> CallArguments {
    for value in arguments
        .positional
        .values_mut()
        .filter(|value| value.is_number())
    {
        *value = value.to_string().into();
    }
    arguments
}
