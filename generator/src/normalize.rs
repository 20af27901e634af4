//! The document in the form that lowering reads: what can be said in several ways is said in one.
//!
//! Operations get an ID, media types that mean JSON are called `application/json`, of several bodies the one that the
//! client can send is kept, and ranges of statuses are left to the runtime. Everything that is left out is reported.

mod files;
mod media_type;
mod versions;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

pub(crate) use self::files::FILES;
use self::media_type::{BYTES, CHOICE, EVENTS, JSON, json_name, usual_name};
pub(crate) use self::media_type::{FORM, MULTIPART};
use crate::component;
use crate::ir::Report;
use crate::json_pointer::escape;
use crate::path_item::METHODS;

/// The media type by which the document calls a body that is called JSON here.
pub(crate) const MEDIA_TYPE: &str = "x-media-type";

/// Whether the document says that a body may be left out: by default it says nothing.
pub(crate) const OPTIONAL: &str = "x-optional";

/// The components that the parts of a document refer to.
struct SharedComponents {
    schemas: Value,
    responses: Value,
}

/// Normalises the document; returns what is left out.
pub(crate) fn normalize(document: &mut Value) -> Vec<Report> {
    let mut reports = Vec::new();
    versions::quote(document);
    let schemas = take(document, "schemas");
    for section in ["requestBodies", "responses"] {
        let found = document
            .get_mut("components")
            .and_then(|components| components.get_mut(section))
            .and_then(Value::as_object_mut);
        for (name, value) in found.into_iter().flatten() {
            let pointer = component::pointer(section, name);
            content(value, &pointer, &schemas, &mut reports);
        }
    }
    let responses = take(document, "responses");
    let shared = SharedComponents { schemas, responses };
    let mut ids = operation_ids(document);
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            let pointer = format!("#/paths/{}/{method}", escape(path));
            name(operation, method, path, &mut ids);
            body(operation, &pointer, &shared, &mut reports);
            responses_of(operation, &pointer, &shared, &mut reports);
        }
    }
    put_back(document, "schemas", shared.schemas);
    put_back(document, "responses", shared.responses);
    reports
}

/// Takes a section of the components out of the document, so that it can be read while the rest changes.
fn take(document: &mut Value, section: &str) -> Value {
    let section = document.pointer_mut(&format!("/components/{section}"));
    section.map(Value::take).unwrap_or_default()
}

fn put_back(document: &mut Value, section: &str, value: Value) {
    if let Some(components) = document.pointer_mut(&format!("/components/{section}")) {
        *components = value;
    }
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
    shared: &SharedComponents,
    reports: &mut Vec<Report>,
) {
    if let Some(body) = operation.get_mut("requestBody") {
        let pointer = format!("{pointer}/requestBody");
        content(body, &pointer, &shared.schemas, reports);
        if body.get("required") == Some(&Value::Bool(false)) {
            body[OPTIONAL] = true.into();
        }
    }
}

/// Leaves out responses that the runtime handles by their status: interim ones, redirects, and ranges of errors.
fn responses_of(
    operation: &mut Map<String, Value>,
    pointer: &str,
    shared: &SharedComponents,
    reports: &mut Vec<Report>,
) {
    let responses = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut);
    let Some(responses) = responses else { return };
    for range in ["2XX", "2xx"] {
        if let Some(success) = responses.remove(range) {
            // Next to a success of its own status, the range is one more status.
            let mut statuses = (200..300).map(|status: u16| status.to_string());
            let free = statuses.find(|status| !responses.contains_key(status));
            responses.insert(free.unwrap_or_else(|| "200".to_owned()), success);
        }
    }
    let by_status = |status: &String| {
        let range = status.to_ascii_uppercase();
        matches!(range.as_str(), "4XX" | "5XX") || status.starts_with(['1', '3'])
    };
    let left_out: Vec<String> = responses.keys().filter(|s| by_status(s)).cloned().collect();
    for status in left_out {
        responses.remove(&status);
        let at = format!("{pointer}/responses/{}", escape(&status));
        reports.push(Report::new(at, "the response is read by its status alone"));
    }
    // A response for any status that is the only one is that of a success, too.
    if let Some(any) = responses
        .get("default")
        .filter(|_| responses.len() == 1)
        .cloned()
    {
        let at = format!("{pointer}/responses/default");
        reports.push(Report::new(
            at,
            "the only response is read as that of a success",
        ));
        responses.insert("200".to_owned(), any);
    }
    for (status, response) in responses.iter_mut() {
        let at = format!("{pointer}/responses/{}", escape(status));
        content(response, &at, &shared.schemas, reports);
    }
    one_success(responses, &shared.responses);
    one_media_type(responses, pointer, &shared.responses, reports);
}

/// Where successes are of several media types, each is read as bytes.
fn one_media_type(
    responses: &mut Map<String, Value>,
    pointer: &str,
    shared: &Value,
    reports: &mut Vec<Report>,
) {
    let mut successes: Vec<&mut Value> = responses
        .iter_mut()
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(_, response)| response)
        .collect();
    let found = successes.iter();
    let found = found.filter_map(|response| referred(response, shared)?.get("content"));
    let names = found.filter_map(Value::as_object).flat_map(Map::keys);
    let names: BTreeSet<&str> = names
        .map(String::as_str)
        .filter(|name| *name != EVENTS)
        .collect();
    if names.len() < 2 {
        return;
    }
    let names: Vec<_> = names.into_iter().collect();
    let message = format!(
        "successes are of several media types ({}), so that each is read as bytes",
        names.join(", ")
    );
    reports.push(Report::new(format!("{pointer}/responses"), message));
    for response in &mut successes {
        if let Some(known) = referred(response, shared).cloned() {
            **response = known;
        }
        let content = response.get_mut("content").and_then(Value::as_object_mut);
        if let Some(content) = content.filter(|content| !content.is_empty()) {
            content.retain(|name, _| name == EVENTS);
            content.insert(BYTES.to_owned(), json!({}));
        }
    }
}

