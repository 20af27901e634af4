//! Files of `multipart/form-data`: apart from the fields, since they are no JSON.

use serde_json::{Map, Value, json};

use super::FILES;

/// How many references are followed.
const LONGEST_CHAIN: usize = 64;

/// Moves the files of a body from its schema into an extension of the media type.
pub(super) fn split(media_type: &mut Value, schemas: &Value) {
    let Some(schema) = media_type.get("schema") else {
        return;
    };
    let Some(schema) = resolved(schema, schemas) else {
        return;
    };
    let Some(members) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    let required: Vec<&str> = strings(schema.get("required")).collect();
    let mut files = Map::new();
    for (name, member) in members {
        if let Some(is_list) = file(member, schemas) {
            let file = json!({
                "list": is_list,
                "required": required.contains(&name.as_str()),
                "deprecated": member.get("deprecated").and_then(Value::as_bool).unwrap_or_default(),
            });
            files.insert(name.clone(), file);
        }
    }
    if files.is_empty() {
        return;
    }
    let mut fields = schema.clone();
    let fields_left = members.len() > files.len();
    if let Some(members) = fields.get_mut("properties").and_then(Value::as_object_mut) {
        members.retain(|name, _| !files.contains_key(name));
    }
    let required: Vec<_> = required
        .into_iter()
        .filter(|name| !files.contains_key(*name))
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
    let is_composed = ["allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| fields.get(key).is_some());
    let Some(media_type) = media_type.as_object_mut() else {
        return;
    };
    match fields_left || is_composed {
        true => media_type.insert("schema".to_owned(), fields),
        false => media_type.remove("schema"),
    };
    media_type.insert(FILES.to_owned(), Value::Object(files));
}

/// Whether a member is a file, and whether it is a list of them.
fn file(member: &Value, schemas: &Value) -> Option<bool> {
    let member = resolved(member, schemas)?;
    if is_binary(member) {
        return Some(false);
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
        let name = reference.strip_prefix("#/components/schemas/")?;
        schema = schemas.get(name.replace("~1", "/").replace("~0", "~"))?;
    }
    None
}

fn strings(list: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
