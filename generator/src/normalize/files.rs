//! Files of `multipart/form-data`: apart from the fields, since they are no JSON.

use serde_json::{Map, Value, json};

use crate::component;
use crate::ir::Report;
use crate::json_pointer::escape;

/// The files of a body: their names, and whether they are required, lists, deprecated.
pub(crate) const FILES: &str = "x-files";

/// How many references are followed.
const LONGEST_CHAIN: usize = 64;

/// How many unions may be inside each other.
const MOST_UNIONS: usize = 4;

/// Moves the files of a body from its schema into an extension of the media type.
pub(super) fn split(
    media_type: &mut Value,
    pointer: &str,
    schemas: &Value,
    reports: &mut Vec<Report>,
) {
    let Some(schema) = media_type.get("schema") else {
        return;
    };
    let mut files = Map::new();
    let mut hidden = Vec::new();
    let fields = without_files(schema, schemas, 0, &mut files, &mut hidden);
    for at in hidden {
        let message =
            "files here are sent as text fields; list them under `properties` in an overlay";
        reports.push(Report::new(format!("{pointer}/schema{at}"), message));
    }
    let (Some(fields), Some(media_type)) = (fields, media_type.as_object_mut()) else {
        return;
    };
    match has_fields(&fields) {
        true => media_type.insert("schema".to_owned(), fields),
        false => media_type.remove("schema"),
    };
    media_type.insert(FILES.to_owned(), Value::Object(files));
}

/// The schema without its files and those of its `allOf`, if it has any; they are added to `files`, and the places of
/// those that cannot be to `hidden`.
fn without_files(
    schema: &Value,
    schemas: &Value,
    depth: usize,
    files: &mut Map<String, Value>,
    hidden: &mut Vec<String>,
) -> Option<Value> {
    let schema = resolved(schema, schemas).filter(|_| depth < LONGEST_CHAIN)?;
    let required: Vec<&str> = strings(schema.get("required")).collect();
    let mut own = Map::new();
    let members = schema.get("properties").and_then(Value::as_object);
    for (name, member) in members.into_iter().flatten() {
        if let Some(is_list) = file(member, schemas) {
            let file = json!({
                "list": is_list,
                "required": required.contains(&name.as_str()),
                "deprecated": member.get("deprecated").and_then(Value::as_bool).unwrap_or_default(),
            });
            own.insert(name.clone(), file);
        } else if may_be_file(member, schemas) {
            hidden.push(format!("/properties/{}", escape(name)));
        }
    }
    let rest = schema.get("additionalProperties");
    if rest.is_some_and(|rest| file(rest, schemas).is_some()) {
        hidden.push("/additionalProperties".to_owned());
    }
    let mut fields = schema.clone();
    let mut has_files = !own.is_empty();
    let parts = fields.get_mut("allOf").and_then(Value::as_array_mut);
    for part in parts.into_iter().flatten() {
        if let Some(changed) = without_files(part, schemas, depth + 1, files, hidden) {
            *part = changed;
            has_files = true;
        }
    }
    if let Some(members) = fields.get_mut("properties").and_then(Value::as_object_mut) {
        members.retain(|name, _| !own.contains_key(name));
    }
    let required: Vec<_> = required
        .into_iter()
        .filter(|name| !own.contains_key(*name))
        .collect();
    match (required.is_empty(), fields.as_object_mut()) {
        (true, Some(fields)) => {
            fields.remove("required");
        }
        (false, Some(fields)) => {
            fields.insert("required".to_owned(), json!(required));
        }
        (_, None) => {}
    }
    files.extend(own);
    has_files.then_some(fields)
}

/// Whether anything but files is left of a schema.
fn has_fields(schema: &Value) -> bool {
    let members = schema.get("properties").and_then(Value::as_object);
    let parts = schema.get("allOf").and_then(Value::as_array);
    members.is_some_and(|members| !members.is_empty())
        || ["$ref", "oneOf", "anyOf", "additionalProperties"]
            .iter()
            .any(|key| schema.get(key).is_some())
        || parts.is_some_and(|parts| parts.iter().any(has_fields))
}

/// Whether one of the alternatives of a member is a file.
fn may_be_file(member: &Value, schemas: &Value) -> bool {
    let member = resolved(member, schemas);
    let branches = member.into_iter().flat_map(|member| {
        let lists = ["oneOf", "anyOf"].iter().filter_map(|key| member.get(key));
        lists.filter_map(Value::as_array).flatten()
    });
    let mut branches = branches.filter_map(|branch| file(branch, schemas));
    branches.next().is_some()
}

/// Whether a member is a file, and whether it is a list of them, or may be one.
fn file(member: &Value, schemas: &Value) -> Option<bool> {
    file_at(member, schemas, 0)
}

fn file_at(member: &Value, schemas: &Value, depth: usize) -> Option<bool> {
    let mut member = resolved(member, schemas).filter(|_| depth < MOST_UNIONS)?;
    // An annotation next to a reference is written as `allOf`.
    for _ in 0..LONGEST_CHAIN {
        let Some([part]) = member
            .get("allOf")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        else {
            break;
        };
        member = resolved(part, schemas)?;
    }
    if is_binary(member) {
        return Some(false);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(branches) = member.get(key).and_then(Value::as_array) {
            let files = branches
                .iter()
                .map(|branch| file_at(branch, schemas, depth + 1));
            let files = files.collect::<Option<Vec<_>>>()?;
            return (!files.is_empty()).then(|| files.contains(&true));
        }
    }
    let items = resolved(member.get("items")?, schemas)?;
    is_binary(items).then_some(true)
}

fn is_binary(schema: &Value) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("binary")
}

/// The schema, or the target of its references.
fn resolved<'s>(mut schema: &'s Value, schemas: &'s Value) -> Option<&'s Value> {
    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
            return Some(schema);
        };
        let name = component::named(reference, "schemas")?;
        schema = schemas.get(name)?;
    }
    None
}

fn strings(list: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
