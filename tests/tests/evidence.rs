//! The evidence for members that every response has, compared with the payloads of others.

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::corpus::{self, Evidence};
use tests::json_pointer::nodes;
use tests::second_reader::{Document, root};

/// The overlay whose actions name the members.
const OVERLAY: &str = "spec/overlays/15-present.yaml";

/// The keyword that names them.
const PRESENT: &str = "x-rust-present";

/// The payloads of the command-line client's tests, which are part of the corpus, have the members.
const COMMAND_LINE: &str = "the payloads of the command-line client's tests have them.";

/// No official client has the object.
const NO_CLIENT: &str = "no official client has the object.";

/// The statements about the official clients that an action may have.
const CLIENTS: [&str; 4] = [
    "the Go client has them as plain fields.",
    "the payloads of the Go client's tests have them.",
    COMMAND_LINE,
    NO_CLIENT,
];

#[test]
fn present_members_are_in_every_payload() -> anyhow::Result<()> {
    let Some(lines) = corpus::lines()? else {
        return Ok(());
    };
    let document = Document::load()?;
    let evidence = Evidence::gather(&document, &lines)?;
    let mut expected = Vec::new();
    for (schema, names) in present(document.root()) {
        for name in &names {
            let count = evidence.of(&format!("{schema}/properties/{name}"));
            ensure!(
                count.objects > 0 && count.objects == count.present,
                "{schema}: {} of {} objects have `{name}`: remove it from {OVERLAY}",
                count.present,
                count.objects
            );
        }
        let first = names.first().context("no members")?;
        let count = evidence.of(&format!("{schema}/properties/{first}"));
        expected.push(format!(
            "present in {0} of {0} objects of the corpus, {1} of them in payloads",
            count.objects, count.written
        ));
    }
    ensure!(expected.len() > 50, "only {} schemas", expected.len());

    let mut written: Vec<_> = actions()?
        .into_iter()
        .map(|action| action.numbers)
        .collect();
    written.sort();
    expected.sort();
    let wrong: Vec<_> = expected
        .iter()
        .filter(|line| !written.contains(line))
        .collect();
    ensure!(
        written == expected,
        "the numbers in {OVERLAY} are not those of the corpus; it has {wrong:#?}"
    );
    Ok(())
}

#[test]
fn every_action_has_a_statement_about_the_official_clients() -> anyhow::Result<()> {
    let actions = actions()?;
    for action in &actions {
        ensure!(
            CLIENTS.contains(&action.clients.as_str()),
            "{}: `{}` is none of {CLIENTS:#?}",
            action.target,
            action.clients
        );
    }
    let Some(lines) = corpus::lines()? else {
        return Ok(());
    };
    let document = Document::load()?;
    let evidence = Evidence::gather(&document, &lines)?;
    let mut checked = 0;
    for action in &actions {
        // Others are branches that their members select.
        let Some(schema) = pointer(&action.target) else {
            continue;
        };
        for name in &action.names {
            let count = evidence.of(&format!("{schema}/properties/{name}"));
            let is_consistent = match action.clients.as_str() {
                COMMAND_LINE => count.from_client > 0,
                NO_CLIENT => count.from_client == 0,
                _ => true,
            };
            ensure!(
                is_consistent,
                "{schema}: the tests of the command-line client have {} objects with `{name}`",
                count.from_client
            );
            checked += 1;
        }
    }
    ensure!(checked > 100, "only {checked} members");
    Ok(())
}

/// An action of the overlay.
struct EvidenceAction {
    target: String,
    /// The numbers of objects.
    numbers: String,
    /// The statement about the official clients.
    clients: String,
    names: Vec<String>,
}

/// Reads the actions, which have a line each for target, description and members.
fn actions() -> anyhow::Result<Vec<EvidenceAction>> {
    let text = std::fs::read_to_string(root().join(OVERLAY))?;
    let (_, text) = text.split_once("\nactions:\n").context("no actions")?;
    let actions = text.split("  - target: ").skip(1);
    actions
        .map(|action| {
            let read = || {
                let (target, rest) = action.split_once('\n')?;
                let (_, rest) = rest.split_once("description: \"Evidence: ")?;
                let (description, rest) = rest.split_once("\"\n")?;
                let (numbers, rest_of_it) = description.split_once(" that were")?;
                let (_, clients) = rest_of_it.split_once("; ")?;
                let (_, names) = rest.split_once(&format!("{PRESENT}: ["))?;
                let (names, _) = names.split_once(']')?;
                Some(EvidenceAction {
                    target: target.to_owned(),
                    numbers: numbers.to_owned(),
                    clients: clients.to_owned(),
                    names: names.split(", ").map(str::to_owned).collect(),
                })
            };
            read().with_context(|| format!("not in the usual form: {action}"))
        })
        .collect()
}

/// Returns the JSON pointer of a target that selects by names alone.
fn pointer(target: &str) -> Option<String> {
    let path = target
        .strip_prefix('$')?
        .replace("['", ".")
        .replace("']", "");
    (!path.contains('[')).then(|| format!("#{}", path.replace('.', "/")))
}

/// Returns the pointers of all schemas that name such members, with the names.
fn present(root: &Value) -> Vec<(String, Vec<String>)> {
    let nodes = nodes(root).into_iter();
    let present = nodes.filter_map(|(at, node)| {
        let names = node.get(PRESENT)?.as_array()?.iter();
        let names = names.filter_map(Value::as_str).map(str::to_owned);
        Some((at, names.collect()))
    });
    present.collect()
}
