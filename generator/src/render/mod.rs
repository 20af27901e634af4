//! From the IR to tokens, one file per kind of thing emitted. Nothing is decided here.

mod api_error;
mod argument_form;
mod client_builder;
mod context;
mod conversion;
mod deprecated;
mod docs;
mod documented;
mod example;
mod facts;
mod features;
mod group;
mod group_page;
mod homes;
mod listed;
pub mod macro_words;
mod method;
mod method_docs;
mod models;
mod module;
mod operation;
mod record;
mod registry;
mod root;
mod string_enum;
mod type_printer;
mod union;
mod waiter;

pub use features::features;
pub use homes::Homes;
pub use module::{CodeItem, MemberCode, Module, Unit, Uses};
pub use registry::registry;

use crate::{
    ir::{Api, GroupId},
    names::NameTable,
};

/// Returns the modules that belong to no group.
pub fn common(api: &Api, names: &NameTable, homes: &Homes) -> Vec<Module> {
    let context = context::Context { api, names };
    let mut modules = vec![
        root::module(context),
        api_error::module(context),
        models::shared(context, homes),
        facts::module(context),
    ];
    modules.extend(client_builder::module(context));
    modules
}

/// Returns the modules of a group.
pub fn group(api: &Api, names: &NameTable, homes: &Homes, id: GroupId) -> Vec<Module> {
    let context = context::Context { api, names };
    group::modules(context, homes, id, &api.groups[id.0])
}
