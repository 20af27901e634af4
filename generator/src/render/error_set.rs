//! Documented failures: `error_set!`.

use proc_macro2::Literal;
use quote::quote;

use super::{
    docs,
    module::{Module, Piece, Unit},
    scope::{Context, Types},
};
use crate::ir::{ErrorSet, ErrorSetId};

/// Returns the module of all sets.
pub(super) fn module(context: Context<'_>) -> Module {
    let units = context.api.error_sets.iter().enumerate();
    Module {
        path: vec!["errors".to_owned()],
        docs: "Documented failures: one enum for each distinct set of statuses and bodies."
            .to_owned(),
        units: units
            .map(|(index, set)| render(context, ErrorSetId(index), set))
            .collect(),
        ..Module::default()
    }
}

fn render(context: Context<'_>, id: ErrorSetId, set: &ErrorSet) -> Unit {
    let names = context.names.error_set(id);
    let mut types = Types::new(context);
    types.runtime("error_set");

    let ident = &names.ident;
    let docs = docs::paragraph(&[summary(set)], 4);
    let variants = set
        .variants
        .iter()
        .zip(&names.variants)
        .map(|(failure, variant)| {
            let status = Literal::u16_unsuffixed(failure.status);
            let body = failure.body.map(|body| {
                let body = types.print(&crate::ir::TypeRef::Named(body));
                quote! { (#body) }
            });
            quote! { #status => #variant #body, }
        });
    let body = quote! { #docs pub enum #ident { #(#variants)* } };
    Unit {
        part: Vec::new(),
        defines: vec![ident.to_string()],
        uses: types.uses,
        pieces: vec![Piece::Macro {
            name: "error_set",
            body,
        }],
    }
}

fn summary(set: &ErrorSet) -> String {
    let statuses: Vec<String> = set
        .variants
        .iter()
        .map(|failure| failure.status.to_string())
        .collect();
    match statuses.len() {
        0 => "No failure is documented.".to_owned(),
        1 => format!("The documented failure has the status {}.", statuses[0]),
        _ => format!(
            "The documented failures have the statuses {}.",
            super::listed(&statuses, "and")
        ),
    }
}
