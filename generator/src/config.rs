//! `spec/codegen.toml`: what no document can say.
//!
//! Everything here is checked against the document by the lowering: an entry that matches nothing is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use crate::ir::{CallLimits, PageStyle};
use crate::toml_text::{self, TomlError};
use serde::Deserialize;

/// The configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Template of the link to an operation's official reference; `{operation}` and `{tag}` are filled in.
    #[serde(default)]
    pub reference: String,
    /// Hosts and credentials.
    #[serde(default)]
    pub api: ApiConfig,
    /// The name of the client's library, for examples; without it there are none.
    #[serde(default)]
    pub library: Option<String>,
    /// The roles of the document's servers, by URL: `api`, `upload` or a name of `[api.hosts]`. The document's top-level
    /// server needs no entry.
    #[serde(default)]
    pub servers: BTreeMap<String, String>,
    /// Groups by their identifier.
    #[serde(default)]
    pub groups: BTreeMap<String, GroupConfig>,
    /// How words of identifiers are written in documentation, where the generator does not know.
    #[serde(default)]
    pub spellings: BTreeMap<String, String>,
    /// The object at the start of a path, by that start, if the path's segment does not name it.
    #[serde(default)]
    pub nouns: BTreeMap<String, String>,
    /// How sentences say that something is created, by the last word of what it is.
    #[serde(default)]
    pub creations: BTreeMap<String, CreationConfig>,
    /// Pagination of the operations that differ from the rule, by `operationId`.
    #[serde(default)]
    pub pages: BTreeMap<String, PageConfig>,
    /// Operations that look like lists and are none, with the reason, by `operationId`.
    #[serde(default)]
    pub not_pages: BTreeMap<String, String>,
    /// Operations that return one page of a list, which callers select, with the reason why the client does not follow
    /// the pages, by `operationId`.
    #[serde(default)]
    pub single_pages: BTreeMap<String, String>,
    /// Paths of members, separated by dots, at which servers send what an operation returns, in addition to the
    /// documented path, by `operationId`. The empty path is the whole body; `edges[].node` is a list of objects, each of
    /// which holds an element, and `keys[]` the first element of a list.
    #[serde(default)]
    pub also_at: BTreeMap<String, Vec<String>>,
    /// The member that holds the resource, where a response is an object of several members, by `operationId`; empty where
    /// the object itself is the resource.
    #[serde(default)]
    pub resources: BTreeMap<String, String>,
    /// Operations whose response may be an object without members, although it would have no value for others, with the
    /// reason, by `operationId`.
    #[serde(default)]
    pub empty_resources: BTreeMap<String, String>,
    /// Operations that become several methods, by `operationId`.
    #[serde(default)]
    pub splits: BTreeMap<String, Vec<SplitConfig>>,
    /// Waiters.
    #[serde(default)]
    pub waiters: Vec<WaiterConfig>,
    /// Names of the methods that wait until a resource is deleted, by the `operationId` of the GET, where the rule makes
    /// none or a bad one.
    #[serde(default)]
    pub deletions: BTreeMap<String, String>,
    /// GETs that share their path with a DELETE and have no such method, with the reason, by `operationId`.
    #[serde(default)]
    pub no_deletion: BTreeMap<String, String>,
    /// States of deleted resources: a resource that has one is gone.
    #[serde(default)]
    pub deleted_states: Vec<String>,
    /// Members that hold the state of a resource.
    #[serde(default)]
    pub state_members: BTreeSet<String>,
    /// Operations that return a resource with a status and have no waiter, with the reason, by `operationId`.
    #[serde(default)]
    pub no_waiter: BTreeMap<String, String>,
    /// Whether an operation is idempotent, where that differs from its HTTP method, by `operationId`.
    #[serde(default)]
    pub idempotent: BTreeMap<String, bool>,
    /// Types of events that may end a stream like `[DONE]`, by `operationId`.
    #[serde(default)]
    pub stream_ends: BTreeMap<String, Vec<String>>,
    /// Required headers of deletions by which callers confirm that more is deleted than usual: `false` is refused.
    #[serde(default)]
    pub confirmations: BTreeSet<String>,
    /// Special rate-limit buckets by name.
    #[serde(default)]
    pub buckets: BTreeMap<String, BucketConfig>,
    /// Members that hold secrets, as `schema.member`.
    #[serde(default)]
    pub secrets: BTreeSet<String>,
    /// Members whose names look like secrets and that are none, as `schema.member`.
    #[serde(default)]
    pub not_secrets: BTreeSet<String>,
    /// Required members that may be sent as an empty string, as `schema.member`.
    #[serde(default)]
    pub may_be_empty: BTreeSet<String>,
    /// Components that are the type of all members and parameters of some names, by the component's name.
    #[serde(default)]
    pub same_types: BTreeMap<String, SameTypeConfig>,
    /// Names of the types of request bodies that the rule makes badly, by `operationId`.
    #[serde(default)]
    pub bodies: BTreeMap<String, String>,
    /// How request bodies are made from what a GET returns, where that is not plain, by `operationId`.
    #[serde(default)]
    pub conversions: BTreeMap<String, ConversionConfig>,
    /// Updates whose path has a GET and whose body is made from nothing that it returns, with the reason, by `operationId`.
    #[serde(default)]
    pub no_conversion: BTreeMap<String, String>,
    /// Other types that are made from what is returned.
    #[serde(default)]
    pub further_conversions: Vec<FurtherConversion>,
    /// Methods that send a PUT or a PATCH and whose names do not begin with `update` or `replace`, with the reason, by
    /// `operationId`. Without this table they may have any names.
    #[serde(default)]
    pub update_names: Option<BTreeMap<String, String>>,
    /// Reasons why fields and parameters of one name have other types than the usual one, by their name in JSON and the
    /// type; `*` is any enum. Without this table they may have any types.
    #[serde(default)]
    pub several_types: Option<BTreeMap<String, BTreeMap<String, String>>>,
    /// Words in the names of members that make them candidates for `secrets`.
    #[serde(default)]
    pub secret_words: BTreeSet<String>,
    /// Words in the names of schemas whose maps and lists of strings are candidates, too, whatever these are called.
    #[serde(default)]
    pub secret_schemas: BTreeSet<String>,
    /// Words in the names of members that say nothing but that they are the value of the schema around them.
    #[serde(default)]
    pub secret_values: BTreeSet<String>,
    /// Prefixes of component names that carry no meaning, e.g. `api`.
    #[serde(default)]
    pub strip_type_prefixes: Vec<String>,
    /// Reports of the lowering that are known and accepted, by JSON pointer, with the reason.
    #[serde(default)]
    pub accepted_reports: BTreeMap<String, String>,
    /// Operations whose body the document leaves optional and that are useless without it keep it as an argument;
    /// the ones listed here may really be called without.
    #[serde(default)]
    pub optional_bodies: BTreeSet<String>,
}

