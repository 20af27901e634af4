//! From the IR to tokens, one file per kind of thing emitted. Nothing is decided here.

mod api_error;
mod conversion;
mod docs;
mod example;
mod facts;
mod features;
mod group;
mod group_page;
mod method;
mod method_docs;
mod models;
mod module;
mod operation;
mod record;
mod registry;
mod root;
mod scope;
mod settings;
mod string_enum;
mod union;
mod waiter;
pub mod words;

use proc_macro2::TokenStream;
use quote::quote;

pub use features::features;
pub use module::{Module, Piece, Unit, Uses};
pub use registry::registry;

use crate::{
    ir::{Api, GroupId},
    names::NameTable,
};

/// Returns the modules that belong to no group.
pub fn common(api: &Api, names: &NameTable) -> Vec<Module> {
    let context = scope::Context { api, names };
    vec![
        root::module(context),
        api_error::module(context),
        models::shared(context),
        facts::module(context),
    ]
}

/// Returns the modules of a group.
pub fn group(api: &Api, names: &NameTable, id: GroupId) -> Vec<Module> {
    let context = scope::Context { api, names };
    group::modules(context, id, &api.groups[id.0])
}

/// Returns the attribute of what the document calls deprecated.
fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote! { #[deprecated = "deprecated by the API"] })
}

/// Returns `a`, `a or b`, `a, b or c`.
fn either(items: &[String]) -> String {
    listed(items, "or")
}

/// Returns `a`, `a and b`, `a, b and c`, with the given last conjunction.
fn listed(items: &[String], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// Returns the texts as code.
fn code(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| format!("`{text}`")).collect()
}
