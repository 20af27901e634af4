//! Samples of what servers and clients send, in `spec/samples.jsonl`: the reasons for corrections of the document.
//!
//! They are compared with the document by code that shares nothing with the generator, so that both are not wrong together.

mod payload;
mod read_only;
#[cfg(test)]
mod tests;

#[cfg(test)]
use generator::import::Document;
use generator::overlay;
use serde_json::Value;

use self::payload::problems;
use self::read_only::read_only;

/// The file of the samples, below the root of the repository.
pub(super) const SAMPLES: &str = "spec/samples.jsonl";

/// The overlay with the corrections.
pub(super) const CORRECTIONS: &str = "spec/overlays/10-fixes.yaml";

/// The start of the lines of an action.
const ACTION: &str = "  - target: ";

/// A line of the file: a payload as it is found on the wire, made small, or a reason for a correction without one.
#[derive(Clone, Debug)]
pub(super) struct WireSample {
    /// The line, counted from 1.
    pub(super) number: usize,
    /// The line itself.
    pub(super) line: String,
    /// The operation.
    pub(super) operation: String,
    /// The kind of `value`: a `request` or `response`, the names in the `query` or `required query`, a `wrong request` or
    /// `wrong response` that must not be described, an `other shape` of a response that servers send, or the reason why
    /// a correction gives a `better type`.
    pub(super) kind: String,
    /// The target of the correction that gives a better type.
    pub(super) correction: String,
    value: Value,
}

impl WireSample {
    /// Whether it is a payload that the corrected document describes.
    pub(super) fn is_payload(&self) -> bool {
        !["better type", "other shape"].contains(&self.kind.as_str())
    }
}

/// Reads the samples.
pub(super) fn read(text: &str) -> Result<Vec<WireSample>, String> {
    let lines = text.lines().enumerate();
    let samples = lines.map(|(index, line)| {
        let number = index + 1;
        let value: Value =
            serde_json::from_str(line).map_err(|error| format!("{SAMPLES}:{number}: {error}"))?;
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Ok(WireSample {
            number,
            line: line.to_owned(),
            operation: text("operation"),
            kind: text("kind"),
            correction: text("correction"),
            value: value["value"].clone(),
        })
    });
    samples.collect()
}

/// Returns the document with corrections and no other overlays; stale ones are left out.
pub(super) fn corrected(document: &Value, corrections: &str) -> Value {
    let (applied, _) = overlay::apply_leniently(document.clone(), &[(CORRECTIONS, corrections)]);
    applied.document
}

/// Returns the corrections without one of them, which is found by its index.
pub(super) fn without(corrections: &str, index: usize) -> String {
    let kept = numbered(corrections).filter(|(action, _)| *action != index + 1);
    kept.map(|(_, line)| format!("{line}\n")).collect()
}

/// Returns the lines of a correction, which is found by its index.
pub(super) fn action(corrections: &str, index: usize) -> String {
    let own = numbered(corrections).filter(|(action, _)| *action == index + 1);
    let own: Vec<_> = own.map(|(_, line)| line).collect();
    let is_comment = |line: &&&str| line.is_empty() || line.trim_start().starts_with('#');
    let end = own.len() - own.iter().rev().take_while(is_comment).count();
    own.get(..end).unwrap_or_default().join("\n")
}

/// Returns the lines of an overlay with the number of the action that each belongs to, counted from 1.
fn numbered(corrections: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut actions = 0;
    corrections.lines().map(move |line| {
        actions += usize::from(line.starts_with(ACTION));
        (actions, line)
    })
}

/// Reads a document in its canonical form.
#[cfg(test)]
fn document(text: &[u8]) -> Result<Value, generator::import::ImportError> {
    Ok(Document::parse("document", text)?.into_value())
}

/// Whether the document has the operation of a sample.
pub(super) fn has_operation(document: &Value, sample: &WireSample) -> bool {
    operation(document, &sample.operation).is_some()
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

/// Returns what a sample has that the document does not say.
pub(super) fn undescribed(document: &Value, sample: &WireSample) -> Vec<String> {
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
