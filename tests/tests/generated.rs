//! The committed client is what the generator writes, and covers the whole document.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context as _, anyhow, ensure};
use generator::docs::Coverage;
use generator::ir::{Api, Disposition, Role, Shape};
use generator::tree::FileTree;
use generator::{Input, generate, registry};
use tests::files_below;
use tests::second_reader::{Document, borrowed, docs, overlays, root};

/// The tested parts of the generated client, without identifiers, which threads cannot share.
struct SharedResult {
    tree: FileTree,
    registry: FileTree,
    api: Api,
    coverage: Coverage,
}

/// Generates once for all tests.
fn generated() -> anyhow::Result<&'static SharedResult> {
    static SHARED: LazyLock<Result<SharedResult, String>> =
        LazyLock::new(|| generate_in_memory().map_err(|error| format!("{error:#}")));
    SHARED.as_ref().map_err(|error| anyhow!("{error}"))
}

fn generate_in_memory() -> anyhow::Result<SharedResult> {
    let spec = root().join("spec");
    let (overlays, docs) = (overlays()?, docs()?);
    let generated = generate(Input {
        name: "spec/digitalocean.yaml",
        document: &fs::read(spec.join("digitalocean.yaml"))?,
        files: None,
        overlays: &borrowed(&overlays),
        config: &fs::read_to_string(spec.join("codegen.toml"))?,
        docs: &borrowed(&docs),
    })?;
    Ok(SharedResult {
        tree: generated.tree,
        registry: registry(&generated.api, &generated.names)?,
        api: generated.api,
        coverage: generated.coverage,
    })
}

/// Reads the generated files of a package from disk.
fn on_disk(package: &str) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let package = root().join(package);
    let paths = files_below(&package.join(generator::format::ROOT))?;
    let files = paths
        .iter()
        .map(|path| anyhow::Ok((relative(&package, path)?, fs::read(path)?)));
    files.collect()
}

fn relative(package: &Path, path: &Path) -> anyhow::Result<String> {
    let parts = path.strip_prefix(package)?.iter();
    let parts: Option<Vec<_>> = parts.map(|part| part.to_str()).collect();
    Ok(parts.context("a path is not UTF-8")?.join("/"))
}

fn differences(tree: &FileTree, disk: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let differences = tree.compare(disk);
    differences
        .iter()
        .map(|difference| format!("{difference:?}"))
        .collect()
}

#[test]
fn the_client_and_the_registry_are_what_the_generator_writes() -> anyhow::Result<()> {
    let SharedResult { tree, registry, .. } = generated()?;
    for (tree, package) in [(tree, "generated-client"), (registry, "tests")] {
        let differences = differences(tree, &on_disk(package)?);
        ensure!(
            differences.is_empty(),
            "run `cargo xtask codegen`: {package}: {}",
            differences.join("\n")
        );
    }
    Ok(())
}

#[test]
fn changed_missing_and_orphaned_files_are_found() -> anyhow::Result<()> {
    let tree = &generated()?.tree;
    let mut disk = on_disk("generated-client")?;
    let (changed, text) = disk.pop_first().context("nothing is generated")?;
    disk.insert(changed.clone(), [&text[..], b"// edited\n"].concat());
    let (missing, _) = disk.pop_last().context("only one file is generated")?;
    let orphaned = format!("{}/orphan.rs", generator::format::ROOT);
    disk.insert(orphaned.clone(), Vec::new());
    let found = differences(tree, &disk).join("\n");
    for path in [changed, missing, orphaned] {
        ensure!(found.contains(&path), "{path} is not reported: {found}");
    }
    Ok(())
}

#[test]
fn every_reachable_schema_is_generated() -> anyhow::Result<()> {
    let document = Document::load()?;
    let reachable: BTreeSet<_> = document.reachable_schemas()?.into_iter().collect();
    let SharedResult { api, tree, .. } = generated()?;
    let lowered: BTreeSet<_> = api.schemas.keys().cloned().collect();
    let forgotten: Vec<_> = reachable.difference(&lowered).collect();
    ensure!(forgotten.is_empty(), "no disposition: {forgotten:?}");

    let names = generator::names::claim(api)?;
    let text: String = tree.iter().map(|(_, text)| text).collect();
    let mut types = 0;
    for (schema, disposition) in &api.schemas {
        if let Disposition::Type(id) = disposition {
            let name = &names.ty(*id).ident;
            let declared = ["pub struct ", "pub enum "]
                .iter()
                .any(|keyword| text.contains(&format!("{keyword}{name} {{")));
            ensure!(
                declared,
                "`{schema}` is to be `{name}`, which is not generated"
            );
            types += 1;
        }
    }
    ensure!(types > 600, "only {types} schemas became types");
    Ok(())
}

#[test]
fn every_operation_is_generated() -> anyhow::Result<()> {
    let document = Document::load()?;
    let SharedResult { api, .. } = generated()?;
    let operations = document.operations()?;
    let documented: BTreeSet<_> = operations
        .iter()
        .map(|operation| operation.id.clone())
        .collect();
    let methods = api.groups.iter().flat_map(|group| &group.operations);
    let generated: BTreeSet<_> = methods.map(|operation| operation.id.clone()).collect();
    ensure!(documented.len() == operations.len(), "equal identifiers");
    ensure!(documented == generated, "the sets of operations differ");
    Ok(())
}

