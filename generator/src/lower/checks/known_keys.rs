//! Keys that nothing reads: the check that no keyword of the document is dropped silently.
//!
//! `openapiv3` ignores keys that it does not know, and keeps some that lowering does not read, so the document itself
//! is walked. Names (of members, paths, media types ...), values (`default`, `enum` ...) and extensions are no keys.

use serde_json::{Map, Value};

use crate::ir::Report;
use crate::json_pointer::PointerPath;
use crate::normalize::{FORM, MULTIPART};
use crate::path_item::METHODS;

/// Response headers that the runtime reads, or hands out with the body they describe.
const HEADERS: [&str; 8] = [
    "content-disposition",
    "content-length",
    "content-type",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "x-request-id",
];

/// Prose and examples, which do not affect requests and are allowed anywhere.
const PROSE: [&str; 6] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
];

/// A kind of object of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ObjectKind {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Form,
    Response,
    Schema,
    Discriminator,
    SecurityScheme,
    Server,
    ServerVariable,
    Tag,
}

/// The kind of value of a known key.
#[derive(Clone, Copy, Debug)]
enum Under {
    /// A value without keys of its own, or one that is checked elsewhere.
    Value,
    /// An object.
    One(ObjectKind),
    /// A list of objects, or objects by name.
    Each(ObjectKind),
    /// Objects by name, apart from extensions.
    Entries(ObjectKind),
    /// Headers of a response by name.
    Headers,
}

/// Returns a report for every key that nothing reads.
pub(in crate::lower) fn reports(document: &Value) -> Vec<Report> {
    let mut check = KeyCheck {
        reports: Vec::new(),
    };
    check.object(ObjectKind::Document, document, &PointerPath::ROOT);
    check.reports
}

impl ObjectKind {
    /// The kind of value of `key`, if something reads it.
    fn under(self, key: &str) -> Option<Under> {
        match self {
            Self::Document => document(key),
            Self::Components => components(key),
            Self::PathItem => path_item(key),
            Self::Operation => operation(key),
            Self::Schema => schema(key),
            Self::Parameter => match key {
                "schema" => Some(Under::One(Self::Schema)),
                // Lowering refuses `content`, and the styles it does not know.
                _ => value(
                    key,
                    &[
                        "content",
                        "deprecated",
                        "explode",
                        "in",
                        "name",
                        "required",
                        "style",
                    ],
                ),
            },
            Self::RequestBody => match key {
                "content" => Some(Under::Each(Self::MediaType)),
                _ => value(key, &["required"]),
            },
            Self::MediaType => match key {
                "schema" => Some(Under::One(Self::Schema)),
                _ => None,
            },
            Self::Form => match key {
                "schema" => Some(Under::One(Self::Schema)),
                // Lowering checks it.
                _ => value(key, &["encoding"]),
            },
            Self::Response => match key {
                "content" => Some(Under::Each(Self::MediaType)),
                "headers" => Some(Under::Headers),
                _ => None,
            },
            Self::Discriminator => value(key, &["mapping", "propertyName"]),
            Self::SecurityScheme => value(
                key,
                &[
                    "bearerFormat",
                    "flows",
                    "in",
                    "name",
                    "openIdConnectUrl",
                    "scheme",
                    "type",
                ],
            ),
            Self::Server => match key {
                "variables" => Some(Under::Each(Self::ServerVariable)),
                _ => value(key, &["url"]),
            },
            Self::ServerVariable => value(key, &["default", "enum"]),
            Self::Tag => value(key, &["name"]),
        }
    }
}

fn value(key: &str, known: &[&str]) -> Option<Under> {
    known.contains(&key).then_some(Under::Value)
}

fn document(key: &str) -> Option<Under> {
    match key {
        "components" => Some(Under::One(ObjectKind::Components)),
        "paths" => Some(Under::Entries(ObjectKind::PathItem)),
        "servers" => Some(Under::Each(ObjectKind::Server)),
        "tags" => Some(Under::Each(ObjectKind::Tag)),
        _ => value(key, &["info", "openapi", "security"]),
    }
}

