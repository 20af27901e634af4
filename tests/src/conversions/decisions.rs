use std::collections::BTreeMap;

use anyhow::Context as _;
use serde_json::{Map, Value};

/// `[conversions]` of `spec/codegen.toml`.
#[derive(Clone, Debug, Default)]
pub(super) struct BodyConversions {
    by_operation: BTreeMap<String, BodyConversion>,
    none: BodyConversion,
    /// The updates that are made from nothing, with the reason.
    pub(super) unconverted: BTreeMap<String, String>,
}

/// How one body is made, where that is not plain.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BodyConversion {
    /// The path to the model in the response.
    pub(super) model: Option<String>,
    fields: BTreeMap<String, String>,
    leave: Vec<String>,
    only_one: Vec<[String; 2]>,
}

impl BodyConversions {
    pub(super) fn read(config: &str) -> anyhow::Result<Self> {
        let config: toml::Table = config.parse()?;
        let table = config.get("conversions").context("no [conversions]")?;
        let reasons = config.get("no_conversion").context("no [no_conversion]")?;
        Ok(Self {
            by_operation: table.clone().try_into()?,
            none: BodyConversion::default(),
            unconverted: reasons.clone().try_into()?,
        })
    }

    pub(super) fn of(&self, operation: &str) -> &BodyConversion {
        self.by_operation.get(operation).unwrap_or(&self.none)
    }
}

impl BodyConversion {
    /// Changes what is expected of plain fields to what was decided.
    pub(super) fn apply(&self, expected: Value, model: &Value) -> Value {
        let Value::Object(mut expected) = expected else {
            return expected;
        };
        for name in &self.leave {
            expected.remove(name);
        }
        for (name, path) in &self.fields {
            let found = path
                .split('.')
                .try_fold(model, |value, part| value.get(part));
            match found {
                // A field of a plain name keeps what is expected of it.
                Some(Value::Object(_)) if expected.contains_key(name) && name == path => {}
                Some(found) if !found.is_null() => {
                    expected.insert(name.clone(), found.clone());
                }
                _ => drop(expected.remove(name)),
            }
        }
        for [first, second] in &self.only_one {
            leave_one(&mut expected, first, second);
        }
        expected.into()
    }
}

fn leave_one(expected: &mut Map<String, Value>, first: &str, second: &str) {
    match expected.get(first) {
        Some(Value::String(text)) if text.is_empty() => drop(expected.remove(first)),
        Some(Value::Null) | None => {}
        Some(_) => drop(expected.remove(second)),
    }
}
