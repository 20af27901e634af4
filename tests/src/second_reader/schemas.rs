use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use anyhow::anyhow;
use jsonschema::{Draft, Registry, Validator};
use serde_json::Value;

use super::Direction;
use super::convert::Converter;
use super::document::Document;

/// Validates values against the schemas of the document.
pub struct Schemas<'d> {
    document: &'d Document,
    registry: Registry<'static>,
    validators: RefCell<HashMap<(usize, Direction), Rc<Validator>>>,
}

impl<'d> Schemas<'d> {
    /// Converts the component schemas of a document.
    pub fn new(document: &'d Document) -> anyhow::Result<Self> {
        let mut builder = Registry::new().draft(Draft::Draft7);
        for direction in [Direction::Request, Direction::Response] {
            let converter = Converter {
                document,
                direction,
            };
            builder = builder.add(converter.base(), converter.components()?)?;
        }
        Ok(Self {
            document,
            registry: builder.prepare()?,
            validators: RefCell::default(),
        })
    }

    /// Returns what a schema of the document says against a value.
    pub fn objections(
        &self,
        schema: &'d Value,
        direction: Direction,
        value: &Value,
    ) -> anyhow::Result<Vec<String>> {
        let validator = self.validator(schema, direction)?;
        let objections = validator.iter_errors(value);
        Ok(objections
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect())
    }

    fn validator(&self, schema: &'d Value, direction: Direction) -> anyhow::Result<Rc<Validator>> {
        // The document outlives the cache: a schema is known by its address.
        let key = (std::ptr::from_ref(schema) as usize, direction);
        if let Some(validator) = self.validators.borrow().get(&key) {
            return Ok(Rc::clone(validator));
        }
        let converter = Converter {
            document: self.document,
            direction,
        };
        let converted = converter.convert(schema, &BTreeSet::new())?;
        let validator = jsonschema::options()
            .with_draft(Draft::Draft7)
            .should_validate_formats(false)
            .with_registry(&self.registry)
            .build(&converted)
            .map_err(|error| anyhow!("{error}"))?;
        let validator = Rc::new(validator);
        self.validators
            .borrow_mut()
            .insert(key, Rc::clone(&validator));
        Ok(validator)
    }
}
