//! The document in the form that lowering reads: what can be said in several ways is said in one.
//!
//! Operations get an ID, media types that mean JSON are called `application/json`, of several bodies the one that the
//! client can send is kept, and ranges of statuses are left to the runtime. Everything that is left out is reported.

mod files;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::ir::Report;
use crate::json_pointer::escape;

/// The methods of a path item.
const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

const JSON: &str = "application/json";

/// Events, which an operation returns instead of a body where the caller wants them.
const EVENTS: &str = "text/event-stream";

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) const MULTIPART: &str = "multipart/form-data";

/// Bodies in the order in which one of several is chosen.
const CHOICE: [&str; 4] = [JSON, FORM, MULTIPART, "application/octet-stream"];

/// The files of a body: their names, and whether they are required, lists, deprecated.
pub(crate) const FILES: &str = "x-files";

/// Normalises the document; returns what is left out.
pub(crate) fn normalize(document: &mut Value) -> Vec<Report> {
    let mut reports = Vec::new();
    let schemas = document.pointer_mut("/components/schemas").map(Value::take);
    let lookup = schemas.as_ref().unwrap_or(&Value::Null);
    let mut ids = operation_ids(document);
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            let pointer = format!("#/paths/{}/{method}", escape(path));
            name(operation, method, path, &mut ids);
            body(operation, &pointer, lookup, &mut reports);
            responses(operation, &pointer, lookup, &mut reports);
        }
    }
    for section in ["requestBodies", "responses"] {
        let found = document
            .get_mut("components")
            .and_then(|components| components.get_mut(section))
            .and_then(Value::as_object_mut);
        for (name, value) in found.into_iter().flatten() {
            let pointer = format!("#/components/{section}/{}", escape(name));
            content(value, &pointer, lookup, &mut reports);
        }
    }
    if let (Some(schemas), Some(place)) = (schemas, document.pointer_mut("/components/schemas")) {
        *place = schemas;
    }
    reports
}

/// The IDs that operations have.
fn operation_ids(document: &Value) -> BTreeSet<String> {
    let paths = document.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flat_map(Map::values);
    let operations = items.flat_map(|item| METHODS.iter().filter_map(|method| item.get(method)));
    let ids = operations.filter_map(|operation| operation.get("operationId")?.as_str());
    ids.map(str::to_owned).collect()
}

/// Names an operation without an ID after its method and its path.
fn name(operation: &mut Map<String, Value>, method: &str, path: &str, ids: &mut BTreeSet<String>) {
    let id = operation.get("operationId").and_then(Value::as_str);
    if id.is_some_and(|id| !id.trim().is_empty()) {
        return;
    }
    let words = path.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let stem = format!("{method}_{}", words.join("_"));
    let stem = stem.trim_end_matches('_').to_owned();
    let mut names = std::iter::once(stem.clone());
    let numbered = (2..).map(|number: u32| format!("{stem}_{number}"));
    if let Some(free) = names.by_ref().chain(numbered).find(|id| !ids.contains(id)) {
        ids.insert(free.clone());
        operation.insert("operationId".to_owned(), free.into());
    }
}

fn body(
    operation: &mut Map<String, Value>,
    pointer: &str,
    schemas: &Value,
    reports: &mut Vec<Report>,
) {
    if let Some(body) = operation.get_mut("requestBody") {
        content(body, &format!("{pointer}/requestBody"), schemas, reports);
    }
}

/// Leaves out responses that the runtime handles by their status: redirects, and ranges of errors.
fn responses(
    operation: &mut Map<String, Value>,
    pointer: &str,
    schemas: &Value,
    reports: &mut Vec<Report>,
) {
    let responses = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut);
    let Some(responses) = responses else { return };
    for range in ["2XX", "2xx"] {
        if let Some(success) = responses.remove(range) {
            responses.entry("200").or_insert(success);
        }
    }
    let by_status = |status: &String| {
        let range = status.to_ascii_uppercase();
        matches!(range.as_str(), "1XX" | "3XX" | "4XX" | "5XX") || status.starts_with('3')
    };
    let left_out: Vec<String> = responses.keys().filter(|s| by_status(s)).cloned().collect();
    for status in left_out {
        responses.remove(&status);
        let at = format!("{pointer}/responses/{}", escape(&status));
        report(reports, at, "the response is read by its status alone");
    }
    for (status, response) in responses.iter_mut() {
        let at = format!("{pointer}/responses/{}", escape(status));
        content(response, &at, schemas, reports);
    }
    one_success(responses);
}