/// Hosts and credentials; what is not set comes from the document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ApiConfig {
    /// The client's name in traces, threads and shared stores, instead of that of its crate.
    pub product: Option<String>,
    /// The product in the `user-agent` header, instead of the name of the client's crate.
    pub user_agent: Option<String>,
    /// Whether the API expects the type JSON also of requests without a body.
    pub has_type_without_body: bool,
    /// The boolean member of bodies that chooses between events and a whole response, instead of `stream`.
    pub stream_member: Option<String>,
    /// The base URL, instead of the document's first server.
    pub base_url: Option<String>,
    /// The environment variable with another base URL.
    pub base_url_variable: Option<String>,
    /// The security scheme of the API host. With it, every operation must require it.
    pub scheme: Option<String>,
    /// The environment variables with the token.
    pub token_variables: Vec<String>,
    /// How many items to request for a page of a list for which the document has no maximum, by the style of the list. Without
    /// it, the size of these pages is left to the API.
    pub page_sizes: BTreeMap<PageStyle, NonZero<u32>>,
    /// How many calls the API accepts in a minute and in an hour, for the rate governor.
    pub calls: Option<CallLimits>,
    /// Other hosts of the API with credentials of their own, by the names that `[servers]` uses.
    pub hosts: BTreeMap<String, HostConfig>,
}

/// A host of the API in addition to that of the base URL.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostConfig {
    /// Its base URL. Without one, users of the client set it.
    pub url: Option<String>,
    /// The method of the builder that sets another base URL.
    pub setter: String,
    /// The environment variable with the base URL.
    pub variable: Option<String>,
    /// Whether responses take so long that attempts have no time limit of their own.
    #[serde(default)]
    pub slow: bool,
    /// The security scheme of its operations.
    pub scheme: String,
    /// The method of the builder that sets its credential.
    pub credential: String,
    /// The environment variables with the credential.
    #[serde(default)]
    pub credential_variables: Vec<String>,
    /// Whether the API token is sent where the credential is not set.
    #[serde(default)]
    pub accepts_token: bool,
}

