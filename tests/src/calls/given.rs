use std::collections::BTreeMap;
use std::fmt;

use digitalocean::Payload;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The arguments of a call, in JSON.
#[derive(Clone, Debug, Default)]
pub struct CallArguments {
    /// Arguments by their names on the wire.
    pub arguments: BTreeMap<String, Value>,
    /// Query parameters to set, by their names on the wire.
    pub setters: BTreeMap<String, Value>,
    /// The body.
    pub body: Option<Value>,
    /// Whether what is demanded and not given is made up: any value that the type reads.
    pub is_made_up: bool,
}

/// Values of which every type of an argument or a body reads one.
const MADE_UP: [&str; 5] = [r#""https://example.com/sample""#, "1", "true", "{}", "[]"];

/// An argument that the method's type does not take.
#[derive(Debug)]
pub struct Mistake(String);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Mistake {}

impl CallArguments {
    pub(crate) fn argument<T: DeserializeOwned>(&self, name: &str) -> Result<T, Mistake> {
        match self.arguments.get(name) {
            Some(value) => read(name, value),
            None if self.is_made_up => made_up(name),
            None => Err(Mistake(format!("the argument `{name}` is not given"))),
        }
    }

    pub(crate) fn setter<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Mistake> {
        let value = self.setters.get(name);
        value.map(|value| read(name, value)).transpose()
    }

    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Mistake> {
        match &self.body {
            Some(body) => read("body", body),
            None if self.is_made_up => made_up("body"),
            None => Err(Mistake("the body is not given".to_owned())),
        }
    }

    pub(crate) fn optional_body<T: DeserializeOwned>(&self) -> Result<Option<T>, Mistake> {
        let body = self.body.as_ref();
        body.map(|body| read("body", body)).transpose()
    }

    pub(crate) fn octets(&self) -> Payload {
        let text = self.body.as_ref().and_then(Value::as_str);
        Payload::from(text.unwrap_or_default())
    }
}

fn made_up<T: DeserializeOwned>(name: &str) -> Result<T, Mistake> {
    let mut read = MADE_UP
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok());
    read.next()
        .ok_or_else(|| Mistake(format!("no value could be made up for `{name}`")))
}

fn read<T: DeserializeOwned>(name: &str, value: &Value) -> Result<T, Mistake> {
    T::deserialize(value).map_err(|error| {
        Mistake(format!(
            "`{name}` is no {}: {error}: {value}",
            std::any::type_name::<T>()
        ))
    })
}
