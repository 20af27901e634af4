use serde_json::{Map, Value};

use crate::second_reader::Document;

/// Makes the body that is expected of a model.
pub(super) struct Expected<'d> {
    document: &'d Document,
}

/// The schemas of a value, with all that they are composed of.
type ComposedSchemas<'d> = Vec<&'d Value>;

impl<'d> Expected<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document }
    }

    /// Returns the body for a value that was returned by the schema `source`.
    pub(super) fn body(
        &self,
        source: &'d Value,
        target: &'d Value,
        value: &Value,
    ) -> anyhow::Result<Value> {
        self.value(&[source], &[target], value)
    }

    fn value(
        &self,
        source: &[&'d Value],
        target: &[&'d Value],
        value: &Value,
    ) -> anyhow::Result<Value> {
        let (source, target) = (self.parts(source)?, self.parts(target)?);
        match value {
            Value::Object(members) => self.members(&source, &target, members).map(Value::Object),
            Value::Array(elements) => {
                let items = |parts: &ComposedSchemas<'d>| -> ComposedSchemas<'d> {
                    parts.iter().filter_map(|part| part.get("items")).collect()
                };
                let (source, target) = (items(&source), items(&target));
                let elements = elements.iter();
                elements
                    .map(|element| self.value(&source, &target, element))
                    .collect()
            }
            scalar => Ok(scalar.clone()),
        }
    }

    fn members(
        &self,
        source: &ComposedSchemas<'d>,
        target: &ComposedSchemas<'d>,
        members: &Map<String, Value>,
    ) -> anyhow::Result<Map<String, Value>> {
        let mut kept = Map::new();
        for (name, value) in members {
            let (from, to) = (declared(source, name), declared(target, name));
            let value = match (from.is_empty(), to.is_empty()) {
                // Fields that the response does not declare are kept as they are.
                (true, _) => value.clone(),
                (false, true) if is_free(target) => value.clone(),
                (false, true) => continue,
                (false, false) if self.is_read_only(&from)? || self.is_read_only(&to)? => continue,
                (false, false) => self.value(&from, &to, value)?,
            };
            kept.insert(name.clone(), value);
        }
        Ok(kept)
    }

    fn is_read_only(&self, schemas: &[&'d Value]) -> anyhow::Result<bool> {
        let parts = self.parts(schemas)?;
        let mut parts = parts.iter();
        Ok(parts.any(|part| part.get("readOnly") == Some(&Value::Bool(true))))
    }

    fn parts(&self, schemas: &[&'d Value]) -> anyhow::Result<ComposedSchemas<'d>> {
        let mut parts = Vec::new();
        for schema in schemas {
            self.document.collect_parts(schema, &mut parts, 0)?;
        }
        Ok(parts)
    }
}

/// The schemas that declare a member.
fn declared<'d>(parts: &ComposedSchemas<'d>, name: &str) -> ComposedSchemas<'d> {
    let by_name = |part: &&'d Value| part.get("properties")?.get(name);
    parts.iter().filter_map(by_name).collect()
}

/// Whether the schemas name no members: a map, or anything.
fn is_free(parts: &ComposedSchemas<'_>) -> bool {
    parts.iter().all(|part| part.get("properties").is_none())
}

/// Adds a member to each object whose schema declares members.
pub(super) fn with_unknown<'d>(
    document: &'d Document,
    schema: &'d Value,
    value: &Value,
) -> anyhow::Result<Value> {
    let mut parts = Vec::new();
    document.collect_parts(schema, &mut parts, 0)?;
    match value {
        Value::Object(members) => {
            let mut all = Map::new();
            for (name, value) in members {
                let value = match declared(&parts, name).first() {
                    Some(member) => with_unknown(document, member, value)?,
                    None => value.clone(),
                };
                all.insert(name.clone(), value);
            }
            if !is_free(&parts) {
                all.insert(
                    "x_unknown".to_owned(),
                    serde_json::json!({ "inner": [1, null] }),
                );
            }
            Ok(all.into())
        }
        Value::Array(elements) => {
            let mut items = parts.iter().filter_map(|part| part.get("items"));
            let Some(item) = items.next() else {
                return Ok(value.clone());
            };
            let elements = elements.iter();
            elements
                .map(|element| with_unknown(document, item, element))
                .collect()
        }
        scalar => Ok(scalar.clone()),
    }
}
