//! Responses that servers send in another shape than the document says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use digitalocean::__testing::rewrite;
use serde_json::Value;
use tests::calls::methods_of;

/// Every line is read as its documented form, and every path in `[also_at]` has a line.
#[test]
fn other_shapes_are_read_as_the_documented_one() -> anyhow::Result<()> {
    let mut lines: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in read("../spec/samples.jsonl")?.lines() {
        let line: Value = serde_json::from_str(line)?;
        if line["kind"] != "other shape" {
            continue;
        }
        let id = line["operation"]
            .as_str()
            .context("no operation")?
            .to_owned();
        check(&id, &line).with_context(|| line.to_string())?;
        lines.entry(id).or_default().push(line["other"].clone());
    }
    let config: toml::Table = toml::from_str(&read("../spec/codegen.toml")?)?;
    let table = config["also_at"].as_table().context("no table")?;
    for (id, paths) in table {
        let others = lines
            .remove(id)
            .with_context(|| format!("no line for {id}"))?;
        for path in paths.as_array().context("no paths")? {
            let path = path.as_str().context("no path")?;
            let is_used = others.iter().any(|other| has(other, path));
            ensure!(is_used, "no line of {id} has a value at {path:?}");
        }
    }
    ensure!(lines.is_empty(), "not in [also_at]: {lines:?}");
    Ok(())
}

fn check(id: &str, line: &Value) -> anyhow::Result<()> {
    let entry = methods_of(id).next().context("no such operation")?;
    let value = |name: &str| -> anyhow::Result<Value> {
        let (written, drift) = rewrite(entry.meta, line[name].to_string().as_bytes())?;
        let pointer: String = entry
            .meta
            .at
            .iter()
            .map(|name| format!("/{name}"))
            .collect();
        let value = written.pointer(&pointer).context("no value")?.clone();
        // The same fields are corrected in both, at other paths. A newer document may require more of them.
        let drift: BTreeSet<String> = drift.iter().map(|path| last(path)).collect();
        Ok(serde_json::json!([value, drift]))
    };
    let (documented, other) = (value("documented")?, value("other")?);
    ensure!(documented == other, "{documented} is not {other}");
    Ok(())
}

/// Returns the name of the field at the end of a JSON path.
fn last(path: &str) -> String {
    path.rsplit('.').next().unwrap_or(path).to_owned()
}

/// Whether a body has something at a path of `[also_at]`.
fn has(body: &Value, path: &str) -> bool {
    let mut names = path.split('.').filter(|name| !name.is_empty());
    names
        .try_fold(body, |value, name| {
            value
                .get(name.trim_end_matches("[]"))
                .map(|inner| inner.get(0).unwrap_or(inner))
        })
        .is_some()
}

fn read(path: &str) -> anyhow::Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}
