//! Reading of TOML files.
//!
//! A text becomes a JSON value first, which is read like the other files: the compiler builds the code that reads a type
//! for each source of values, and TOML has four of them.

use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};
use serde_path_to_error::Segment;
use toml::de::{DeTable, DeValue, Error};

/// A text is not TOML, or not of the expected form.
#[derive(Debug, thiserror::Error)]
pub enum TomlError {
    /// The text is not TOML.
    #[error(transparent)]
    Syntax(#[from] Error),
    /// A value is not of the expected form.
    #[error("TOML parse error at line {line}, {path}: {message}")]
    Form {
        /// The line of the value.
        line: usize,
        /// The keys of the value.
        path: String,
        /// The error.
        message: String,
    },
}

/// Reads a text.
///
/// # Errors
///
/// Says where the text is not TOML or not of the form of the type.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, TomlError> {
    let table = DeTable::parse(text)?;
    serde_path_to_error::deserialize(json_table(table.get_ref())).map_err(|error| {
        let start = start(table.get_ref(), error.path().iter()).unwrap_or_default();
        TomlError::Form {
            line: text.as_bytes()[..start]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1,
            path: error.path().to_string(),
            message: error.inner().to_string(),
        }
    })
}

fn json_table(table: &DeTable<'_>) -> Value {
    let entries = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref())));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| Value::String(integer.to_string()), Value::from),
        DeValue::Float(float) => (float.as_str().parse().ok().and_then(Number::from_f64))
            .map_or_else(|| Value::String(float.to_string()), Value::Number),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => json_table(table),
    }
}

/// Where the innermost value on a path begins in the text.
fn start<'p>(table: &DeTable<'_>, path: impl Iterator<Item = &'p Segment>) -> Option<usize> {
    let mut start = None;
    let mut value = None;
    for segment in path {
        let inner = match (segment, value) {
            (Segment::Map { key }, None) => table.get(key.as_str()),
            (Segment::Map { key }, Some(value)) => DeValue::get(value, key.as_str()),
            (Segment::Seq { index }, Some(value)) => DeValue::get(value, *index),
            _ => None,
        };
        let Some(inner) = inner else { break };
        start = Some(inner.span().start);
        value = Some(inner.get_ref());
    }
    start
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::read;
    use crate::config::Config;

    #[test]
    fn every_kind_of_value_is_read() {
        let text =
            "a = 0x1F\nb = [-1_000, 1.5]\nc = {d = true}\ne = 1979-05-27\nf = 'text'\ng = inf";
        let value: Value = read(text).expect("TOML");
        assert_eq!(
            value,
            json!({"a": 31, "b": [-1000, 1.5], "c": {"d": true}, "e": "1979-05-27", "f": "text", "g": "inf"})
        );
    }

    #[test]
    fn errors_say_where_they_are() {
        let error = |text: &str| Config::parse(text).expect_err("not valid").to_string();
        assert_eq!(
            error("library = 'x'\n\n[groups.widgets]\ntags = ['a', 1]"),
            "spec/codegen.toml: TOML parse error at line 4, groups.widgets.tags[1]: invalid type: integer `1`, expected a string"
        );
        assert!(error("\n[groups.widgets]\nnone = 1").starts_with(
            "spec/codegen.toml: TOML parse error at line 3, groups.widgets.none: unknown field `none`, expected"
        ));
        assert!(
            error("a = [").starts_with("spec/codegen.toml: TOML parse error at line 1, column")
        );
    }
}
