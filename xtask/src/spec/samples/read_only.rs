//! Read-only members of a payload: what a request must not hold, by the document.

use serde_json::Value;

const DEPTH: usize = 40;

/// Returns the JSON paths of the members of `value` that `schema` of `document` calls read-only.
pub(super) fn read_only(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(document, schema, value, "", 0, &mut found);
    found.sort();
    found.dedup();
    found
}

fn collect(
    document: &Value,
    schema: &Value,
    value: &Value,
    at: &str,
    depth: usize,
    found: &mut Vec<String>,
) {
    if depth > DEPTH {
        return;
    }
    let schemas = parts(document, schema, depth);
    for (name, value) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{name}");
        let declared = schemas
            .iter()
            .filter_map(|schema| schema.get("properties")?.get(name));
        for member in declared {
            let is_read_only = |part: &&Value| part.get("readOnly") == Some(&Value::Bool(true));
            if parts(document, member, depth).iter().any(is_read_only) {
                found.push(at.clone());
            }
            collect(document, member, value, &at, depth + 1, found);
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        for items in schemas.iter().filter_map(|schema| schema.get("items")) {
            let at = format!("{at}/{index}");
            collect(document, items, item, &at, depth + 1, found);
        }
    }
}

/// The schema and everything that it is composed of, references followed.
fn parts<'d>(document: &'d Value, schema: &'d Value, depth: usize) -> Vec<&'d Value> {
    if depth > DEPTH {
        return Vec::new();
    }
    let reference = schema.get("$ref").and_then(Value::as_str);
    let target = reference.and_then(|path| document.pointer(path.trim_start_matches('#')));
    if let Some(target) = target {
        return parts(document, target, depth + 1);
    }
    let mut all = vec![schema];
    for key in ["allOf", "oneOf", "anyOf"] {
        let branches = schema.get(key).and_then(Value::as_array);
        for branch in branches.into_iter().flatten() {
            all.extend(parts(document, branch, depth + 1));
        }
    }
    all
}
