//! From the overlaid document to `openapiv3`.

use crate::json_pointer::escape;
use crate::lines::lines;
use openapiv3::{
    MediaType, OpenAPI, Operation, Parameter, PathItem, RequestBody, Response, Schema,
};
use serde::Deserialize;
use serde_json::Value;

/// How many errors are listed.
const MOST_ERRORS: usize = 50;

/// The document is not an OpenAPI 3.0 document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {message}")]
pub struct OpenApiError {
    /// JSON pointer of the value.
    pub pointer: String,
    /// The error.
    pub message: String,
}

/// Everything in the document that is not OpenAPI 3.0, at least one error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct OpenApiErrors(pub Vec<OpenApiError>);

/// Reads the document as OpenAPI 3.0.
///
/// # Errors
///
/// Names the values that are not OpenAPI 3.0.
pub fn read(document: &Value) -> Result<OpenAPI, OpenApiErrors> {
    let version = document
        .get("openapi")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !version.starts_with("3.0") {
        let swagger = document.get("swagger").is_some();
        let (pointer, message) = match version {
            _ if swagger => (
                "#/swagger",
                "Swagger 2.0 is not supported; convert the document to OpenAPI 3.0, e.g. with swagger2openapi"
                    .to_owned(),
            ),
            "" => (
                "#/openapi",
                "the document has no OpenAPI version; it must be OpenAPI 3.0".to_owned(),
            ),
            _ if version.starts_with("3.") => (
                "#/openapi",
                format!(
                    "OpenAPI {version} is not supported; convert the document to 3.0.3: `type: [string, 'null']` is \
                     `nullable: true`, `const` is `enum` with one value, `examples` of schemas go away"
                ),
            ),
            _ => (
                "#/openapi",
                format!("`{version}` is not supported; the document must be OpenAPI 3.0"),
            ),
        };
        let pointer = pointer.to_owned();
        return Err(OpenApiErrors(vec![OpenApiError { pointer, message }]));
    }
    // Where references are allowed, `openapiv3` tries both readings and loses the pointer of the error.
    parse(document, "#").map_err(|error| {
        let mut errors = Vec::new();
        PartKind::Document.errors(document, "#", &mut errors);
        if errors.is_empty() {
            errors.push(error);
        }
        OpenApiErrors(errors)
    })
}

fn parse<'v, T: Deserialize<'v>>(value: &'v Value, pointer: &str) -> Result<T, OpenApiError> {
    serde_path_to_error::deserialize(value).map_err(|error| OpenApiError {
        pointer: extended(pointer, error.path()),
        message: error.inner().to_string(),
    })
}

/// The objects of a document that can be read by themselves.
#[derive(Clone, Copy)]
enum PartKind {
    Document,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Schema,
}

impl PartKind {
    /// The objects of a kind inside one of this kind: the members on the path to them, `*` for each, and the kind.
    fn inside(self) -> &'static [(&'static [&'static str], Self)] {
        match self {
            Self::Document => &[
                (&["components", "schemas", "*"], Self::Schema),
                (&["components", "parameters", "*"], Self::Parameter),
                (&["components", "requestBodies", "*"], Self::RequestBody),
                (&["components", "responses", "*"], Self::Response),
                (&["paths", "*"], Self::PathItem),
            ],
            Self::PathItem => &[
                (&["delete"], Self::Operation),
                (&["get"], Self::Operation),
                (&["head"], Self::Operation),
                (&["options"], Self::Operation),
                (&["patch"], Self::Operation),
                (&["post"], Self::Operation),
                (&["put"], Self::Operation),
                (&["trace"], Self::Operation),
            ],
            Self::Operation => &[
                (&["parameters", "*"], Self::Parameter),
                (&["requestBody"], Self::RequestBody),
                (&["responses", "*"], Self::Response),
            ],
            Self::Parameter => &[(&["schema"], Self::Schema)],
            Self::RequestBody | Self::Response => &[(&["content", "*"], Self::MediaType)],
            Self::MediaType => &[(&["schema"], Self::Schema)],
            Self::Schema => &[
                (&["properties", "*"], Self::Schema),
                (&["items"], Self::Schema),
                (&["allOf", "*"], Self::Schema),
                (&["oneOf", "*"], Self::Schema),
                (&["anyOf", "*"], Self::Schema),
            ],
        }
    }

