//! The client to generate, completely decided.
//!
//! The IR is plain data between two stages: [`lower`](crate::lower) decides everything the document leaves open,
//! [`render`](crate::render) only prints. If a renderer needs to ask something about the document, a field is missing here.
//! Names are *hints* (words of the document or of the configuration); identifiers are claimed from them in
//! [`names`](crate::names), in one place and once.

mod collection;
mod docs;
mod ids;
pub mod kind;
mod operation;
mod page_style;
mod types;
pub mod walk;

use std::collections::BTreeMap;
use std::num::NonZero;

pub use self::collection::{TypeMap, Types};
pub use self::docs::Docs;
pub use self::ids::{GroupId, TypeId};
pub use self::operation::*;
pub use self::page_style::PageStyle;
pub use self::types::*;

/// The whole client.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Groups in the order of their identifiers.
    pub groups: Vec<Group>,
    /// All types.
    pub types: Types,
    /// The error statuses that operations document, in order.
    pub statuses: Vec<u16>,
    /// The outcome for each reachable component schema.
    pub schemas: BTreeMap<String, Disposition>,
    /// Hosts and credentials.
    pub facts: Facts,
    /// Choices the lowering made that a reviewer should know of.
    pub reports: Vec<Report>,
    /// The name of the client's library in examples; without it there are none.
    pub library: Option<String>,
    /// Values for examples, by the wire name of the argument or field.
    pub samples: BTreeMap<String, serde_json::Value>,
}

/// Hosts, environment variables and credentials of the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The client's name for programs that observe it; none for that of its crate.
    pub product: Option<String>,
    /// The product in the `user-agent` header; none for the name of the client's crate.
    pub user_agent: Option<String>,
    /// The base URL; empty if users of the client have to set it.
    pub base_url: String,
    /// The variable with another base URL.
    pub base_url_variable: String,
    /// The credentials, first that of `ClientBuilder::token`.
    pub credentials: Vec<Credential>,
    /// The credentials of requests that no operation describes: alternatives, each a set.
    pub security: Vec<Vec<String>>,
    /// Whether the paths of operations start with a version.
    pub has_versioned_paths: bool,
    /// The other hosts that have names.
    pub hosts: Vec<NamedHost>,
    /// How many items the pages have of lists for which the document has no maximum, by style.
    pub page_sizes: BTreeMap<PageStyle, NonZero<u32>>,
    /// How many calls are accepted in a minute and in an hour.
    pub calls: Option<CallLimits>,
    /// Whether requests without a body have the type JSON if they may change something.
    pub has_type_without_body: bool,
    /// The boolean member of bodies that chooses between events and a whole response, where one has it.
    pub stream_member: Option<String>,
    /// The base URLs of operations that are sent to another host.
    pub servers: Vec<String>,
    /// The operations with special rate limits.
    pub counted: Vec<Counted>,
}

/// An operation with special rate limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its HTTP method.
    pub http_method: String,
    /// Its path template.
    pub path: String,
    /// Its limits.
    pub buckets: Vec<Bucket>,
}

/// A credential of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credential {
    /// The name by which operations refer to it, and the method of the builder that sets it.
    pub setter: String,
    /// Another method that sets it: the first credential is `token`, and has a name of its own where there are others.
    pub alias: Option<String>,
    /// How it is sent.
    pub scheme: Scheme,
    /// The variables with it.
    pub variables: Vec<String>,
    /// Whether the token is sent if this one is not set.
    pub or_token: bool,
    /// Whether operations that name it cannot be called without it.
    pub is_required: bool,
}

impl Facts {
    /// The credentials that have a method of the builder in addition to `token`, with its name.
    pub fn settable_credentials(&self) -> impl Iterator<Item = (&str, &Credential)> {
        self.credentials.iter().filter_map(|credential| {
            let alias = credential.alias.as_deref();
            let own = Some(credential.setter.as_str()).filter(|setter| *setter != "token");
            Some((alias.or(own)?, credential))
        })
    }
}

/// A host of an API in addition to that of the base URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedHost {
    /// The name by which operations refer to it.
    pub name: String,
    /// The method of the builder that sets its base URL.
    pub setter: String,
    /// The name of its credential.
    pub credential: String,
    /// Its base URL, if it has one that is always the same.
    pub url: Option<String>,
    /// The variable with its base URL.
    pub variable: Option<String>,
    /// Whether attempts have no time limit of their own.
    pub is_slow: bool,
}

/// The general rate limits of an API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallLimits {
    /// Calls in a minute.
    pub per_minute: usize,
    /// Calls in an hour.
    pub per_hour: usize,
}

/// How a credential is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As a bearer token.
    #[default]
    Bearer,
    /// As user name and password.
    Basic,
    /// In a header of this name.
    Header(String),
    /// In a query parameter of this name.
    Query(String),
    /// In a cookie of this name.
    Cookie(String),
}

/// A set of operations that users reach through one accessor of the client.
#[derive(Clone, Debug)]
pub struct Group {
    /// Module, accessor and Cargo feature, e.g. `load_balancers`; an identifier by configuration.
    pub key: String,
    /// The group's subject, for documentation, e.g. `Load Balancers`.
    pub title: String,
    /// The name of one of its resources, e.g. `load balancer`.
    pub noun: String,
    /// Text about the group, Markdown.
    pub docs: Option<String>,
    /// Features of other groups that this group's methods need.
    pub requires: Vec<String>,
    /// Operations in the order of their methods' names.
    pub operations: Vec<Operation>,
    /// Waiters in the order of their methods' names.
    pub waiters: Vec<Waiter>,
}

/// A method that waits until a resource is in a state.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// Words of the method's name, e.g. `wait_until_active`.
    pub method: String,
    /// The awaited resource, for documentation, e.g. `load balancer`.
    pub noun: String,
    /// Index of the polled operation in [`Group::operations`].
    pub operation: usize,
    /// JSON pointer to the state in the raw response.
    pub status: String,
    /// States that end the wait with success.
    pub ready: Vec<String>,
    /// States that end the wait with an error.
    pub failed: Vec<String>,
    /// Whether a 404 is what is waited for.
    pub gone_is_ready: bool,
    /// Indices of the operations whose result it waits for, in [`Group::operations`].
    pub after: Vec<usize>,
}

/// The outcome for a component schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// A type of its own.
    Type(TypeId),
    /// Used as this plain type.
    Plain(TypeRef),
    /// Merged into the types that are composed of it.
    Merged,
    /// Part of paging: read by the runtime.
    Paging,
    /// An envelope of one member, unwrapped by the operations that return it.
    Envelope,
}

/// A choice that a reviewer should know of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Report {
    /// JSON pointer.
    pub pointer: String,
    /// A decision and its reason.
    pub message: String,
}

impl Report {
    pub(crate) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
        }
    }
}
