//! Each correction of the document is needed: without it, a payload that servers or clients send is not described.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use generator::import::Document;
use generator::overlay;
use serde_json::Value;
use tests::{problems, read_only};

type Failed = Box<dyn Error>;

const FIXES: &str = "10-fixes.yaml";

/// Corrections that each alone describe the same payloads, but produce a better type, with the reason. The test
/// `docker_credentials_name_any_host` of the client does not compile without them.
const SHAPE_ONLY: [(&str, &str); 3] = [
    (
        "$.components.schemas['docker_credentials'].properties.auths.properties",
        "a map instead of one host and others",
    ),
    (
        "$.components.schemas['docker_credentials'].properties.auths",
        "a map of credentials instead of any JSON",
    ),
    (
        "$.paths['/v2/certificates'].post.requestBody.content['application/json'].schema",
        "a kind of certificate that its `type` selects, and not the first member that only one kind has",
    ),
];

/// A payload as it is found on the wire, made small: a `request` or `response` of an operation, the names in its
/// `query` or `required query`, or a `wrong request` or `wrong response` that must not be described.
struct WireSample {
    line: usize,
    operation: String,
    kind: String,
    value: Value,
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn document() -> Result<Value, Failed> {
    let text = fs::read(folder("../spec/digitalocean.yaml"))?;
    Ok(Document::parse("spec/digitalocean.yaml", &text)?.to_value())
}

fn samples() -> Result<Vec<WireSample>, Failed> {
    let text = fs::read_to_string(folder("fixtures/fixes.jsonl"))?;
    let mut samples = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let value: Value =
            serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1))?;
        let text = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .unwrap_or_default()
        };
        samples.push(WireSample {
            line: index + 1,
            operation: text("operation"),
            kind: text("kind"),
            value: value.get("value").cloned().unwrap_or_default(),
        });
    }
    Ok(samples)
}

/// Follows a reference to a component other than a schema.
fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let reference = value.get("$ref").and_then(Value::as_str);
    reference
        .and_then(|reference| document.pointer(reference.trim_start_matches('#')))
        .unwrap_or(value)
}

fn operation<'d>(document: &'d Value, id: &str) -> Option<&'d Value> {
    let paths = document.get("paths")?.as_object()?;
    let mut operations = paths
        .values()
        .filter_map(Value::as_object)
        .flat_map(serde_json::Map::values);
    operations.find(|operation| operation.get("operationId").and_then(Value::as_str) == Some(id))
}

/// The schema of a JSON body of the operation; none where the document has none.
fn schema<'d>(document: &'d Value, operation: &'d Value, kind: &str) -> Option<&'d Value> {
    let holder = if kind.ends_with("request") {
        resolve(document, operation.get("requestBody")?)
    } else {
        let responses = operation.get("responses")?.as_object()?;
        let (_, response) = responses
            .iter()
            .find(|(status, _)| status.starts_with('2'))?;
        resolve(document, response)
    };
    holder.pointer("/content/application~1json/schema")
}

/// Constraints on a sample that the document does not state.
fn undescribed(document: &Value, sample: &WireSample) -> Vec<String> {
    let Some(operation) = operation(document, &sample.operation) else {
        return vec!["no such operation".to_owned()];
    };
    if sample.kind.ends_with("query") {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        let declared: Vec<_> = parameters
            .into_iter()
            .flatten()
            .map(|parameter| resolve(document, parameter))
            .filter(|declared| sample.kind == "query" || declared["required"] == true)
            .filter_map(|declared| declared.get("name")?.as_str())
            .collect();
        if sample.kind != "query" && declared.len() != parameters.map_or(0, Vec::len) {
            return vec!["not all are required".to_owned()];
        }
        let sent = sample.value.as_object().into_iter().flatten();
        return sent
            .filter(|(name, _)| !declared.contains(&name.as_str()))
            .map(|(name, _)| format!("?{name}"))
            .collect();
    }
    let Some(schema) = schema(document, operation, &sample.kind) else {
        return vec![format!("no {}", sample.kind)];
    };
    let mut found = problems(document, schema, &sample.value);
    if sample.kind == "request" {
        let unsent = read_only(document, schema, &sample.value).into_iter();
        found.extend(unsent.map(|path| format!("{path}: read-only")));
    }
    if !sample.kind.starts_with("wrong ") {
        return found;
    }
    // It must not be said that anything goes.
    if found.is_empty() {
        vec!["described, although it is wrong".to_owned()]
    } else {
        Vec::new()
    }
}

#[test]
fn corrected_document_describes_every_sample() -> Result<(), Failed> {
    let fixes = fs::read_to_string(folder("../spec/overlays").join(FIXES))?;
    let document = overlay::apply(document()?, &[(FIXES, &fixes)])?.document;
    for sample in samples()? {
        let found = undescribed(&document, &sample);
        assert!(
            found.is_empty(),
            "line {}, {}: {found:?}",
            sample.line,
            sample.operation
        );
    }
    Ok(())
}

#[test]
fn every_correction_is_needed() -> Result<(), Failed> {
    let fixes = fs::read_to_string(folder("../spec/overlays").join(FIXES))?;
    let original = document()?;
    let samples = samples()?;
    let whole: serde_yaml::Value = serde_yaml::from_str(&fixes)?;
    let actions = whole
        .get("actions")
        .and_then(serde_yaml::Value::as_sequence)
        .map_or(0, Vec::len);
    let mut needless = Vec::new();
    for index in 0..actions {
        let mut without = whole.clone();
        let target = without
            .get_mut("actions")
            .and_then(serde_yaml::Value::as_sequence_mut)
            .map(|actions| actions.remove(index))
            .and_then(|action| {
                action
                    .get("target")
                    .and_then(serde_yaml::Value::as_str)
                    .map(str::to_owned)
            })
            .unwrap_or_default();
        if SHAPE_ONLY.iter().any(|(known, _)| *known == target) {
            continue;
        }
        let text = serde_yaml::to_string(&without)?;
        // Where the next action needs this one, the document cannot even be made.
        let Ok(applied) = overlay::apply(original.clone(), &[(FIXES, &text)]) else {
            continue;
        };
        if samples
            .iter()
            .all(|sample| undescribed(&applied.document, sample).is_empty())
        {
            needless.push(format!("{index}: {target}"));
        }
    }
    assert!(
        needless.is_empty(),
        "no sample needs:\n{}",
        needless.join("\n")
    );
    Ok(())
}
