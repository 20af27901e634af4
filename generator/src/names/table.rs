//! The table of names, from which they are looked up.

use super::name::Name;
use crate::ir::{Report, TypeId, TypeMap};

/// The identifiers of everything in an [`Api`](crate::ir::Api).
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    pub(super) types: TypeMap<TypeNames>,
    pub(super) groups: Vec<GroupNames>,
    pub(super) statuses: Vec<Name>,
    /// Claims that did not get their first choice.
    pub reports: Vec<Report>,
}

impl NameTable {
    /// Returns the identifiers of a type.
    pub fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id]
    }

    /// Returns the identifiers of the group at `index`.
    pub fn group(&self, index: usize) -> &GroupNames {
        &self.groups[index]
    }

    /// Returns the identifiers of the error statuses, in the order of [`Api::statuses`](crate::ir::Api::statuses).
    pub fn statuses(&self) -> &[Name] {
        &self.statuses
    }
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
