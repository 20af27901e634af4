//! The importer on the real document: what is committed is what importing gives, and it is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use generator::import::{Document, bundle, without_prose};
use generator::{Input, generate};
use sha2::{Digest, Sha256};
use tests::second_reader::{borrowed, docs, overlays};
use tests::{files_below, shared};

type TestResult = Result<(), Box<dyn Error>>;
type Files = BTreeMap<String, Vec<u8>>;

const ENTRY: &str = "DigitalOcean-public.v2.yaml";
/// The newest version of the document in `../shared`, which has older ones, too.
const TREE: &str = "upstream/specification";

/// Returns the tree of the committed version of the document, which may be another one than the newest in `../shared`.
fn committed_tree() -> Result<Option<PathBuf>, Box<dyn Error>> {
    let Some(newest) = shared(TREE)? else {
        return Ok(None);
    };
    let source: toml::Table = committed("SOURCE.toml")?.parse()?;
    let Some(commit) = source.get("commit").and_then(toml::Value::as_str) else {
        return Ok(Some(newest));
    };
    for folder in fs::read_dir(newest.join("../.."))? {
        let folder = folder?.path();
        let origin = fs::read_to_string(folder.join("ORIGIN.md")).unwrap_or_default();
        if origin.contains(commit) {
            return Ok(Some(folder.join("specification")));
        }
    }
    // Unlike `eprintln!`, this is shown for passing tests, too.
    writeln!(io::stderr(), "skipped: ../shared has no tree of {commit}")?;
    Ok(None)
}

/// Returns the text of a file of `spec/`.
fn committed(name: &str) -> Result<String, Box<dyn Error>> {
    Ok(fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../spec")
            .join(name),
    )?)
}

fn read_tree(root: &Path) -> Result<Files, Box<dyn Error>> {
    let mut files = Files::new();
    for path in files_below(root)? {
        let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
        files.insert(name, fs::read(&path)?);
    }
    Ok(files)
}

fn imported(files: &Files) -> Result<String, Box<dyn Error>> {
    Ok(without_prose(&bundle(files, ENTRY)?).to_yaml())
}

fn single(text: &str) -> Files {
    [(ENTRY.to_owned(), text.as_bytes().to_vec())].into()
}

#[test]
fn the_committed_spec_equals_a_new_import() -> TestResult {
    let Some(tree) = committed_tree()? else {
        return Ok(());
    };
    let files = read_tree(&tree)?;
    let advice = format!("run `cargo xtask spec import {}`", tree.display());
    assert!(
        imported(&files)? == committed("digitalocean.yaml")?,
        "spec/digitalocean.yaml drifted; {advice}"
    );

    let source: toml::Table = committed("SOURCE.toml")?.parse()?;
    let mut hash = Sha256::new();
    for (path, content) in &files {
        hash.update(
            [
                path.as_bytes(),
                b"\0",
                content.len().to_string().as_bytes(),
                b"\0",
                content,
            ]
            .concat(),
        );
    }
    let hash: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        source["sha256"].as_str(),
        Some(hash.as_str()),
        "spec/SOURCE.toml drifted; {advice}"
    );
    assert_eq!(
        source["files"].as_integer(),
        Some(i64::try_from(files.len())?)
    );
    let origin = fs::read_to_string(tree.join("../ORIGIN.md"))?;
    for key in ["commit", "date"] {
        let value = source[key].as_str().unwrap_or("nothing");
        assert!(
            origin.contains(value),
            "SOURCE.toml states {key} {value}, which ORIGIN.md does not"
        );
    }
    Ok(())
}

#[test]
fn importing_facts_again_changes_nothing() -> TestResult {
    let committed = committed("digitalocean.yaml")?;
    assert!(
        imported(&single(&committed))? == committed,
        "the second import differs from the first"
    );
    Ok(())
}

#[test]
fn a_bundle_of_the_tree_gives_the_same_facts() -> TestResult {
    let Some(tree) = committed_tree()? else {
        return Ok(());
    };
    let text = bundle(&read_tree(&tree)?, ENTRY)?.to_yaml();
    assert!(
        imported(&single(&text))? == committed("digitalocean.yaml")?,
        "bundle and tree differ"
    );
    Ok(())
}

/// Written sentences replace derived ones, and make no entry of the configuration unused.
#[test]
fn a_client_is_generated_from_the_bundle_with_its_prose() -> TestResult {
    let Some(tree) = committed_tree()? else {
        return Ok(());
    };
    let text = bundle(&read_tree(&tree)?, ENTRY)?.to_yaml();
    let (overlays, docs) = (overlays()?, docs()?);
    let generated = generate(Input {
        name: "bundle.yaml",
        document: text.as_bytes(),
        files: None,
        overlays: &borrowed(&overlays),
        config: &committed("codegen.toml")?,
        docs: &borrowed(&docs),
    })?;
    assert!(generated.tree.lines() > 40_000);
    Ok(())
}

