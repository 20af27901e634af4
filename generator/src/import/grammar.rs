//! The structure of an OpenAPI 3.0 document.
//!
//! A key alone says little: `description` is prose in a schema and a member's name in `properties`, `default`
//! is a value in a schema and a status in `responses`. So both walks over the document, the one that resolves
//! references and the one that drops prose, ask this table what a child is.

/// The kind of a value in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
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
    Map(&'static Kind),
    List(&'static Kind),
    /// A fact whose inside OpenAPI does not describe. References in it are resolved.
    Plain,
    /// A value of the API itself, such as a default: taken as it is.
    Value,
    /// Texts, examples and extensions, which are not facts. References in it are resolved.
    Prose,
}

/// The YAML type of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Map,
    List,
    MapOrBool,
    Any,
}

impl Kind {
    pub(crate) fn shape(self) -> Shape {
        match self {
            Self::List(_) => Shape::List,
            Self::SchemaOrBool => Shape::MapOrBool,
            Self::Plain | Self::Value | Self::Prose => Shape::Any,
            _ => Shape::Map,
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
            Self::Prose | Self::Scopes => Self::Prose,
            _ if key.starts_with("x-") => Self::Prose,
            Self::Paths => Self::PathItem,
            Self::Responses => Self::Response,
            Self::Callback => Self::PathItem,
            _ if matches!(
                key,
                "description" | "summary" | "externalDocs" | "example" | "examples"
            ) =>
            {
                Self::Prose
            }
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

fn top_member(kind: Kind, key: &str) -> Kind {
    match (kind, key) {
        (Kind::Document, "info") => Kind::Info,
        (Kind::Document, "servers") => Kind::List(&Kind::Server),
        (Kind::Document, "paths") => Kind::Paths,
        (Kind::Document, "components") => Kind::Components,
        (Kind::Document, "tags") => Kind::List(&Kind::Tag),
        (Kind::Info, "title" | "version") | (Kind::Tag, "name") => Kind::Plain,
        // Contact and licence do not affect requests.
        (Kind::Info | Kind::Tag, _) => Kind::Prose,
        (Kind::Server, "variables") => Kind::Map(&Kind::ServerVariable),
        (Kind::ServerVariable, "default" | "enum") => Kind::Value,
        _ => Kind::Plain,
    }
}

fn components_member(key: &str) -> Kind {
    match key {
        "schemas" => Kind::Map(&Kind::Schema),
        "responses" => Kind::Map(&Kind::Response),
        "parameters" => Kind::Map(&Kind::Parameter),
        "requestBodies" => Kind::Map(&Kind::RequestBody),
        "headers" => Kind::Map(&Kind::Header),
        "securitySchemes" => Kind::Map(&Kind::SecurityScheme),
        "links" => Kind::Map(&Kind::Link),
        "callbacks" => Kind::Map(&Kind::Callback),
        _ => Kind::Plain,
    }
}

fn operation_member(kind: Kind, key: &str) -> Kind {
    match (kind, key) {
        (
            Kind::PathItem,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
        ) => Kind::Operation,
        (Kind::PathItem | Kind::Operation, "parameters") => Kind::List(&Kind::Parameter),
        (Kind::PathItem | Kind::Operation, "servers") => Kind::List(&Kind::Server),
        (Kind::Operation, "requestBody") => Kind::RequestBody,
        (Kind::Operation, "responses") => Kind::Responses,
        (Kind::Operation, "callbacks") => Kind::Map(&Kind::Callback),
        (Kind::Parameter | Kind::Header | Kind::MediaType, "schema") => Kind::Schema,
        (Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response, "content") => {
            Kind::Map(&Kind::MediaType)
        }
        (Kind::MediaType, "encoding") => Kind::Map(&Kind::Encoding),
        (Kind::Response | Kind::Encoding, "headers") => Kind::Map(&Kind::Header),
        (Kind::Response, "links") => Kind::Map(&Kind::Link),
        (Kind::Link, "server") => Kind::Server,
        (Kind::Link, "parameters" | "requestBody") => Kind::Value,
        _ => Kind::Plain,
    }
}

fn schema_member(key: &str) -> Kind {
    match key {
        "allOf" | "oneOf" | "anyOf" => Kind::List(&Kind::Schema),
        "not" | "items" => Kind::Schema,
        "properties" | "patternProperties" => Kind::Map(&Kind::Schema),
        "additionalProperties" => Kind::SchemaOrBool,
        "discriminator" => Kind::Discriminator,
        "default" | "enum" | "const" => Kind::Value,
        "title" => Kind::Prose,
        _ => Kind::Plain,
    }
}

fn leaf_member(kind: Kind, key: &str) -> Kind {
    match (kind, key) {
        (Kind::Discriminator, "mapping") => Kind::Mapping,
        (Kind::SecurityScheme, "flows") => Kind::OauthFlows,
        (Kind::OauthFlows, _) => Kind::OauthFlow,
        (Kind::OauthFlow, "scopes") => Kind::Scopes,
        _ => Kind::Plain,
    }
}
