//! Documents that are almost that of the API, with its overlays and its configuration: whatever is wrong with them, there is
//! a client, or an error that says where.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use fastrand::Rng;
use generator::import::Document;
use generator::{Input, generate, json_pointer};
use serde_json::Value;

use super::mutated::change;

/// How many documents are made.
const RUNS: usize = 6;

#[test]
fn whatever_the_document_of_the_api_there_is_a_client_or_an_error() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let text = fs::read(spec.join("digitalocean.yaml")).expect("document");
    let document = Document::parse("api.yaml", &text)
        .expect("document")
        .to_value();
    let config = fs::read_to_string(spec.join("codegen.toml")).expect("configuration");
    let overlays: Vec<_> = overlays(&spec.join("overlays"));
    let overlays: Vec<_> = overlays
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let mut random = Rng::with_seed(14);
    for run in 0..RUNS {
        let mut changed = document.clone();
        // In the operations and in the components, which are most of it.
        for section in ["paths", "components"] {
            change(&mut changed[section], &mut random);
        }
        let made = description(&document, &changed);
        let text = changed.to_string();
        let input = Input {
            name: "api.yaml",
            document: text.as_bytes(),
            files: None,
            overlays: &overlays,
            config: &config,
            docs: &[],
        };
        match catch_unwind(AssertUnwindSafe(|| generate(input))) {
            Ok(Ok(generated)) => {
                for (path, file) in generated.tree.iter() {
                    assert!(syn::parse_file(file).is_ok(), "run {run}: {path}: {made}");
                }
            }
            Ok(Err(error)) => {
                let message = error.to_string();
                let says_where = ["#/", "spec/", "api.yaml"]
                    .iter()
                    .any(|at| message.contains(at));
                assert!(says_where, "run {run}: {message}: {made}");
            }
            Err(_) => panic!("run {run}: the generator panics: {made}"),
        }
    }
}

fn overlays(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("overlays");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("overlay").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("overlay");
        (path.display().to_string(), text)
    };
    paths.into_iter().map(read).collect()
}

/// The first values that differ.
fn description(before: &Value, after: &Value) -> String {
    let (mut before, mut after) = (before, after);
    let mut pointer = String::from("#");
    while let (Value::Object(one), Value::Object(two)) = (before, after) {
        let next = one
            .keys()
            .chain(two.keys())
            .find(|key| one.get(*key) != two.get(*key));
        let Some((key, one, two)) = next.and_then(|key| Some((key, one.get(key)?, two.get(key)?)))
        else {
            break;
        };
        pointer = format!("{pointer}/{}", json_pointer::escape(key));
        (before, after) = (one, two);
    }
    format!("{pointer}: {before} became {after}")
}
