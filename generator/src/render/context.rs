//! The input of a renderer: the IR and the names.

use crate::ir::{Api, Home, TypeDef, TypeId};
use crate::names::{Name, NameTable};

/// The IR and its names.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a NameTable,
}

impl<'a> Context<'a> {
    pub(super) fn ty(self, id: TypeId) -> &'a TypeDef {
        &self.api.types[id]
    }

    pub(super) fn type_ident(self, id: TypeId) -> &'a Name {
        &self.names.ty(id).ident
    }

    /// Returns the module that a type is imported from.
    pub(super) fn module_of(self, id: TypeId) -> String {
        match self.ty(id).home {
            Home::Shared => "crate::generated::shared".to_owned(),
            Home::Group(group) => format!("crate::generated::{}", self.names.group(group.0).module),
        }
    }
}