/// Members that only the API sets are in types of responses alone.
#[test]
fn no_request_sets_what_is_read_only() -> anyhow::Result<()> {
    let document = Document::load()?;
    let (mut sent, mut received) = (0, 0);
    for (_, ty) in generated()?.api.types.iter() {
        let Shape::Record(record) = &ty.shape else {
            continue;
        };
        for field in &record.fields {
            let is_read_only = is_read_only(&document, document.at(&field.pointer)?)?;
            if ty.role == Role::Response {
                received += usize::from(is_read_only);
                continue;
            }
            sent += 1;
            ensure!(!is_read_only, "{} is read-only", field.pointer);
        }
    }
    ensure!(sent > 1000, "only {sent} members of requests");
    ensure!(received > 100, "only {received} read-only members");
    Ok(())
}

/// Whether a member, a schema that it refers to, or one that it is composed of is read-only.
fn is_read_only(document: &Document, schema: &serde_json::Value) -> anyhow::Result<bool> {
    let schema = match schema.get("readOnly") {
        Some(serde_json::Value::Bool(true)) => return Ok(true),
        _ => document.resolve(schema)?,
    };
    let branches = schema.get("allOf").and_then(serde_json::Value::as_array);
    for branch in branches.into_iter().flatten() {
        if is_read_only(document, branch)? {
            return Ok(true);
        }
    }
    Ok(schema.get("readOnly") == Some(&serde_json::Value::Bool(true)))
}

/// Undocumented items by group and kind, as `spec/docs/undocumented.toml` has them.
type Undocumented = BTreeMap<String, BTreeMap<String, usize>>;

#[test]
fn documentation_only_grows() -> anyhow::Result<()> {
    let committed = fs::read_to_string(root().join("spec/docs/undocumented.toml"))?;
    let committed: Undocumented = toml::from_str(&committed)?;
    for (group, counts) in generated()?.coverage.undocumented() {
        for (kind, count) in counts {
            let kind = kind.plural();
            let limit = committed.get(group).and_then(|limits| limits.get(kind));
            let limit = limit.with_context(|| format!("{group} {kind} is not committed"))?;
            ensure!(
                count <= *limit,
                "{group}: {count} undocumented {kind}, {limit} allowed; run `cargo xtask docs {group}`"
            );
        }
    }
    Ok(())
}

/// Texts belong in `spec/docs`; the generator reads none from the document.
#[test]
fn overlays_contain_no_texts() -> anyhow::Result<()> {
    for (name, text) in overlays()? {
        let overlay: serde_json::Value = serde_yaml::from_str(&text)?;
        for action in overlay["actions"].as_array().into_iter().flatten() {
            let texts = texts(&action["update"]);
            ensure!(texts.is_empty(), "{name}: {}: {texts:?}", action["target"]);
        }
    }
    Ok(())
}

#[test]
fn every_method_has_an_example() -> anyhow::Result<()> {
    let SharedResult { api, tree, .. } = generated()?;
    let methods: usize = api.groups.iter().map(|group| group.operations.len()).sum();
    let texts = tree.iter().map(|(_, text)| text);
    let examples: usize = texts
        .map(|text| text.matches("/// # Example\n").count())
        .sum();
    assert_eq!(examples, methods);
    Ok(())
}

/// Returns all summaries and descriptions inside a value; properties of these names are schemas.
fn texts(value: &serde_json::Value) -> Vec<&str> {
    let inner = |value| -> Vec<&str> { texts(value) };
    match value {
        serde_json::Value::Array(items) => items.iter().flat_map(inner).collect(),
        serde_json::Value::Object(members) => {
            let own = members
                .iter()
                .filter(|(key, _)| matches!(key.as_str(), "summary" | "description"))
                .filter_map(|(_, value)| value.as_str())
                .filter(|text| !text.is_empty());
            own.chain(members.values().flat_map(inner)).collect()
        }
        _ => Vec::new(),
    }
}

/// A name in JSON is written only where it is not that of the field, so that one of them is not read for nothing.
#[test]
fn names_in_json_are_written_only_where_they_differ() -> anyhow::Result<()> {
    let mut written = 0;
    for path in files_below(&root().join("generated-client/src/generated"))? {
        let source = fs::read_to_string(&path)?;
        // `new(…) with(type_ = "droplet")` sets constants.
        let lines = source.lines().filter(|line| !line.contains(") with("));
        let fields = lines.flat_map(|line| line.split(", "));
        let named = fields.filter_map(|field| field.split_once(" = \""));
        for (field, wire) in named {
            let (name, wire) = (field.split_once(':'), wire.split_once('"'));
            let (Some((name, _)), Some((wire, _))) = (name, wire) else {
                continue;
            };
            let name = name.split_whitespace().next_back().unwrap_or_default();
            ensure!(
                name != wire,
                "{}: `{name}` repeats its name",
                path.display()
            );
            written += 1;
        }
    }
    ensure!(written > 100, "only {written} names");
    Ok(())
}
