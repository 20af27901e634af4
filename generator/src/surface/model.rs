//! The items of a surface.

use std::collections::{BTreeMap, BTreeSet};

use super::ty::Ty;

/// The public API that the generator writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// Groups by key, which is also their module and feature.
    pub groups: BTreeMap<String, Group>,
    /// Types that several groups use, by name. Each group re-exports those it uses.
    pub shared: BTreeMap<String, Type>,
    /// Variants of the error enum that every operation shares, with their status.
    pub errors: BTreeMap<String, u16>,
    /// Methods of the builder for credentials and hosts, by name, with their arguments.
    pub settings: BTreeMap<String, &'static str>,
}

/// A group: a module, a feature, and a struct with methods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Title in documentation.
    pub title: String,
    /// The struct with the methods.
    pub handle: String,
    /// Features that its own feature enables.
    pub requires: BTreeSet<String>,
    /// Methods by name.
    pub methods: BTreeMap<String, Method>,
    /// Waiters by name.
    pub waiters: BTreeMap<String, Waiter>,
    /// Types that only this group uses, by name.
    pub types: BTreeMap<String, Type>,
    /// Names of shared types that the group re-exports.
    pub exports: BTreeSet<String>,
}

/// A method that sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// The `operationId` of the document.
    pub id: String,
    /// JSON pointer of the operation in the document.
    pub pointer: String,
    /// The struct in the group's module `ops`.
    pub operation: String,
    /// HTTP method.
    pub http_method: String,
    /// Path template.
    pub path: String,
    /// Where the request is sent and with which credential.
    pub host: String,
    /// Positional arguments, in order.
    pub arguments: Vec<Argument>,
    /// The request body.
    pub body: Option<Body>,
    /// Setters of optional parameters, by name.
    pub options: BTreeMap<String, OptionSetter>,
    /// The result of awaiting the request.
    pub output: Ty,
    /// JSON path of the returned value in the response, where it is not the response itself.
    pub output_path: Vec<String>,
    /// How the next page is found, for lists.
    pub pages: Option<&'static str>,
    /// Type of the events, if the operation also streams.
    pub events: Option<Ty>,
    /// Documented success statuses.
    pub statuses: Vec<u16>,
    /// Documented error statuses.
    pub errors: Vec<u16>,
    /// Alternatives of scopes, each a set.
    pub scopes: Vec<Vec<String>>,
    /// Whether the request may be repeated, where that differs from what the HTTP method says.
    pub idempotent: Option<bool>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// A positional argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name, also the name of the field in the operation's struct.
    pub name: String,
    /// Its name in the request.
    pub wire: String,
    /// `path`, `query`, `header` or `url`.
    pub location: &'static str,
    /// Its type.
    pub ty: Ty,
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its type.
    pub ty: Ty,
    /// Whether it is an argument; otherwise a setter.
    pub required: bool,
}

/// A setter of an optional parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionSetter {
    /// Name of the parameter in the request.
    pub wire: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// A method that waits for a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// The method that it polls.
    pub polls: String,
    /// The arguments of that method.
    pub arguments: Vec<Argument>,
    /// JSON pointer of the state.
    pub state: String,
    /// States that end the wait with success.
    pub ready: Vec<String>,
    /// States that end the wait with an error.
    pub failed: Vec<String>,
    /// Whether the absence of the resource ends the wait with success.
    pub gone_is_ready: bool,
}

/// A generated type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// JSON pointer of its schema in the document.
    pub pointer: String,
    /// Groups that use it.
    pub used_by: Vec<String>,
    /// Whether only responses contain it.
    pub only_received: bool,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Types that it is made from by `From`: models, for a request body.
    pub made_from: BTreeSet<String>,
    /// Its definition.
    pub item: TypeItem,
}

/// The definition of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeItem {
    /// A struct with public fields.
    Struct {
        /// Fields by name.
        fields: BTreeMap<String, Field>,
        /// Field names that `new` takes, in order; `None` where the type has no `new`.
        new: Option<Vec<String>>,
        /// Whether it implements `Default`.
        default: bool,
    },
    /// An open enum of strings: variant and value.
    Enum(BTreeMap<String, String>),
    /// An enum of several types.
    Union(BTreeMap<String, Variant>),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in JSON.
    pub wire: String,
    /// Type, including `Option` and `Nullable`.
    pub ty: Ty,
    /// Whether it has a setter.
    pub setter: bool,
    /// Whether a body without it is refused before it is sent.
    pub needed: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The type of its value.
    pub ty: Ty,
    /// Whether the union has `From` that type.
    pub from: bool,
    /// How values of the variant are recognised.
    pub selected_by: String,
}

impl TypeItem {
    /// Returns what kind of item it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Struct { .. } => "struct",
            Self::Enum(_) => "enum",
            Self::Union(_) => "union",
        }
    }
}

impl Surface {
    /// Returns the types that the module of a group has, its own and re-exported ones, by name.
    pub fn types_of<'s>(&'s self, group: &'s Group) -> impl Iterator<Item = (&'s str, &'s Type)> {
        let shared = self.shared.iter();
        let shared = shared.filter(|(name, _)| group.exports.contains(*name));
        let all = group.types.iter().chain(shared);
        all.map(|(name, ty)| (name.as_str(), ty))
    }
}