/// Where several successes hold JSON, each is read as one of them all.
fn one_success(responses: &mut Map<String, Value>, shared: &Value) {
    let mut successes: Vec<&mut Value> = responses
        .iter_mut()
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(_, response)| response)
        .collect();
    let mut schemas: Vec<&Value> = Vec::new();
    let mut media_types: BTreeSet<&str> = BTreeSet::new();
    for response in &successes {
        let body = referred(response, shared).and_then(json_body);
        media_types.extend(body.map(media_type));
        let schema = referred(response, shared).and_then(json_schema);
        if let Some(schema) = schema.filter(|schema| !schemas.contains(schema)) {
            schemas.push(schema);
        }
    }
    if schemas.len() < 2 {
        return;
    }
    // The first one describes them all: the type does not depend on the status.
    let mut union = Some(json!({ "oneOf": schemas }));
    let media_types: Vec<_> = media_types.into_iter().collect();
    let media_types = media_types.join(", ");
    for response in &mut successes {
        if let Some(known) = referred(response, shared).cloned() {
            **response = known;
        }
        let content = response.get_mut("content").and_then(Value::as_object_mut);
        let Some(content) = content else { continue };
        match (content.get_mut(JSON), union.take()) {
            (Some(body), Some(union)) => {
                body["schema"] = union;
                if media_types != JSON {
                    body[MEDIA_TYPE] = media_types.as_str().into();
                }
            }
            (Some(_), None) => {
                content.remove(JSON);
            }
            (None, other) => union = other,
        }
    }
}

/// The response, or the component that it refers to.
fn referred<'r>(response: &'r Value, shared: &'r Value) -> Option<&'r Value> {
    let Some(reference) = response.get("$ref").and_then(Value::as_str) else {
        return Some(response);
    };
    let name = component::named(reference, "responses")?;
    shared.get(name)
}

fn json_body(response: &Value) -> Option<&Value> {
    response.get("content")?.get(JSON)
}

fn json_schema(response: &Value) -> Option<&Value> {
    json_body(response)?.get("schema")
}

/// The media type of a body that is called JSON.
fn media_type(body: &Value) -> &str {
    body.get(MEDIA_TYPE).and_then(Value::as_str).unwrap_or(JSON)
}

/// Calls media types by one name, and leaves one body where there are several, and events besides.
fn content(holder: &mut Value, pointer: &str, schemas: &Value, reports: &mut Vec<Report>) {
    let content = holder.get_mut("content").and_then(Value::as_object_mut);
    let Some(content) = content else { return };
    call_by_usual_names(content, pointer, reports);
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
        reports.push(Report::new(at, other_body_used(chosen)));
    }
    let forms = content.get_mut(FORM).into_iter();
    let encodings = forms.filter_map(|form| form.get_mut("encoding")?.as_object_mut());
    for encoding in encodings.flat_map(Map::values_mut) {
        explode(encoding);
    }
    if let Some(body) = content.get_mut(MULTIPART) {
        let at = format!("{pointer}/content/{}", escape(MULTIPART));
        files::split(body, &at, schemas, reports);
    }
}

/// Returns the message about a body that is left out, and how to get it.
fn other_body_used(used: &str) -> String {
    format!(
        "of several bodies, `{used}` is the one that is used; an overlay that removes `{used}` selects this one"
    )
}

/// Calls media types by one name; of those that have the same one, one body is left.
fn call_by_usual_names(content: &mut Map<String, Value>, pointer: &str, reports: &mut Vec<Report>) {
    let names: Vec<String> = content.keys().cloned().collect();
    for name in &names {
        let is_binary = content
            .get(name)
            .and_then(|body| body.pointer("/schema/format"))
            .is_some_and(|format| format == "binary");
        let usual = usual_name(name, is_binary);
        if usual == *name {
            continue;
        }
        if !name.contains('/') {
            let at = format!("{pointer}/content/{}", escape(name));
            let message = "this is not a media type, so that the body is one of bytes";
            reports.push(Report::new(at, message));
        }
        let Some(mut body) = content.remove(name) else {
            continue;
        };
        match content.get(&usual) {
            Some(known) if known.get("schema") == body.get("schema") => {}
            Some(known) => {
                let at = format!("{pointer}/content/{}", escape(name));
                let used = if usual == JSON {
                    media_type(known)
                } else {
                    &usual
                };
                reports.push(Report::new(at, other_body_used(used)));
            }
            None => {
                let kept = json_name(name).filter(|_| usual == JSON);
                if let (Some(kept), Some(body)) = (kept, body.as_object_mut()) {
                    body.insert(MEDIA_TYPE.to_owned(), kept.into());
                }
                content.insert(usual, body);
            }
        }
    }
}

/// Writes out the default of `explode`, which depends on the style.
fn explode(encoding: &mut Value) {
    let style = encoding.get("style").and_then(Value::as_str);
    let default = style.is_none_or(|style| style == "form");
    if let Some(encoding) = encoding.as_object_mut() {
        encoding.entry("explode").or_insert(default.into());
    }
}
