//! A second reader of schemas: what a payload has that its schema does not say.
//!
//! It shares no code with the generator, so that both are not wrong together. It knows what the corrections are
//! about: kinds, null, ranges of integers, enums, and members that are missing or undeclared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

const DEPTH: usize = 40;

/// Everything that is said about a value, `allOf` merged.
#[derive(Default)]
struct MergedSchema<'d> {
    kind: Option<&'d str>,
    format: Option<&'d str>,
    nullable: bool,
    members: BTreeMap<&'d str, &'d Value>,
    required: BTreeSet<&'d str>,
    additional: Option<&'d Value>,
    items: Option<&'d Value>,
    values: Vec<&'d Value>,
    branches: Option<&'d Vec<Value>>,
    discriminator: Option<&'d Value>,
    /// Whether it has `properties` at all, if only empty ones.
    declares: bool,
}

/// Returns the target of `reference`.
fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let mut value = value;
    while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        match document.pointer(reference.trim_start_matches('#')) {
            Some(target) => value = target,
            None => return value,
        }
    }
    value
}

fn merged<'d>(document: &'d Value, schema: &'d Value) -> MergedSchema<'d> {
    let schema = resolve(document, schema);
    let mut all = MergedSchema::default();
    for branch in schema
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let branch = merged(document, branch);
        all.kind = branch.kind.or(all.kind);
        all.format = branch.format.or(all.format);
        all.nullable |= branch.nullable;
        all.members.extend(branch.members);
        all.required.extend(branch.required);
        all.additional = branch.additional.or(all.additional);
        all.items = branch.items.or(all.items);
        all.values = if branch.values.is_empty() {
            all.values
        } else {
            branch.values
        };
        all.branches = branch.branches.or(all.branches);
        all.discriminator = branch.discriminator.or(all.discriminator);
        all.declares |= branch.declares;
    }
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    all.kind = text("type").or(all.kind);
    all.format = text("format").or(all.format);
    all.nullable |= schema.get("nullable") == Some(&Value::Bool(true));
    let members = schema.get("properties").and_then(Value::as_object);
    all.declares |= members.is_some();
    all.members.extend(
        members
            .into_iter()
            .flatten()
            .map(|(name, member)| (name.as_str(), member)),
    );
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    all.required.extend(required.filter_map(Value::as_str));
    all.additional = schema.get("additionalProperties").or(all.additional);
    all.items = schema.get("items").or(all.items);
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        all.values = values.iter().collect();
    }
    let branches = schema.get("oneOf").or_else(|| schema.get("anyOf"));
    all.branches = branches.and_then(Value::as_array).or(all.branches);
    all.discriminator = schema.get("discriminator").or(all.discriminator);
    all
}

/// Returns what `value` has that `schema` of `document` does not say, each with its place.
pub(super) fn problems(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "", 0, &mut found);
    found
}

fn check(
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
    if let (Some(reference), Some(keys)) = (schema.get("$ref"), schema.as_object().map(Map::len)) {
        if keys > 1 {
            found.push(format!("{at}: {reference} has siblings, which are ignored"));
        }
        if resolve(document, schema).get("$ref").is_some() {
            found.push(format!("{at}: {reference} does not exist"));
        }
    }
    let merged = merged(document, schema);
    if let Some(branches) = merged
        .branches
        .filter(|branches| branches.iter().any(has_shape))
    {
        return check_branches(document, branches, &merged, value, at, depth, found);
    }
    if value.is_null() {
        if !merged.nullable && merged.kind.is_some() {
            found.push(format!("{at}: null"));
        }
        return;
    }
    if !merged.values.is_empty() && !merged.values.contains(&value) {
        found.push(format!("{at}: {value} is not in the enum"));
    }
    match value {
        Value::Object(actual) if fits(&merged, "object") => {
            check_object(document, &merged, actual, at, depth, found);
        }
        Value::Array(actual) if fits(&merged, "array") => {
            for (index, item) in actual.iter().enumerate() {
                if let Some(items) = merged.items {
                    check(
                        document,
                        items,
                        item,
                        &format!("{at}/{index}"),
                        depth + 1,
                        found,
                    );
                }
            }
        }
        Value::Number(number) if fits(&merged, "integer") || fits(&merged, "number") => {
            let is_valid_number = merged.kind != Some("integer")
                || number.is_i64()
                || (merged.format == Some("uint64") && number.is_u64());
            if !is_valid_number {
                found.push(format!("{at}: {number} is out of range"));
            }
        }
        Value::String(_) if fits(&merged, "string") => {}
        Value::Bool(_) if fits(&merged, "boolean") => {}
        _ => found.push(format!("{at}: not of the kind {:?}", merged.kind)),
    }
}

/// The best branch decides; siblings of the union count in every branch.
fn check_branches(
    document: &Value,
    branches: &[Value],
    merged: &MergedSchema<'_>,
    value: &Value,
    at: &str,
    depth: usize,
    found: &mut Vec<String>,
) {
    let siblings: Map<String, Value> = merged
        .members
        .iter()
        .map(|(name, member)| ((*name).to_owned(), (*member).clone()))
        .collect();
    let tagged = tagged(merged, value);
    let fitting = branches
        .iter()
        .filter(|branch| tagged.is_none() || branch.get("$ref") == tagged);
    let tried = fitting.map(|branch| {
        let mut problems = Vec::new();
        let whole = serde_json::json!({ "allOf": [branch, { "properties": siblings }] });
        check(document, &whole, value, at, depth + 1, &mut problems);
        problems
    });
    let least = tried.min_by_key(Vec::len);
    found.extend(least.unwrap_or_else(|| vec![format!("{at}: does not match any branch")]));
}

/// The reference to the branch that the discriminator names for `value`, null where it names none.
fn tagged<'d>(merged: &MergedSchema<'d>, value: &Value) -> Option<&'d Value> {
    let discriminator = merged.discriminator?;
    let tag = value
        .get(discriminator.get("propertyName")?.as_str()?)?
        .as_str()?;
    Some(
        discriminator
            .get("mapping")?
            .get(tag)
            .unwrap_or(&Value::Null),
    )
}

fn check_object(
    document: &Value,
    merged: &MergedSchema<'_>,
    actual: &Map<String, Value>,
    at: &str,
    depth: usize,
    found: &mut Vec<String>,
) {
    let open = merged.additional == Some(&Value::Bool(true))
        || (!merged.declares && merged.additional.is_none() && merged.items.is_none());
    for (name, value) in actual {
        let at = format!("{at}/{name}");
        let additional = merged
            .additional
            .filter(|additional| additional.is_object());
        match merged.members.get(name.as_str()).copied().or(additional) {
            Some(member) => check(document, member, value, &at, depth + 1, found),
            None if open => {}
            None => found.push(format!("{at}: undeclared")),
        }
    }
    let missing = merged
        .required
        .iter()
        .filter(|name| !actual.contains_key(**name));
    found.extend(missing.map(|name| format!("{at}/{name}: missing")));
}

fn fits(merged: &MergedSchema<'_>, kind: &str) -> bool {
    match merged.kind {
        None => true,
        Some(merged) => merged == kind,
    }
}

/// Whether a branch describes a value rather than only demanding members.
fn has_shape(branch: &Value) -> bool {
    let keys = [
        "$ref",
        "allOf",
        "anyOf",
        "enum",
        "items",
        "oneOf",
        "properties",
        "type",
    ];
    keys.iter().any(|key| branch.get(key).is_some())
}
