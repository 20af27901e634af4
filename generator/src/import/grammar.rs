//! The structure of an OpenAPI 3.0 document.
//!
//! A key alone says little: `description` is prose in a schema and a member's name in `properties`, `default`
//! is a value in a schema and a status in `responses`. So both walks over the document, the one that resolves
//! references and the one that drops prose, ask this table what a child is.

use crate::path_item::METHODS;

/// The kind of a value in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Document,
    Info,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Link,
    Callback,
    Components,
    Schema,
    Discriminator,
    SecurityScheme,
    OauthFlows,
    OauthFlow,
    Tag,
    /// `true`, `false` or a schema.
    SchemaOrBool,
    /// Discriminator value → schema reference as plain string.
    Mapping,
    /// Scope → sentence.
    Scopes,
    /// A mapping whose keys are names that the document chose.
    Map(&'static NodeKind),
    List(&'static NodeKind),
    /// A fact whose inside OpenAPI does not describe. References in it are resolved.
    Plain,
    /// A value of the API itself, such as a default: taken as it is.
    Value,
    /// Texts, which are not facts. References in it are resolved.
    Prose,
    /// Examples by name.
    Examples,
    /// An example, or a reference to one.
    Example,
    /// A value of an example or an extension: no fact, and taken as it is.
    Sample,
}

/// The YAML type of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum YamlType {
    Map,
    List,
    MapOrBool,
    Any,
}

impl NodeKind {
    pub(crate) fn shape(self) -> YamlType {
        match self {
            Self::List(_) => YamlType::List,
            Self::SchemaOrBool => YamlType::MapOrBool,
            Self::Plain
            | Self::Value
            | Self::Prose
            | Self::Examples
            | Self::Example
            | Self::Sample => YamlType::Any,
            _ => YamlType::Map,
        }
    }

    /// Returns the section of `components` that holds values of this kind.
    pub(crate) fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema | Self::SchemaOrBool => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            _ => return None,
        })
    }

    /// Returns the kind of the items of a list.
    pub(crate) fn item(self) -> Self {
        match self {
            Self::List(kind) => *kind,
            Self::Value => Self::Value,
            Self::Examples | Self::Example | Self::Sample => Self::Sample,
            Self::Prose => Self::Prose,
            _ => Self::Plain,
        }
    }

    /// Returns the kind of the child under `key`.
    pub(crate) fn member(self, key: &str) -> Self {
        match self {
            Self::Map(kind) => *kind,
            Self::Plain => Self::Plain,
            Self::Value | Self::Mapping => Self::Value,
            Self::Example | Self::Sample => Self::Sample,
            Self::Examples => Self::Example,
            Self::Prose | Self::Scopes => Self::Prose,
            // A reference in a value of the API or of somebody's tool is part of that value.
            _ if key.starts_with("x-") || key == "example" => Self::Sample,
            _ if key == "examples" => Self::Examples,
            Self::Paths => Self::PathItem,
            Self::Responses => Self::Response,
            Self::Callback => Self::PathItem,
            _ if matches!(key, "description" | "summary" | "externalDocs") => Self::Prose,
            Self::Schema | Self::SchemaOrBool => schema_member(key),
            Self::Document | Self::Info | Self::Tag | Self::Server | Self::ServerVariable => {
                top_member(self, key)
            }
            Self::Components => components_member(key),
            Self::Discriminator | Self::SecurityScheme | Self::OauthFlows | Self::OauthFlow => {
                leaf_member(self, key)
            }
            _ => operation_member(self, key),
        }
    }
}

