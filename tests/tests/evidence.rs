//! The evidence for members that every response has, compared with the payloads of others.

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::corpus::{self, Evidence};
use tests::second_reader::{Document, root};

/// The overlay whose actions name the members.
const OVERLAY: &str = "spec/overlays/15-present.yaml";

/// The keyword that names them.
const PRESENT: &str = "x-rust-present";

#[test]
fn every_payload_has_the_members_that_are_called_present() -> anyhow::Result<()> {
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

    let text = std::fs::read_to_string(root().join(OVERLAY))?;
    let written = text
        .lines()
        .filter_map(|line| line.split_once("Evidence: "));
    let mut written: Vec<_> = written
        .filter_map(|(_, text)| Some(text.split_once(" that were")?.0.to_owned()))
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

/// Returns the pointers of all schemas that name such members, with the names.
fn present(root: &Value) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut open = vec![("#".to_owned(), root)];
    while let Some((at, node)) = open.pop() {
        let inner: Vec<(String, &Value)> = match node {
            Value::Object(members) => {
                if let Some(names) = members.get(PRESENT).and_then(Value::as_array) {
                    let names = names.iter().filter_map(Value::as_str);
                    found.push((at.clone(), names.map(str::to_owned).collect()));
                }
                let members = members.iter();
                members
                    .map(|(name, node)| (name.replace('~', "~0").replace('/', "~1"), node))
                    .collect()
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, node)| (index.to_string(), node))
                    .collect()
            }
            _ => continue,
        };
        open.extend(
            inner
                .into_iter()
                .map(|(name, node)| (format!("{at}/{name}"), node)),
        );
    }
    found
}