/// Where several successes hold JSON, each is read as one of them all.
fn one_success(responses: &mut Map<String, Value>) {
    let schema = |response: &Value| {
        let schema = response.get("content")?.get(JSON)?.get("schema")?;
        Some(schema.clone())
    };
    let successes = responses
        .iter()
        .filter(|(status, _)| status.starts_with('2'));
    let mut schemas: Vec<Value> = Vec::new();
    for found in successes.filter_map(|(_, response)| schema(response)) {
        if !schemas.contains(&found) {
            schemas.push(found);
        }
    }
    if schemas.len() < 2 {
        return;
    }
    // The first one describes them all: the type does not depend on the status.
    let mut union = Some(json!({ "oneOf": schemas }));
    let successes = responses
        .iter_mut()
        .filter(|(status, _)| status.starts_with('2'));
    for (_, response) in successes {
        let content = response.get_mut("content").and_then(Value::as_object_mut);
        let Some(content) = content else { continue };
        match (content.get_mut(JSON), union.take()) {
            (Some(body), Some(union)) => body["schema"] = union,
            (Some(_), None) => {
                content.remove(JSON);
            }
            (None, other) => union = other,
        }
    }
}

/// Calls media types by one name, and leaves one body where there are several, and events besides.
fn content(holder: &mut Value, pointer: &str, schemas: &Value, reports: &mut Vec<Report>) {
    let content = holder.get_mut("content").and_then(Value::as_object_mut);
    let Some(content) = content else { return };
    let names: Vec<String> = content.keys().cloned().collect();
    for name in &names {
        let is_binary = content
            .get(name)
            .and_then(|body| body.pointer("/schema/format"))
            .is_some_and(|format| format == "binary");
        let usual = usual_name(name, is_binary);
        if usual != *name
            && let Some(body) = content.remove(name)
        {
            content.entry(usual).or_insert(body);
        }
    }
    let bodies: Vec<&String> = content.keys().filter(|name| *name != EVENTS).collect();
    let known = CHOICE.iter().find(|name| content.contains_key(**name));
    let chosen = known.map(|name| (*name).to_owned());
    let chosen = chosen.or_else(|| bodies.first().map(|name| (*name).clone()));
    let others: Vec<String> = bodies
        .into_iter()
        .filter(|name| Some(*name) != chosen.as_ref())
        .cloned()
        .collect();
    for name in others {
        content.remove(&name);
        let at = format!("{pointer}/content/{}", escape(&name));
        let chosen = chosen.as_deref().unwrap_or_default();
        report(
            reports,
            at,
            &format!("of several bodies, `{chosen}` is the one that is used"),
        );
    }
    if let Some(body) = content.get_mut(MULTIPART) {
        files::split(body, schemas);
    }
}

/// The name of a media type without parameters, where it is one that the client treats specially.
fn usual_name(name: &str, is_binary: bool) -> String {
    if is_json(name) && !is_binary {
        return JSON.to_owned();
    }
    let essence = name
        .split(';')
        .next()
        .unwrap_or(name)
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        known if CHOICE.contains(&known) || known == EVENTS => essence,
        // A range of types is none that could be sent.
        range if range.ends_with("/*") => "application/octet-stream".to_owned(),
        _ => name.to_owned(),
    }
}

/// Whether a media type means JSON: with parameters, or by its suffix.
fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or(name).trim();
    let essence = essence.to_ascii_lowercase();
    essence == JSON || essence == "*/*" || (essence.ends_with("+json") && essence.contains('/'))
}

fn report(reports: &mut Vec<Report>, pointer: String, message: &str) {
    reports.push(Report {
        pointer,
        message: message.to_owned(),
    });
}
