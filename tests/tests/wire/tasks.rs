//! Requests, lists, streams and waits as tasks of their own.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, ensure};
use digitalocean::fake::{Fake, Reply};
use digitalocean::http::Method;
use digitalocean::{Error, RetryPolicy};
use serde_json::{Value, json};
use tests::calls::{CallMode, CallOutcome, Entry};

use crate::run::WireCase;

/// A state that no resource stays in.
const UNFINISHED: &str = "surely not finished";

/// Asks for the headers, which there are for each GET and for nothing else.
pub(crate) fn check_head(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let fake = Fake::new();
    fake.enqueue(Reply::status(200));
    let result = case.call(&fake, CallMode::Head)?;
    if case.entry.meta.method == Method::GET {
        result?;
        let sent = fake.requests();
        ensure!(
            sent.len() == 1 && sent[0].method().as_str() == "HEAD",
            "sent: {sent:?}"
        );
        return Ok(());
    }
    let is_refused = result.is_err_and(|failed| failed.is_build());
    ensure!(is_refused && fake.requests().is_empty(), "a HEAD was sent");
    Ok(())
}

/// Calls a method with the fake's own responses: a list item by item, a stream event by event.
pub(crate) fn check_all(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let entry = case.entry;
    let fake = Fake::new();
    let received = match case.call(&fake, CallMode::All)? {
        // These do not exist until they are created, and need names, which the document does not require.
        Err(failed) if is_stored(entry) && is_unknown_or_nameless(&failed) => return Ok(()),
        result => result?,
    };
    if entry.streams {
        let sent = fake.requests();
        let is_set = sent.iter().all(|sent| sent.json()["stream"] == true);
        ensure!(is_set, "`stream` is not set in the body");
        ensure!(
            received.value == 1,
            "{} of 1 event are read",
            received.value
        );
    }
    Ok(())
}

/// Returns whether the fake stores the resource that an operation reads or changes, and has no sample of it.
fn is_stored(entry: &Entry) -> bool {
    let groups = [
        "actions",
        "domains",
        "droplets",
        "snapshots",
        "ssh_keys",
        "tags",
        "volumes",
    ];
    groups.contains(&entry.group) || entry.meta.path.ends_with("/users/{username}")
}

fn is_unknown_or_nameless(error: &Error) -> bool {
    let nameless = ["`name` is missing", "`tag_name` is missing"];
    let is_nameless = |message| nameless.contains(&message);
    error.is_not_found() || error.message().is_some_and(is_nameless)
}

/// A wait as it is configured.
struct ExpectedWait {
    status: String,
    ready: Vec<String>,
    failed: Vec<String>,
    until_gone: bool,
}

/// Waits for a resource that becomes ready, one that fails, and one that vanishes.
pub(crate) fn check_waits(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let mut configured = configured(case.entry.id)?;
    let arguments = case.arguments()?;
    let caller = &case.suite.caller;
    for (method, wait) in case.entry.waiters {
        let run = |replies: Vec<Reply>| -> anyhow::Result<CallOutcome> {
            let fake = Fake::new();
            replies.into_iter().for_each(|reply| fake.enqueue(reply));
            let client = caller.client(&fake)?.retry(RetryPolicy::never()).build()?;
            caller.run(wait(&client, &arguments)?)
        };
        let ended = match configured.remove(*method) {
            Some(expected) => ends(case, &expected, run),
            None => ends_when_deleted(case, run),
        };
        ended.with_context(|| format!("`{method}`"))?;
    }
    let forgotten: Vec<_> = configured.keys().collect();
    ensure!(forgotten.is_empty(), "configured only: {forgotten:?}");
    Ok(())
}

/// A wait that follows from the document: until the resource, which exists at first or does not, is gone.
fn ends_when_deleted(
    case: &WireCase<'_, '_>,
    run: impl Fn(Vec<Reply>) -> anyhow::Result<CallOutcome>,
) -> anyhow::Result<()> {
    let existing = || Ok::<_, anyhow::Error>(Reply::json(&success(case)?));
    let gone = || Reply::status(404);
    run(vec![gone()])??;
    run(vec![existing()?, existing()?, gone()])??;
    Ok(())
}

