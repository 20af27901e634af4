use std::collections::{BTreeMap, BTreeSet};

use anyhow::ensure;
use serde_json::Value;

use super::SchemaSampler;
use crate::second_reader::Direction;

/// The combined constraints of several schemas on a value, after all choices were made.
#[derive(Default)]
pub(super) struct SampledShape<'d> {
    kinds: Vec<&'d str>,
    /// Whether null is allowed: every schema that states a type must allow it.
    nullable: Option<bool>,
    pub(super) values: Option<Vec<&'d Value>>,
    pub(super) values_address: usize,
    pub(super) format: Option<&'d str>,
    pub(super) patterns: Vec<&'d str>,
    pub(super) least: Option<f64>,
    pub(super) most: Option<f64>,
    pub(super) unit: Option<f64>,
    pub(super) shortest: Option<usize>,
    pub(super) longest: Option<usize>,
    pub(super) fewest_items: Option<usize>,
    pub(super) most_items: Option<usize>,
    pub(super) items: Vec<&'d Value>,
    pub(super) properties: BTreeMap<&'d str, Vec<&'d Value>>,
    pub(super) required: BTreeSet<&'d str>,
    pub(super) additional_properties: Option<&'d Value>,
    /// Members whose value the chosen branch of a discriminated union decides.
    pub(super) tags: BTreeMap<&'d str, String>,
    /// The components that the schemas are, or are composed of.
    pub(super) components: Vec<String>,
}

impl<'d> SampledShape<'d> {
    /// Returns the JSON type, as stated or as the keywords imply it.
    pub(super) fn kind(&self) -> Option<&'d str> {
        match self.kinds.first() {
            Some(kind) => Some(kind),
            None if !self.properties.is_empty() || self.additional_properties.is_some() => {
                Some("object")
            }
            None if !self.items.is_empty() => Some("array"),
            None if self.format.is_some() || !self.patterns.is_empty() => Some("string"),
            None => None,
        }
    }

    pub(super) fn is_nullable(&self) -> bool {
        self.nullable == Some(true)
    }

    /// Returns whether null is the only value that the schemas describe: an object of no members.
    pub(super) fn is_nothing(&self) -> bool {
        self.kind() == Some("object")
            && self.properties.is_empty()
            && self.additional_properties.is_none()
    }

    /// Takes what a schema says about null.
    fn take_nullable(&mut self, schema: &Value) {
        let allowed = schema.get("nullable") == Some(&Value::Bool(true));
        if allowed || schema.get("type").is_some() {
            self.nullable = Some(allowed && self.nullable.unwrap_or(true));
        }
    }

    fn take(&mut self, keyword: &str, value: &'d Value) {
        let count = || value.as_u64().and_then(|count| usize::try_from(count).ok());
        match keyword {
            "type" => self.kinds.extend(value.as_str()),
            "enum" => self.take_values(value),
            "format" => self.format = value.as_str(),
            "pattern" => self.patterns.extend(value.as_str()),
            "minimum" => self.least = larger(self.least, value.as_f64()),
            "maximum" => self.most = smaller(self.most, value.as_f64()),
            "multipleOf" => self.unit = value.as_f64(),
            "minLength" => self.shortest = self.shortest.max(count()),
            "maxLength" => self.longest = least(self.longest, count()),
            "minItems" => self.fewest_items = self.fewest_items.max(count()),
            "maxItems" => self.most_items = least(self.most_items, count()),
            "items" => self.items.push(value),
            "additionalProperties" => self.additional_properties = Some(value),
            "required" => {
                let names = value.as_array().into_iter().flatten();
                self.required.extend(names.filter_map(Value::as_str));
            }
            "properties" => {
                for (name, schema) in value.as_object().into_iter().flatten() {
                    self.properties.entry(name).or_default().push(schema);
                }
            }
            _ => {}
        }
    }

    fn take_values(&mut self, value: &'d Value) {
        let values: Vec<&Value> = value.as_array().into_iter().flatten().collect();
        self.values_address = std::ptr::from_ref(value) as usize;
        self.values = Some(match self.values.take() {
            None => values,
            Some(known) => known
                .into_iter()
                .filter(|known| values.contains(known))
                .collect(),
        });
    }
}

fn larger(known: Option<f64>, other: Option<f64>) -> Option<f64> {
    known.into_iter().chain(other).reduce(f64::max)
}

fn smaller(known: Option<f64>, other: Option<f64>) -> Option<f64> {
    known.into_iter().chain(other).reduce(f64::min)
}

fn least(known: Option<usize>, other: Option<usize>) -> Option<usize> {
    known.into_iter().chain(other).min()
}

impl<'d> SchemaSampler<'d> {
    /// Adds what a schema says, and chooses among its branches.
    pub(super) fn gather(
        &self,
        schema: &'d Value,
        shape: &mut SampledShape<'d>,
        depth: usize,
    ) -> anyhow::Result<()> {
        ensure!(depth < 50, "a schema is composed of itself");
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            shape.components.push(reference.to_owned());
            return self.gather(self.document.at(reference)?, shape, depth + 1);
        }
        shape.take_nullable(schema);
        for (keyword, value) in schema.as_object().into_iter().flatten() {
            let branches = value.as_array();
            match (keyword.as_str(), branches) {
                ("allOf", Some(branches)) => {
                    for branch in branches {
                        self.gather(branch, shape, depth + 1)?;
                    }
                }
                ("oneOf" | "anyOf", Some(branches)) => {
                    let address = std::ptr::from_ref(branches) as usize;
                    let chosen = self.pick(address, branches.len());
                    if let Some(branch) = branches.get(chosen) {
                        self.tag(schema, branch, shape);
                        self.gather(branch, shape, depth + 1)?;
                    }
                }
                // Only responses have these members for certain.
                ("x-rust-present", _) if self.direction == Direction::Response => {
                    shape.take("required", value);
                }
                (keyword, _) => shape.take(keyword, value),
            }
        }
        Ok(())
    }

    /// Sets the discriminator member of the chosen branch.
    fn tag(&self, schema: &'d Value, branch: &Value, shape: &mut SampledShape<'d>) {
        let Some(discriminator) = schema.get("discriminator") else {
            return;
        };
        let member = discriminator.get("propertyName").and_then(Value::as_str);
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let reference = branch.get("$ref");
        let tags: Vec<&String> = mapping
            .into_iter()
            .flatten()
            .filter(|(_, target)| Some(*target) == reference)
            .map(|(tag, _)| tag)
            .collect();
        let chosen = self.pick(std::ptr::from_ref(branch) as usize, tags.len());
        if let (Some(member), Some(tag)) = (member, tags.get(chosen)) {
            shape.tags.insert(member, (*tag).clone());
        }
    }

    /// Adds the components that a schema is or holds as items, without choosing anything.
    pub(super) fn gather_components(
        &self,
        schema: &'d Value,
        shape: &mut SampledShape<'d>,
    ) -> anyhow::Result<()> {
        let mut open = vec![schema];
        for _ in 0..50 {
            let Some(schema) = open.pop() else { break };
            if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
                shape.components.push(reference.to_owned());
                open.push(self.document.at(reference)?);
            }
            for keyword in ["allOf", "oneOf", "anyOf"] {
                open.extend(
                    schema
                        .get(keyword)
                        .and_then(Value::as_array)
                        .into_iter()
                        .flatten(),
                );
            }
            open.extend(schema.get("items"));
        }
        Ok(())
    }
}
