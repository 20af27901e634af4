//! The declared parts of a value.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::Document;

impl Document {
    /// Returns a value without the members that no schema declares, whichever branch it belongs to.
    pub fn declared<'d>(&'d self, schema: &'d Value, value: &Value) -> anyhow::Result<Value> {
        self.declared_by(&[schema], value)
    }

    /// Returns the names of the members that a schema declares, whichever branch they belong to.
    pub fn declared_names(&self, schema: &Value) -> anyhow::Result<BTreeSet<String>> {
        let mut parts = Vec::new();
        self.collect_parts(schema, &mut parts, 0)?;
        let properties = parts.iter().filter_map(|part| part.get("properties"));
        let properties = properties.filter_map(Value::as_object);
        Ok(properties.flat_map(|all| all.keys().cloned()).collect())
    }

    /// Returns the schema of a member, none if it is not declared.
    pub fn declared_member<'d>(
        &'d self,
        schema: &'d Value,
        name: &str,
    ) -> anyhow::Result<Option<&'d Value>> {
        let mut parts = Vec::new();
        self.collect_parts(schema, &mut parts, 0)?;
        let mut parts = parts.iter();
        Ok(parts.find_map(|part| part.get("properties")?.get(name)))
    }

    fn declared_by<'d>(&'d self, schemas: &[&'d Value], value: &Value) -> anyhow::Result<Value> {
        let mut parts = Vec::new();
        for schema in schemas {
            self.collect_parts(schema, &mut parts, 0)?;
        }
        match value {
            Value::Object(members) => self.declared_members(&parts, members).map(Value::Object),
            Value::Array(elements) => {
                let items: Vec<&Value> =
                    parts.iter().filter_map(|part| part.get("items")).collect();
                if items.is_empty() {
                    return Ok(value.clone());
                }
                let elements = elements.iter();
                elements
                    .map(|element| self.declared_by(&items, element))
                    .collect()
            }
            scalar => Ok(scalar.clone()),
        }
    }

    fn declared_members<'d>(
        &'d self,
        parts: &[&'d Value],
        members: &Map<String, Value>,
    ) -> anyhow::Result<Map<String, Value>> {
        let is_free = parts.iter().all(|part| part.get("properties").is_none());
        let mut kept = Map::new();
        for (name, value) in members {
            let properties = parts.iter().filter_map(|part| part.get("properties"));
            let schemas: Vec<&Value> = properties.filter_map(|all| all.get(name)).collect();
            let others = parts
                .iter()
                .filter_map(|part| part.get("additionalProperties"));
            let others: Vec<&Value> = others.collect();
            let value = if !schemas.is_empty() {
                self.declared_by(&schemas, value)?
            } else if others.iter().any(|other| other.is_object()) {
                self.declared_by(&others, value)?
            } else if is_free || others.contains(&&Value::Bool(true)) {
                value.clone()
            } else {
                continue;
            };
            kept.insert(name.clone(), value);
        }
        Ok(kept)
    }

    /// Collects a schema and all that it is composed of.
    pub(crate) fn collect_parts<'d>(
        &'d self,
        schema: &'d Value,
        parts: &mut Vec<&'d Value>,
        depth: usize,
    ) -> anyhow::Result<()> {
        anyhow::ensure!(depth < 50, "a schema is composed of itself");
        let schema = self.resolve(schema)?;
        parts.push(schema);
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let branches = schema.get(keyword).and_then(Value::as_array);
            for branch in branches.into_iter().flatten() {
                self.collect_parts(branch, parts, depth + 1)?;
            }
        }
        Ok(())
    }
}
