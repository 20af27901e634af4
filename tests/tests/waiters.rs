//! Whatever has a state can be waited for, or it is said why not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;
use tests::second_reader::Document;

/// Names of members that tell a state.
const STATES: [&str; 3] = ["phase", "state", "status"];

/// How deep a state may stand: `/kubernetes_cluster/status/state`.
const DEEPEST: usize = 3;

#[test]
fn every_get_of_a_state_has_a_waiter_or_a_reason() -> anyhow::Result<()> {
    let document = Document::load()?;
    let mut stateful = BTreeSet::new();
    for operation in document.operations()? {
        let is_get = operation.method.eq_ignore_ascii_case("get");
        let mut successes = operation
            .answers
            .iter()
            .filter(|answer| answer.is_success());
        let schema = successes.find_map(|answer| Some(answer.content.as_ref()?.1));
        if let Some(schema) = schema.filter(|_| is_get)
            && has_state(&document, schema, DEEPEST)?
        {
            stateful.insert(operation.id.clone());
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/codegen.toml");
    let config: toml::Table = toml::from_str(&fs::read_to_string(path)?)?;
    let waiters = config["waiters"].as_array().context("no waiters")?;
    let waited = waiters
        .iter()
        .filter_map(|waiter| waiter["operation"].as_str());
    let reasoned = config["no_waiter"].as_table().context("no reasons")?;
    let known: BTreeSet<_> = waited.chain(reasoned.keys().map(String::as_str)).collect();
    let forgotten: Vec<_> = stateful
        .iter()
        .filter(|id| !known.contains(id.as_str()))
        .collect();
    assert!(
        forgotten.is_empty(),
        "no waiter, and no entry in [no_waiter]: {forgotten:?}"
    );
    Ok(())
}

/// Returns whether an object tells a state; those in lists are others'.
fn has_state(document: &Document, schema: &Value, levels: usize) -> anyhow::Result<bool> {
    let schema = document.resolve(schema)?;
    for part in ["allOf", "anyOf", "oneOf"] {
        for branch in schema[part].as_array().into_iter().flatten() {
            if has_state(document, branch, levels)? {
                return Ok(true);
            }
        }
    }
    let members = schema["properties"].as_object().into_iter().flatten();
    for (name, member) in members.filter(|_| levels > 0) {
        let member = document.resolve(member)?;
        let is_state = STATES.contains(&name.as_str()) && member["type"] == "string";
        if is_state || has_state(document, member, levels - 1)? {
            return Ok(true);
        }
    }
    Ok(false)
}