fn top_member(kind: NodeKind, key: &str) -> NodeKind {
    match (kind, key) {
        (NodeKind::Document, "info") => NodeKind::Info,
        (NodeKind::Document, "servers") => NodeKind::List(&NodeKind::Server),
        (NodeKind::Document, "paths") => NodeKind::Paths,
        (NodeKind::Document, "components") => NodeKind::Components,
        (NodeKind::Document, "tags") => NodeKind::List(&NodeKind::Tag),
        (NodeKind::Info, "title" | "version") | (NodeKind::Tag, "name") => NodeKind::Plain,
        // Contact and licence do not affect requests.
        (NodeKind::Info | NodeKind::Tag, _) => NodeKind::Prose,
        (NodeKind::Server, "variables") => NodeKind::Map(&NodeKind::ServerVariable),
        (NodeKind::ServerVariable, "default" | "enum") => NodeKind::Value,
        _ => NodeKind::Plain,
    }
}

fn components_member(key: &str) -> NodeKind {
    match key {
        "schemas" => NodeKind::Map(&NodeKind::Schema),
        "responses" => NodeKind::Map(&NodeKind::Response),
        "parameters" => NodeKind::Map(&NodeKind::Parameter),
        "requestBodies" => NodeKind::Map(&NodeKind::RequestBody),
        "headers" => NodeKind::Map(&NodeKind::Header),
        "securitySchemes" => NodeKind::Map(&NodeKind::SecurityScheme),
        "links" => NodeKind::Map(&NodeKind::Link),
        "callbacks" => NodeKind::Map(&NodeKind::Callback),
        _ => NodeKind::Plain,
    }
}

fn operation_member(kind: NodeKind, key: &str) -> NodeKind {
    match (kind, key) {
        (NodeKind::PathItem, method) if METHODS.contains(&method) => NodeKind::Operation,
        (NodeKind::PathItem | NodeKind::Operation, "parameters") => {
            NodeKind::List(&NodeKind::Parameter)
        }
        (NodeKind::PathItem | NodeKind::Operation, "servers") => NodeKind::List(&NodeKind::Server),
        (NodeKind::Operation, "requestBody") => NodeKind::RequestBody,
        (NodeKind::Operation, "responses") => NodeKind::Responses,
        (NodeKind::Operation, "callbacks") => NodeKind::Map(&NodeKind::Callback),
        (NodeKind::Parameter | NodeKind::Header | NodeKind::MediaType, "schema") => {
            NodeKind::Schema
        }
        (
            NodeKind::Parameter | NodeKind::Header | NodeKind::RequestBody | NodeKind::Response,
            "content",
        ) => NodeKind::Map(&NodeKind::MediaType),
        (NodeKind::MediaType, "encoding") => NodeKind::Map(&NodeKind::Encoding),
        (NodeKind::Response | NodeKind::Encoding, "headers") => NodeKind::Map(&NodeKind::Header),
        (NodeKind::Response, "links") => NodeKind::Map(&NodeKind::Link),
        (NodeKind::Link, "server") => NodeKind::Server,
        (NodeKind::Link, "parameters" | "requestBody") => NodeKind::Value,
        _ => NodeKind::Plain,
    }
}

fn schema_member(key: &str) -> NodeKind {
    match key {
        "allOf" | "oneOf" | "anyOf" => NodeKind::List(&NodeKind::Schema),
        "not" | "items" => NodeKind::Schema,
        "properties" | "patternProperties" => NodeKind::Map(&NodeKind::Schema),
        "additionalProperties" => NodeKind::SchemaOrBool,
        "discriminator" => NodeKind::Discriminator,
        "default" | "enum" | "const" => NodeKind::Value,
        "title" => NodeKind::Prose,
        _ => NodeKind::Plain,
    }
}

fn leaf_member(kind: NodeKind, key: &str) -> NodeKind {
    match (kind, key) {
        (NodeKind::Discriminator, "mapping") => NodeKind::Mapping,
        (NodeKind::SecurityScheme, "flows") => NodeKind::OauthFlows,
        (NodeKind::OauthFlows, _) => NodeKind::OauthFlow,
        (NodeKind::OauthFlow, "scopes") => NodeKind::Scopes,
        _ => NodeKind::Plain,
    }
}