    /// Adds the errors of the innermost objects at or inside of `value` that cannot be read.
    fn errors(self, value: &Value, pointer: &str, errors: &mut Vec<OpenApiError>) {
        if value.get("$ref").is_some() || errors.len() >= MOST_ERRORS {
            return;
        }
        let before = errors.len();
        for (members, kind) in self.inside() {
            for (pointer, value) in select(value, members, pointer) {
                kind.errors(value, &pointer, errors);
            }
        }
        if errors.len() == before {
            errors.extend(self.error(value, pointer));
        }
    }

    fn error(self, value: &Value, pointer: &str) -> Option<OpenApiError> {
        match self {
            Self::Document => None,
            Self::PathItem => parse::<PathItem>(value, pointer).err(),
            Self::Operation => parse::<Operation>(value, pointer).err(),
            Self::Parameter => parse::<Parameter>(value, pointer).err(),
            Self::RequestBody => parse::<RequestBody>(value, pointer).err(),
            Self::Response => parse::<Response>(value, pointer).err(),
            Self::MediaType => parse::<MediaType>(value, pointer).err(),
            Self::Schema => {
                let error = parse::<Schema>(value, pointer).err()?;
                Some(misplaced(value, pointer).unwrap_or(error))
            }
        }
    }
}

/// The keyword of a schema whose value is of another kind than OpenAPI 3.0 says.
fn misplaced(schema: &Value, pointer: &str) -> Option<OpenApiError> {
    type Check = fn(&Value) -> bool;
    let keywords: [(&str, Check, &str); 5] = [
        (
            "required",
            Value::is_array,
            "must list the required properties of an object; a property is required by the list of its object",
        ),
        (
            "type",
            Value::is_string,
            "must be one type; `type: [string, 'null']` of OpenAPI 3.1 is `nullable: true`",
        ),
        ("enum", Value::is_array, "must be a list of values"),
        ("properties", Value::is_object, "must be schemas by name"),
        (
            "items",
            Value::is_object,
            "must be one schema, that of all items",
        ),
    ];
    keywords
        .into_iter()
        .find_map(|(keyword, is_valid, message)| {
            let is_wrong = schema.get(keyword).is_some_and(|value| !is_valid(value));
            is_wrong.then(|| OpenApiError {
                pointer: format!("{pointer}/{keyword}"),
                message: message.to_owned(),
            })
        })
}

/// The values that `members` select, with their locations.
fn select<'v>(value: &'v Value, members: &[&str], pointer: &str) -> Vec<(String, &'v Value)> {
    let Some((first, rest)) = members.split_first() else {
        return vec![(pointer.to_owned(), value)];
    };
    let entries: Vec<(String, &Value)> = match (*first, value) {
        ("*", Value::Object(object)) => object
            .iter()
            .map(|(k, v)| (escape(k).into_owned(), v))
            .collect(),
        ("*", Value::Array(list)) => (0..).map(|n: usize| n.to_string()).zip(list).collect(),
        (name, _) => value
            .get(name)
            .map(|v| (escape(name).into_owned(), v))
            .into_iter()
            .collect(),
    };
    entries
        .into_iter()
        .flat_map(|(key, value)| select(value, rest, &format!("{pointer}/{key}")))
        .collect()
}

fn extended(pointer: &str, path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut out = pointer.to_owned();
    for segment in path {
        out.push('/');
        match segment {
            Segment::Seq { index } => out.push_str(&index.to_string()),
            Segment::Map { key } => out.push_str(&escape(key)),
            Segment::Enum { variant } => out.push_str(variant),
            Segment::Unknown => out.push('?'),
        }
    }
    out
}