/// The server of the base URL, in `[servers]`.
pub const API_SERVER: &str = "api";

/// A presigned URL, in `[servers]`.
pub const UPLOAD_SERVER: &str = "upload";

/// A group of operations.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupConfig {
    /// Its title in documentation, e.g. `Load Balancers`.
    pub title: String,
    /// The name of one of its resources, e.g. `load balancer`.
    pub noun: String,
    /// Tags of the document that belong to it.
    pub tags: BTreeSet<String>,
    /// Prefixes of `operationId`s, without the underscore.
    pub prefixes: BTreeSet<String>,
    /// Names of methods that the rule makes badly, by `operationId`.
    #[serde(default)]
    pub methods: BTreeMap<String, String>,
    /// Groups whose methods it needs, e.g. to wait for the actions that it starts.
    #[serde(default)]
    pub requires: BTreeSet<String>,
    /// Whether the lowering made it up for a tag that has no group.
    #[serde(skip)]
    pub guessed: bool,
}

/// How sentences say that something is created.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreationConfig {
    /// The first word, as it is in names of methods, instead of `create`.
    #[serde(default)]
    pub first_word: Option<String>,
    /// The preposition before what it is created for, instead of `for`.
    pub preposition: String,
}

/// Pagination of one operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageConfig {
    /// Path of members to the items, separated by dots.
    pub items: String,
    /// How the next page is found.
    pub style: PageStyle,
    /// Whether the items are the entries of a JSON object.
    #[serde(default)]
    pub map: bool,
    /// Whether the object that should hold the items may lack them.
    #[serde(default)]
    pub optional: bool,
}

/// One of the methods that an operation becomes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitConfig {
    /// Name of the method.
    pub method: String,
    /// Index of the branch of the request body's union.
    pub body_branch: usize,
    /// Index of the branch of the response's union.
    pub response_branch: usize,
}

/// A waiter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiterConfig {
    /// The polled operation.
    pub operation: String,
    /// Name of the method.
    pub method: String,
    /// JSON pointer to the state in the raw response.
    pub status: String,
    /// States that end the wait with success.
    #[serde(default)]
    pub ready: Vec<String>,
    /// States that end the wait with an error.
    #[serde(default)]
    pub failed: Vec<String>,
    /// Whether a 404 is what is waited for.
    #[serde(default)]
    pub gone_is_ready: bool,
    /// Operations whose documentation names it; by default those that create or delete what it polls, or return the
    /// same type.
    pub after: Option<BTreeSet<String>>,
}

/// A special rate-limit bucket.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketConfig {
    /// Requests (or units) allowed.
    pub limit: u32,
    /// In how many seconds.
    pub seconds: u32,
    /// Operations that count towards it.
    pub operations: BTreeSet<String>,
    /// Name of the array in the request body whose length counts instead of one, if any.
    #[serde(default)]
    pub counts: Option<String>,
}

/// The members and parameters that have the same type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameTypeConfig {
    /// Names of members and parameters, or `schema.member`. They are strings, or lists of strings.
    pub members: BTreeSet<String>,
    /// Those that mean something else, as `schema.member`.
    #[serde(default)]
    pub except: BTreeSet<String>,
}

/// How a request body is made from what is returned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversionConfig {
    /// Path of members to the model, if it is only a part of what the GET returns.
    #[serde(default)]
    pub model: Option<String>,
    /// Where values come from, by the path of a field in the body: paths of fields in the model.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Paths of fields in the body that get no value.
    #[serde(default)]
    pub leave: BTreeSet<String>,
    /// Pairs of fields of which the second is left out if the first has a value.
    #[serde(default)]
    pub only_one: Vec<[String; 2]>,
}

/// A type that is made from what is returned, although no update sends it by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FurtherConversion {
    /// The type that is returned: a component schema, or a JSON pointer.
    pub model: String,
    /// The type that is sent: a component schema, or a JSON pointer.
    pub body: String,
    /// How it is made.
    #[serde(default)]
    pub decisions: ConversionConfig,
}

/// `codegen.toml` cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("spec/codegen.toml: {0}")]
pub struct ConfigError(#[from] TomlError);

impl Config {
    /// Reads the text of `codegen.toml`.
    ///
    /// # Errors
    ///
    /// Says where the text is not TOML or not this configuration.
    pub fn parse(toml: &str) -> Result<Self, ConfigError> {
        Ok(toml_text::read(toml)?)
    }
}
