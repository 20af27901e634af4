use std::collections::BTreeMap;
use std::fmt;

use digitalocean::Payload;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The arguments of a call, in JSON.
#[derive(Clone, Debug, Default)]
pub struct CallArguments {
    /// CallArguments by their names on the wire.
    pub positional: BTreeMap<String, Value>,
    /// Query parameters to set, by their names on the wire.
    pub setters: BTreeMap<String, Value>,
    /// The body.
    pub body: Option<Value>,
    /// Whether missing required arguments get any value that the type reads.
    pub fills_missing: bool,
}

/// Values of which every type of an argument or a body reads one.
const FILL_VALUES: [&str; 5] = [r#""https://example.com/sample""#, "1", "true", "{}", "[]"];

/// An argument that the method's type does not take.
#[derive(Debug)]
pub struct ArgumentError(String);

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ArgumentError {}

impl CallArguments {
    pub(crate) fn argument<T: DeserializeOwned>(&self, name: &str) -> Result<T, ArgumentError> {
        match self.positional.get(name) {
            Some(value) => read(name, value),
            None if self.fills_missing => fill_value(name),
            None => Err(ArgumentError(format!("the argument `{name}` is not given"))),
        }
    }

    pub(crate) fn setter<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, ArgumentError> {
        let value = self.setters.get(name);
        value.map(|value| read(name, value)).transpose()
    }

    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, ArgumentError> {
        match &self.body {
            Some(body) => read("body", body),
            None if self.fills_missing => fill_value("body"),
            None => Err(ArgumentError("the body is not given".to_owned())),
        }
    }

    pub(crate) fn optional_body<T: DeserializeOwned>(&self) -> Result<Option<T>, ArgumentError> {
        let body = self.body.as_ref();
        body.map(|body| read("body", body)).transpose()
    }

    pub(crate) fn octets(&self) -> Payload {
        let text = self.body.as_ref().and_then(Value::as_str);
        Payload::from(text.unwrap_or_default())
    }
}

fn fill_value<T: DeserializeOwned>(name: &str) -> Result<T, ArgumentError> {
    let mut read = FILL_VALUES
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok());
    read.next()
        .ok_or_else(|| ArgumentError(format!("no value could be generated for `{name}`")))
}

fn read<T: DeserializeOwned>(name: &str, value: &Value) -> Result<T, ArgumentError> {
    T::deserialize(value).map_err(|error| {
        ArgumentError(format!(
            "`{name}` is not a valid {}: {error}: {value}",
            std::any::type_name::<T>()
        ))
    })
}
