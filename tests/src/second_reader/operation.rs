use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::document::Document;
use crate::json_pointer::escape;

/// An operation as documented.
#[derive(Clone, Debug)]
pub struct Operation<'d> {
    /// The `operationId`.
    pub id: String,
    /// The method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Path, query and header parameters.
    pub parameters: Vec<Parameter<'d>>,
    /// The request body.
    pub body: Option<Body<'d>>,
    /// The documented responses: by status, and by media type.
    pub responses: Vec<DocumentedResponse<'d>>,
    /// The URL of the operation's own server, where it has one.
    pub server: Option<String>,
    /// The names of the security schemes, where the operation has its own.
    pub security: Option<Vec<String>>,
}

impl Operation<'_> {
    /// Returns its JSON pointer in the document.
    pub fn pointer(&self) -> String {
        let method = self.method.to_ascii_lowercase();
        format!("#/paths/{}/{method}", escape(&self.path))
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter<'d> {
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub location: ParameterLocation,
    /// Whether it must be given.
    pub required: bool,
    /// The schema of its value.
    pub schema: &'d Value,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body<'d> {
    /// Whether it must be given.
    pub required: bool,
    /// Its media type.
    pub media_type: String,
    /// Its schema.
    pub schema: &'d Value,
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct DocumentedResponse<'d> {
    /// The status, or `default`.
    pub status: String,
    /// The media type and the schema of the body, or `None` without a body.
    pub content: Option<(String, &'d Value)>,
}

impl DocumentedResponse<'_> {
    /// Returns whether the status says that all went well.
    pub fn is_success(&self) -> bool {
        self.status.starts_with('2')
    }

    /// Returns whether the body is JSON.
    pub fn is_json(&self) -> bool {
        self.media_type() == Some("application/json")
    }

    /// Returns the media type.
    pub fn media_type(&self) -> Option<&str> {
        self.content
            .as_ref()
            .map(|(media_type, _)| media_type.as_str())
    }
}

impl<'d> Operation<'d> {
    pub(crate) fn read(
        document: &'d Document,
        path: &str,
        method: &str,
        item: &'d Value,
        operation: &'d Value,
    ) -> anyhow::Result<Self> {
        let id = operation.get("operationId").and_then(Value::as_str);
        let security = operation.get("security").and_then(Value::as_array);
        Ok(Self {
            id: id.context("no operationId")?.to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            parameters: parameters(document, item, operation)?,
            body: body(document, operation)?,
            responses: responses(document, operation)?,
            server: operation
                .pointer("/servers/0/url")
                .and_then(Value::as_str)
                .map(str::to_owned),
            security: security.map(|requirements| {
                let schemes = requirements.iter().filter_map(Value::as_object);
                schemes
                    .flat_map(|schemes| schemes.keys().cloned())
                    .collect()
            }),
        })
    }

    /// Returns the parameters that go to a place.
    pub fn parameters_in(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = &Parameter<'d>> {
        self.parameters
            .iter()
            .filter(move |parameter| parameter.location == location)
    }
}

fn parameters<'d>(
    document: &'d Document,
    item: &'d Value,
    operation: &'d Value,
) -> anyhow::Result<Vec<Parameter<'d>>> {
    let mut parameters = BTreeMap::new();
    for owner in [item, operation] {
        let list = owner.get("parameters").and_then(Value::as_array);
        for node in list.into_iter().flatten() {
            let node = document.resolve(node)?;
            let text = |key| node.get(key).and_then(Value::as_str);
            let name = text("name").context("a parameter without a name")?;
            let location = match text("in") {
                Some("path") => ParameterLocation::Path,
                Some("query") => ParameterLocation::Query,
                Some("header") => ParameterLocation::Header,
                other => bail!("parameter `{name}` is in {other:?}"),
            };
            let parameter = Parameter {
                name: name.to_owned(),
                location,
                required: node.get("required") == Some(&Value::Bool(true)),
                schema: node
                    .get("schema")
                    .with_context(|| format!("parameter `{name}` has no schema"))?,
            };
            parameters.insert((location as u8, name), parameter);
        }
    }
    Ok(parameters.into_values().collect())
}

fn body<'d>(document: &'d Document, operation: &'d Value) -> anyhow::Result<Option<Body<'d>>> {
    let Some(node) = operation.get("requestBody") else {
        return Ok(None);
    };
    let node = document.resolve(node)?;
    let contents = contents(node)?;
    let [(media_type, schema)] = &contents[..] else {
        bail!("the request body has {} media types", contents.len());
    };
    Ok(Some(Body {
        required: node.get("required") == Some(&Value::Bool(true)),
        media_type: media_type.clone(),
        schema,
    }))
}

fn responses<'d>(
    document: &'d Document,
    operation: &'d Value,
) -> anyhow::Result<Vec<DocumentedResponse<'d>>> {
    let mut responses = Vec::new();
    let documented = operation.get("responses").and_then(Value::as_object);
    for (status, node) in documented.context("no responses")? {
        let contents = contents(document.resolve(node)?)?;
        if contents.is_empty() {
            responses.push(DocumentedResponse {
                status: status.clone(),
                content: None,
            });
        }
        for content in contents {
            responses.push(DocumentedResponse {
                status: status.clone(),
                content: Some(content),
            });
        }
    }
    Ok(responses)
}

fn contents(node: &Value) -> anyhow::Result<Vec<(String, &Value)>> {
    let contents = node.get("content").and_then(Value::as_object);
    contents
        .into_iter()
        .flatten()
        .map(|(media_type, content)| {
            // A media type without a schema allows anything.
            let schema = content.get("schema").unwrap_or(&Value::Null);
            Ok((media_type.clone(), schema))
        })
        .collect()
}