#[test]
fn older_versions_of_the_document_are_imported() -> TestResult {
    for (version, operations, schemas) in [("2026-04-28", 628, 831), ("2026-07-30", 666, 901)] {
        let Some(tree) = shared(&format!("upstream-{version}/specification"))? else {
            continue;
        };
        let text = imported(&read_tree(&tree)?)?;
        let document: openapiv3::OpenAPI =
            serde_json::from_value(Document::parse(version, text.as_bytes())?.to_value())?;
        assert_eq!(
            document.operations().count(),
            operations,
            "operations of {version}"
        );
        let components = document.components.unwrap_or_default();
        assert_eq!(components.schemas.len(), schemas, "schemas of {version}");
    }
    Ok(())
}

/// Counts in the tree with another YAML library, file by file.
#[test]
fn every_operation_of_the_tree_is_imported() -> TestResult {
    let Some(tree) = committed_tree()? else {
        return Ok(());
    };
    let entry: serde_yaml::Value = serde_yaml::from_str(&fs::read_to_string(tree.join(ENTRY))?)?;
    let mut expected = BTreeSet::new();
    let paths = entry["paths"]
        .as_mapping()
        .ok_or("the entry file has no paths")?;
    for operation in paths
        .values()
        .filter_map(|item| item.as_mapping())
        .flat_map(|item| item.values())
    {
        let file = operation["$ref"]
            .as_str()
            .ok_or("an operation is not a reference")?;
        let text = fs::read_to_string(tree.join(file))?;
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("operationId: "))
            .ok_or("no operationId")?;
        expected.insert(id.trim().trim_matches('"').to_owned());
    }
    let document = Document::parse(
        "digitalocean.yaml",
        committed("digitalocean.yaml")?.as_bytes(),
    )?;
    let document: openapiv3::OpenAPI = serde_json::from_value(document.to_value())?;
    let found: BTreeSet<String> = document
        .operations()
        .filter_map(|(_, _, operation)| operation.operation_id.clone())
        .collect();
    assert_eq!(found, expected);
    Ok(())
}

#[test]
fn the_committed_document_is_complete() -> TestResult {
    let text = committed("digitalocean.yaml")?;
    let document = Document::parse("digitalocean.yaml", text.as_bytes())?.to_value();
    let schemas = document["components"]["schemas"]
        .as_object()
        .ok_or("no schemas")?;
    let paths = document["paths"].as_object().ok_or("no paths")?;
    let items = paths.values().filter_map(|item| item.as_object());
    let operations: Vec<_> = items.flat_map(serde_json::Map::values).collect();
    let ids = operations
        .iter()
        .map(|operation| operation["operationId"].as_str());
    let ids: BTreeSet<_> = ids.collect::<Option<_>>().ok_or("no operationId")?;
    assert_eq!(
        operations.len(),
        ids.len(),
        "two operations share an identifier"
    );

    // Nothing is there that nothing refers to, and nothing is missing.
    let prefix = "\"$ref\": \"#/components/schemas/";
    let references = text
        .lines()
        .filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix(prefix));
    let referred: BTreeSet<&str> = references.map(|name| name.trim_end_matches('"')).collect();
    let mapped = text
        .lines()
        .filter_map(|line| line.split_once(": \"#/components/schemas/"));
    let referred: BTreeSet<&str> = mapped
        .map(|(_, name)| name.trim_end_matches('"'))
        .chain(referred)
        .collect();
    assert_eq!(
        schemas.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        referred
    );
    Ok(())
}

#[test]
fn the_committed_document_contains_no_prose() -> TestResult {
    for (index, line) in committed("digitalocean.yaml")?.lines().enumerate() {
        let number = index + 1;
        let (key, value) = line
            .trim_start_matches([' ', '-'])
            .split_once(':')
            .unwrap_or((line, ""));
        // Without a value on its line, the key is a member of the API whose schema follows.
        let prose = ["description", "summary", "title", "example", "externalDocs"].contains(&key);
        let allowed = ["", " \"\"", " {}", " DigitalOcean API"].contains(&value);
        assert!(!prose || allowed, "line {number} holds prose: {line}");
        assert!(
            !key.starts_with("x-") || value.is_empty(),
            "line {number} holds an extension: {line}"
        );
        assert!(
            value.split(' ').count() < 12,
            "line {number} reads like a sentence: {line}"
        );
    }
    Ok(())
}
