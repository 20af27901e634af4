//! From the schemas of OpenAPI 3.0 to JSON Schema.
//!
//! `nullable` becomes a type; what must not travel in a direction is not required in it; formats, defaults and
//! documentation are left out: formats are annotations, and real values break them.

use std::collections::BTreeSet;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::Direction;
use super::document::Document;

/// Keywords that mean the same in both.
const KEPT: [&str; 11] = [
    "type",
    "enum",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
];

/// Keywords that JSON Schema does not need.
const DROPPED: [&str; 9] = [
    "default",
    "deprecated",
    "discriminator",
    "format",
    "nullable",
    "readOnly",
    "writeOnly",
    "title",
    "description",
];

/// Converts the schemas of one direction.
pub(crate) struct Converter<'d> {
    pub(crate) document: &'d Document,
    pub(crate) direction: Direction,
}

impl Converter<'_> {
    /// Returns the address that the converted components have.
    pub(crate) fn base(&self) -> &'static str {
        match self.direction {
            Direction::Request => "urn:api:request",
            Direction::Response => "urn:api:response",
        }
    }

    /// Returns all component schemas, at the same pointers as in the document.
    pub(crate) fn components(&self) -> anyhow::Result<Value> {
        let mut schemas = Map::new();
        for (name, schema) in self.document.component_schemas() {
            let converted = self.convert(schema, &BTreeSet::new());
            let converted = converted.with_context(|| format!("schema `{name}`"))?;
            schemas.insert(name.clone(), converted);
        }
        Ok(json!({ "components": { "schemas": schemas } }))
    }

    /// Converts a schema. The members in `omitted` are not required, because a sibling schema declares that they do not
    /// travel this way.
    pub(crate) fn convert(
        &self,
        schema: &Value,
        omitted: &BTreeSet<String>,
    ) -> anyhow::Result<Value> {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.document.resolve(schema)?;
            if required(target).any(|name| omitted.contains(name)) {
                return self.convert(target, omitted);
            }
            return Ok(json!({ "$ref": format!("{}{reference}", self.base()) }));
        }
        let members = match schema {
            Value::Object(members) => members,
            // Content without a schema.
            Value::Null => return Ok(json!({})),
            _ => anyhow::bail!("a schema is {schema}"),
        };
        let mut omitted = omitted.clone();
        self.collect_omitted(schema, &mut omitted, 0)?;
        let mut out = Map::new();
        for (keyword, value) in members {
            if let Some(converted) = self.keyword(keyword, value, &omitted)? {
                out.insert(keyword.clone(), converted);
            }
        }
        // The discriminator selects the branch, also where the branches overlap.
        if schema.get("discriminator").is_some()
            && let Some(branches) = out.remove("oneOf")
        {
            out.insert("anyOf".to_owned(), branches);
        }
        Ok(match schema.get("nullable") {
            Some(Value::Bool(true)) => nullable(out),
            _ => Value::Object(out),
        })
    }

    fn keyword(
        &self,
        keyword: &str,
        value: &Value,
        omitted: &BTreeSet<String>,
    ) -> anyhow::Result<Option<Value>> {
        let each = |value: &Value, omitted: &BTreeSet<String>| -> anyhow::Result<Value> {
            let branches = value.as_array().into_iter().flatten();
            branches
                .map(|branch| self.convert(branch, omitted))
                .collect()
        };
        let nothing = BTreeSet::new();
        Ok(Some(match keyword {
            "allOf" | "oneOf" | "anyOf" => each(value, omitted)?,
            "items" => self.convert(value, &nothing)?,
            "additionalProperties" if value.is_boolean() => value.clone(),
            "additionalProperties" => self.convert(value, &nothing)?,
            "properties" => {
                let mut properties = Map::new();
                for (name, schema) in value.as_object().into_iter().flatten() {
                    let converted = self.convert(schema, &nothing);
                    let converted = converted.with_context(|| format!("property `{name}`"))?;
                    properties.insert(name.clone(), converted);
                }
                Value::Object(properties)
            }
            "required" => {
                let names = value.as_array().into_iter().flatten();
                names
                    .filter(|name| !name.as_str().is_some_and(|name| omitted.contains(name)))
                    .cloned()
                    .collect()
            }
            _ if KEPT.contains(&keyword) => value.clone(),
            _ if DROPPED.contains(&keyword) || keyword.starts_with("x-") => return Ok(None),
            other => anyhow::bail!("the second reader does not know the keyword `{other}`"),
        }))
    }

    /// Finds the properties that do not travel this way, also in composed schemas.
    fn collect_omitted(
        &self,
        schema: &Value,
        omitted: &mut BTreeSet<String>,
        depth: usize,
    ) -> anyhow::Result<()> {
        anyhow::ensure!(depth < 50, "a schema is composed of itself");
        let schema = self.document.resolve(schema)?;
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            if self.document.is_omitted(property, self.direction)? {
                omitted.insert(name.clone());
            }
        }
        let branches = schema.get("allOf").and_then(Value::as_array);
        for branch in branches.into_iter().flatten() {
            self.collect_omitted(branch, omitted, depth + 1)?;
        }
        Ok(())
    }
}

impl Document {
    /// Returns whether a member does not travel in a direction.
    pub(crate) fn is_omitted(
        &self,
        property: &Value,
        direction: Direction,
    ) -> anyhow::Result<bool> {
        let schema = self.resolve(property)?;
        if schema.get(direction.forbidding_keyword()) == Some(&Value::Bool(true)) {
            return Ok(true);
        }
        let branches = schema.get("allOf").and_then(Value::as_array);
        for branch in branches.into_iter().flatten() {
            if self.is_omitted(branch, direction)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let names = schema.get("required").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str)
}

fn nullable(mut schema: Map<String, Value>) -> Value {
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.push(Value::Null);
    }
    match schema.get_mut("type") {
        Some(kind) => {
            *kind = json!([kind, "null"]);
            Value::Object(schema)
        }
        None => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}
