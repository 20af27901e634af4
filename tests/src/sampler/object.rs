use serde_json::{Map, Value};

use super::shape::SampledShape;
use super::{DEEP, SampleStyle, SchemaSampler};
use crate::second_reader::Direction;

/// How deep the resource of a response may be: an item of a list inside of an object.
const RESOURCES: usize = 3;

impl<'d> SchemaSampler<'d> {
    pub(super) fn object(
        &self,
        shape: &SampledShape<'d>,
        style: SampleStyle,
        depth: usize,
    ) -> anyhow::Result<Value> {
        let mut object = Map::new();
        for (name, schemas) in &shape.properties {
            if self.is_set(shape, name, schemas, style, depth)? {
                let value = match shape.tags.get(name) {
                    Some(tag) => Value::from(tag.as_str()),
                    None => self.value(schemas, style, depth + 1)?,
                };
                object.insert((*name).to_owned(), value);
            }
        }
        for name in &shape.required {
            if !shape.properties.contains_key(name) {
                object.insert((*name).to_owned(), Value::from("anything"));
            }
        }
        for (name, tag) in &shape.tags {
            object
                .entry((*name).to_owned())
                .or_insert_with(|| Value::from(tag.as_str()));
        }
        self.add_additional_properties(shape, style, depth, &mut object)?;
        let is_resource = self.direction == Direction::Response && depth <= RESOURCES;
        if object.is_empty() && is_resource {
            self.add_all(shape, style, depth, &mut object)?;
        }
        Ok(Value::Object(object))
    }

    /// Adds the declared members: a response whose resource has none is an error.
    fn add_all(
        &self,
        shape: &SampledShape<'d>,
        style: SampleStyle,
        depth: usize,
        object: &mut Map<String, Value>,
    ) -> anyhow::Result<()> {
        let all = SampleStyle {
            complete: true,
            nulls: false,
            ..style
        };
        for (name, schemas) in &shape.properties {
            if self.is_set(shape, name, schemas, all, depth)? {
                let style = SampleStyle {
                    nulls: false,
                    ..style
                };
                let value = self.value(schemas, style, depth + 1)?;
                object.insert((*name).to_owned(), value);
            }
        }
        Ok(())
    }

    fn is_set(
        &self,
        shape: &SampledShape<'d>,
        name: &str,
        schemas: &[&'d Value],
        style: SampleStyle,
        depth: usize,
    ) -> anyhow::Result<bool> {
        for schema in schemas {
            if self.document.is_omitted(schema, self.direction)? {
                return Ok(false);
            }
        }
        // An envelope without what it is for would be corrected.
        let is_envelope = self.direction == Direction::Response && depth == 0;
        if shape.required.contains(name) || is_envelope {
            return Ok(true);
        }
        Ok(style.complete && depth < DEEP && !self.would_recurse(schemas)?)
    }

    /// Adds a member whose name the document leaves open.
    fn add_additional_properties(
        &self,
        shape: &SampledShape<'d>,
        style: SampleStyle,
        depth: usize,
        object: &mut Map<String, Value>,
    ) -> anyhow::Result<()> {
        let name = if style.awkward {
            "ein Schlüssel/%"
        } else {
            "key"
        };
        let value = match shape.additional_properties {
            Some(Value::Bool(false)) => return Ok(()),
            Some(schema @ Value::Object(_)) => self.value(
                &[schema],
                SampleStyle {
                    nulls: false,
                    ..style
                },
                depth + 1,
            )?,
            Some(_) => Value::from("anything"),
            None if shape.properties.is_empty() && style.complete => Value::from("anything"),
            None => return Ok(()),
        };
        if style.complete || shape.properties.is_empty() {
            object.insert(name.to_owned(), value);
        }
        Ok(())
    }
}