fn components(key: &str) -> Option<Under> {
    match key {
        "parameters" => Some(Under::Each(ObjectKind::Parameter)),
        "requestBodies" => Some(Under::Each(ObjectKind::RequestBody)),
        "responses" => Some(Under::Each(ObjectKind::Response)),
        "schemas" => Some(Under::Each(ObjectKind::Schema)),
        "securitySchemes" => Some(Under::Each(ObjectKind::SecurityScheme)),
        // Which headers there are is said where a response names them.
        _ => value(key, &["headers"]),
    }
}

fn path_item(key: &str) -> Option<Under> {
    match key {
        method if METHODS.contains(&method) => Some(Under::One(ObjectKind::Operation)),
        "parameters" => Some(Under::Each(ObjectKind::Parameter)),
        "servers" => Some(Under::Each(ObjectKind::Server)),
        _ => None,
    }
}

fn operation(key: &str) -> Option<Under> {
    match key {
        "parameters" => Some(Under::Each(ObjectKind::Parameter)),
        "requestBody" => Some(Under::One(ObjectKind::RequestBody)),
        "responses" => Some(Under::Entries(ObjectKind::Response)),
        "servers" => Some(Under::Each(ObjectKind::Server)),
        _ => value(key, &["deprecated", "operationId", "security", "tags"]),
    }
}

fn schema(key: &str) -> Option<Under> {
    match key {
        "allOf" | "anyOf" | "oneOf" | "properties" => Some(Under::Each(ObjectKind::Schema)),
        "additionalProperties" | "items" | "not" => Some(Under::One(ObjectKind::Schema)),
        "discriminator" => Some(Under::One(ObjectKind::Discriminator)),
        "default" | "deprecated" | "enum" | "exclusiveMaximum" | "exclusiveMinimum" | "format"
        | "maxItems" | "maxLength" | "maximum" | "minItems" | "minLength" | "minimum"
        | "multipleOf" | "nullable" | "pattern" | "readOnly" | "required" | "type"
        | "uniqueItems" | "writeOnly" => Some(Under::Value),
        _ => None,
    }
}

struct KeyCheck {
    reports: Vec<Report>,
}

impl KeyCheck {
    fn object(&mut self, kind: ObjectKind, value: &Value, at: &PointerPath<'_>) {
        let Value::Object(members) = value else {
            return;
        };
        let is_reference = kind != ObjectKind::PathItem && members.contains_key("$ref");
        for (key, member) in members {
            if key == "$ref" || key.starts_with("x-") {
                continue;
            }
            let at = &at.member(key);
            if is_reference {
                self.report(at, format!("`{key}` next to `$ref` is not read"));
            } else if let Some(under) = kind.under(key) {
                self.under(under, member, at);
            } else if !PROSE.contains(&key.as_str()) {
                self.report(at, format!("`{key}` is not read"));
            }
        }
    }

    fn under(&mut self, under: Under, value: &Value, at: &PointerPath<'_>) {
        match (under, value) {
            (Under::One(kind), _) => self.object(kind, value, at),
            (Under::Each(kind), Value::Array(list)) => {
                for (index, item) in list.iter().enumerate() {
                    self.object(kind, item, &at.item(index));
                }
            }
            (Under::Each(kind), Value::Object(named)) => {
                for (name, item) in named {
                    let kind = match (kind, name.as_str()) {
                        (ObjectKind::MediaType, FORM | MULTIPART) => ObjectKind::Form,
                        _ => kind,
                    };
                    self.object(kind, item, &at.member(name));
                }
            }
            (Under::Entries(kind), Value::Object(named)) => {
                for (name, item) in named.iter().filter(|(name, _)| !name.starts_with("x-")) {
                    let at = &at.member(name);
                    if kind == ObjectKind::PathItem && !name.starts_with('/') {
                        let message = format!(
                            "the path `{name}` without a slash at its beginning is not read"
                        );
                        self.report(at, message);
                    } else {
                        self.object(kind, item, at);
                    }
                }
            }
            (Under::Headers, Value::Object(named)) => self.headers(named, at),
            _ => {}
        }
    }

    fn headers(&mut self, named: &Map<String, Value>, at: &PointerPath<'_>) {
        let names = named.keys();
        for name in names.filter(|name| !HEADERS.contains(&name.to_ascii_lowercase().as_str())) {
            let message = format!("the response header `{name}` is not read");
            self.report(&at.member(name), message);
        }
    }

    fn report(&mut self, at: &PointerPath<'_>, message: String) {
        let pointer = at.to_string();
        self.reports.push(Report { pointer, message });
    }
}