/// Returns a body of a success.
fn success(case: &WireCase<'_, '_>) -> anyhow::Result<Value> {
    let mut responses = case.operation.responses.iter();
    let response = responses.find(|response| response.is_success() && response.is_json());
    let content = response.and_then(|response| response.content.as_ref());
    let (_, schema) = content.context("no response")?;
    case.suite.responses.sample(schema, case.style)
}

fn ends(
    case: &WireCase<'_, '_>,
    expected: &ExpectedWait,
    run: impl Fn(Vec<Reply>) -> anyhow::Result<CallOutcome>,
) -> anyhow::Result<()> {
    let success = success(case)?;
    let in_state = |state: &str| Reply::json(&in_state(case, &success, &expected.status, state));
    let gone = || Reply::status(404);
    for ready in &expected.ready {
        // The document and the servers disagree about letter case.
        for ready in [ready.to_lowercase(), ready.to_uppercase()] {
            let result = run(vec![in_state(UNFINISHED), in_state(&ready)])?;
            let received = result?;
            ensure!(received.value == json!([UNFINISHED, ready]), "{received:?}");
        }
    }
    for failed in &expected.failed {
        let result = run(vec![in_state(UNFINISHED), in_state(failed)])?;
        let error = result.err().context("it did not fail")?;
        let is_named = matches!(&error, Error::Wait(wait) if wait.state() == Some(failed));
        ensure!(is_named, "{error}");
    }
    let vanished = run(vec![in_state(UNFINISHED), gone()])?;
    if expected.until_gone {
        vanished?;
        run(vec![gone()])??;
        return Ok(());
    }
    let error = vanished.err().context("it ended well")?;
    let is_gone = matches!(&error, Error::Wait(wait) if wait.is_gone());
    ensure!(is_gone, "{error}");
    Ok(())
}

/// Returns a response with a state, and with the resource of a success that it needs in addition.
fn in_state(case: &WireCase<'_, '_>, success: &Value, pointer: &str, state: &str) -> Value {
    let mut body = nested(pointer, state);
    let meta = case.entry.meta;
    let needed = match &meta.needs {
        Some(name) => std::slice::from_ref(name),
        None => meta.at,
    };
    let holder = body.as_object_mut();
    if let ([name], Some(members)) = (needed, holder)
        && !members.contains_key(*name)
    {
        members.insert((*name).to_owned(), success[*name].clone());
    }
    body
}

/// Returns an object with a state where a JSON pointer leads.
fn nested(pointer: &str, state: &str) -> Value {
    let members = pointer.rsplit('/').filter(|member| !member.is_empty());
    members.fold(state.into(), |value, member| json!({ member: value }))
}

/// Reads the waits for an operation from the configuration of the generator, by their methods' names.
fn configured(operation: &str) -> anyhow::Result<BTreeMap<String, ExpectedWait>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/codegen.toml");
    let config: toml::Table = toml::from_str(&std::fs::read_to_string(path)?)?;
    let waiters = config["waiters"].as_array().context("no waiters")?;
    let text = |value: &toml::Value| value.as_str().map(str::to_owned);
    let texts = |value: Option<&toml::Value>| {
        let values = value.and_then(toml::Value::as_array);
        values.into_iter().flatten().filter_map(text).collect()
    };
    let of_operation = waiters
        .iter()
        .filter(|waiter| waiter["operation"].as_str() == Some(operation));
    let pairs = of_operation.map(|waiter| {
        let expected = ExpectedWait {
            status: text(&waiter["status"]).unwrap_or_default(),
            ready: texts(waiter.get("ready")),
            failed: texts(waiter.get("failed")),
            until_gone: waiter.get("gone_is_ready").and_then(toml::Value::as_bool) == Some(true),
        };
        (text(&waiter["method"]).unwrap_or_default(), expected)
    });
    Ok(pairs.collect())
}
