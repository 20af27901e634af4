//! There is a wait, or a reason why not, for whatever has a state or can be deleted; and waits on the fake end.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use digitalocean::Client;
use digitalocean::droplets::{DropletAction, DropletCreate};
use digitalocean::fake::Fake;
use digitalocean::volumes::{VolumeAttach, VolumeCreate};
use serde_json::{Value, json};
use tests::Caller;
use tests::calls::{CallArguments, ENTRIES, methods_of};
use tests::second_reader::Document;

/// Names of members that contain a state.
const STATES: [&str; 3] = ["phase", "state", "status"];

/// The maximum depth of a state: `/kubernetes_cluster/status/state`.
const DEEPEST: usize = 3;

/// A method links its wait in a sentence of its own, so the text above it does not name it too.
#[test]
fn texts_do_not_repeat_the_wait_of_a_method() -> anyhow::Result<()> {
    const LINK: &str = "Wait for the result with [`";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/generated");
    let mut linked = 0;
    for group in fs::read_dir(&folder)? {
        let path = group?.path().join("mod.rs");
        // `fake.rs` and the like are not groups.
        let Ok(source) = fs::read_to_string(&path) else {
            continue;
        };
        let mut docs = String::new();
        for line in source.lines() {
            let Some(text) = line.trim().strip_prefix("///") else {
                docs.clear();
                continue;
            };
            docs.push_str(text);
            let Some((above, link)) = docs.split_once(LINK) else {
                continue;
            };
            let wait = link.split('`').next().context("a name")?;
            linked += 1;
            anyhow::ensure!(
                !above.contains(wait),
                "{}: {above} already names {wait}; leave it out in spec/docs",
                path.display()
            );
            docs.clear();
        }
    }
    anyhow::ensure!(linked > 50, "{linked} methods link a wait");
    Ok(())
}

#[test]
fn every_get_of_a_state_has_a_waiter_or_a_reason() -> anyhow::Result<()> {
    let document = Document::load()?;
    let mut stateful = BTreeSet::new();
    for operation in document.operations()? {
        let is_get = operation.method.eq_ignore_ascii_case("get");
        let mut successes = operation
            .responses
            .iter()
            .filter(|response| response.is_success());
        let schema = successes.find_map(|response| Some(response.content.as_ref()?.1));
        if let Some(schema) = schema.filter(|_| is_get)
            && has_state(&document, schema, DEEPEST)?
        {
            stateful.insert(operation.id.clone());
        }
    }
    let config = config()?;
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

/// Each GET that shares its path with a DELETE reads a resource that can be deleted, and awaited.
#[test]
fn every_deletion_has_a_wait() -> anyhow::Result<()> {
    let document = Document::load()?;
    let operations = document.operations()?;
    let deleted: BTreeSet<_> = operations
        .iter()
        .filter(|operation| operation.method == "DELETE")
        .map(|operation| &operation.path)
        .collect();
    let config = config()?;
    let reasoned = config["no_deletion"].as_table().context("no reasons")?;
    let configured = config["waiters"].as_array().context("no waiters")?;
    let is_configured = |id: &str| {
        let mut of_operation = configured
            .iter()
            .filter(|waiter| waiter["operation"].as_str() == Some(id));
        of_operation.any(|waiter| {
            let gone = waiter.get("gone_is_ready");
            gone.and_then(toml::Value::as_bool) == Some(true)
        })
    };
    let (mut waits, mut forgotten) = (0, Vec::new());
    for operation in &operations {
        if operation.method != "GET" || !deleted.contains(&operation.path) {
            continue;
        }
        let id = operation.id.as_str();
        let entry = methods_of(id).next().context("no method")?;
        let mut names = entry.waiters.iter().map(|(name, _)| *name);
        let has_wait = names.any(|name| name.ends_with("_deleted")) || is_configured(id);
        // A DELETE on the path of a list deletes items of it.
        let is_list = entry.output.starts_with("page");
        if has_wait {
            waits += 1;
        } else if !is_list && !reasoned.contains_key(id) {
            forgotten.push(id);
        }
    }
    assert_eq!(forgotten, [""; 0], "no wait, and no entry in [no_deletion]");
    assert!(waits > 40, "only {waits} waits");
    Ok(())
}

#[test]
fn every_wait_succeeds_on_the_fake() -> anyhow::Result<()> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build()?;
    let caller = Caller::new()?;
    let mut waits = 0;
    let mut failures = Vec::new();
    for entry in ENTRIES.iter() {
        for (method, wait) in entry.waiters {
            let client = caller.client(&Fake::new())?.build()?;
            let ended = runtime.block_on(async {
                let arguments = prepare(&client, entry.id, method).await?;
                let ended = wait(&client, &arguments)?.await;
                anyhow::Ok(ended)
            })?;
            if let Err(failed) = ended {
                failures.push(format!("{}: `{method}`: {}", entry.id, failed));
            }
            waits += 1;
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
    let config = config()?;
    let configured = config["waiters"].as_array().context("no waiters")?;
    let names: BTreeSet<_> = configured
        .iter()
        .filter_map(|waiter| Some((waiter["operation"].as_str()?, waiter["method"].as_str()?)))
        .collect();
    let offered = ENTRIES.iter().flat_map(|entry| {
        let methods = entry.waiters.iter();
        methods.map(|(method, _)| (entry.id, *method))
    });
    let offered: BTreeSet<_> = offered.collect();
    assert!(names.is_subset(&offered));
    let derived = offered.difference(&names);
    assert!(derived.clone().all(|(_, name)| name.ends_with("_deleted")));
    assert_eq!(offered.len(), waits);
    Ok(())
}

/// Creates what the fake keeps, so that it can be waited for, and returns the arguments. Anything else needs nothing.
async fn prepare(client: &Client, operation: &str, method: &str) -> anyhow::Result<CallArguments> {
    let mut arguments = CallArguments {
        fills_missing: true,
        ..CallArguments::default()
    };
    let mut set = |name: &str, value: Value| arguments.positional.insert(name.to_owned(), value);
    if operation.starts_with("droplet") || operation == "volumeActions_get" {
        let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64");
        let created = client.droplets().create(body).await?;
        let droplet = created.droplet.id;
        set("droplet_id", droplet.into());
        let mut actions = created.links.actions.into_iter();
        set("action_id", json!(actions.next().map(|link| link.id)));
        if method == "wait_until_off" {
            let action = DropletAction::new("power_off");
            client.droplets().create_action(droplet, action).await?;
        }
        if method == "wait_until_deleted" {
            client.droplets().destroy(droplet).await?;
        }
        if operation == "volumeActions_get" {
            let body = json!({ "name": "data", "size_gigabytes": 10, "region": "nyc3" });
            let body: VolumeCreate = serde_json::from_value(body)?;
            let volume = client.volumes().create(body).await?.id;
            let attach = VolumeAttach::new(droplet);
            let action = client.volumes().create_action(&volume, attach).await?;
            set("volume_id", volume.into());
            set("action_id", json!(action.id));
        }
    }
    Ok(arguments)
}

fn config() -> anyhow::Result<toml::Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/codegen.toml");
    Ok(toml::from_str(&fs::read_to_string(path)?)?)
}

/// Returns whether an object contains a state; those in lists belong to other resources.
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
