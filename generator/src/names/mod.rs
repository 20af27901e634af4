//! All identifiers of the generated code.
//!
//! Names are claimed once, by scope, in an order that depends on nothing but the IR, and looked up afterwards. Nothing
//! else in the generator converts a case or invents a name. A claim that could not have its first choice is reported.

mod groups;
mod identifier;
mod name;
mod parts;
mod request_types;
mod scope;
mod statuses;
mod types;
mod variants;
mod words;

pub(crate) use self::groups::{LIBRARIES, is_reserved_group};
pub use self::groups::{RESERVED_GROUPS, RESERVED_SETTERS};
pub(crate) use self::identifier::value_like;
pub use self::name::Name;
pub(crate) use self::words::{divided, pascal, snake};

use crate::ir::{Api, Report, TypeId};

/// The identifiers of everything in an [`Api`].
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    types: Vec<TypeNames>,
    groups: Vec<GroupNames>,
    statuses: Vec<Name>,
    /// Claims that did not get their first choice.
    pub reports: Vec<Report>,
}

/// The identifiers of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeNames {
    /// The type.
    pub ident: Name,
    /// Its fields or variants, in the order of the IR.
    pub members: Vec<Name>,
    /// Of a record, the methods that set its fields to empty lists or maps, in the same order.
    pub clears: Vec<Name>,
    /// The part of a large module that it belongs to, from the coarse to the fine.
    pub part: Vec<String>,
}

/// The identifiers of a group.
#[derive(Clone, Debug)]
pub struct GroupNames {
    /// Module, accessor and feature.
    pub module: Name,
    /// The struct with the methods.
    pub handle: Name,
    /// Operations, in the order of the IR.
    pub operations: Vec<OperationNames>,
    /// Waiters, in the order of the IR.
    pub waiters: Vec<WaiterNames>,
}

/// The identifiers of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method.
    pub method: Name,
    /// The struct in `ops`.
    pub operation: Name,
    /// Arguments, in the order of the IR.
    pub arguments: Vec<Name>,
    /// Setters of query parameters, in the order of the IR.
    pub query: Vec<Name>,
    /// The part of a large group that it belongs to: static path segments behind those that all its operations share.
    pub segments: Vec<String>,
}

/// The identifiers of a waiter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiterNames {
    /// The method.
    pub method: Name,
    /// The constant that says what is waited for.
    pub constant: Name,
}

/// Why names could not be claimed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {message}")]
pub struct NameError {
    /// JSON pointer of what has no name.
    pub pointer: String,
    /// The error, and how to correct it.
    pub message: String,
}

/// Claims the identifiers of everything in `api`.
///
/// # Errors
///
/// Fails if a name has no letters to make an identifier of, if a group's key is not an identifier, and if a type is
/// named after itself.
pub fn claim(api: &Api) -> Result<NameTable, NameError> {
    let mut reports = Vec::new();
    let mut groups = groups::claim(api, &mut reports)?;
    let mut types = types::claim(api, &mut groups, &mut reports)?;
    parts::assign(api, &groups, &mut types);
    reports.sort();
    Ok(NameTable {
        types,
        groups,
        statuses: statuses::claim(api),
        reports,
    })
}

impl NameTable {
    /// Returns the identifiers of a type.
    pub fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }

    /// Returns the identifiers of the group at `index`.
    pub fn group(&self, index: usize) -> &GroupNames {
        &self.groups[index]
    }

    /// Returns the identifiers of the error statuses, in the order of [`Api::statuses`].
    pub fn statuses(&self) -> &[Name] {
        &self.statuses
    }
}

impl NameError {
    fn new(pointer: &str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            message: message.into(),
        }
    }
}
