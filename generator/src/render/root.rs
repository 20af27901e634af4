//! The module `generated`: one module per group, each behind its feature.

use quote::{format_ident, quote};

use super::{
    client_builder,
    context::Context,
    docs,
    module::{CodeItem, Module, Unit, Uses},
};

/// Returns the root of the generated code.
pub(super) fn module(context: Context<'_>) -> Module {
    let mut modules: Vec<_> = (0..context.api.groups.len())
        .map(|index| {
            let module = &context.names.group(index).module;
            let feature = module.to_string();
            quote! { #[cfg(feature = #feature)] pub mod #module; }
        })
        .collect();
    modules.push(quote! { pub(crate) mod api_error; });
    if client_builder::has_methods(&context.api.facts) {
        let module = format_ident!("{}", client_builder::MODULE);
        modules.push(quote! { mod #module; });
    }
    modules.push(quote! { pub(crate) mod facts; });
    modules.push(quote! { #[doc(hidden)] pub mod shared; });
    let lists = (0..context.api.groups.len()).map(|index| {
        let module = &context.names.group(index).module;
        let feature = module.to_string();
        quote! { #[cfg(feature = #feature)] #module::ops::OPERATIONS }
    });
    let docs = docs::text("The properties of each operation, by group.", 0);
    let operations = quote! {
        #docs
        #[cfg(feature = "fake")]
        pub(crate) const OPERATIONS: &[&[&crate::runtime::operation::Meta]] = &[#(#lists),*];
    };
    let mut exports = Uses::default();
    exports.add("self::api_error", "ApiError");
    Module {
        exports,
        folder: true,
        docs: "The operations and types of the API, one module for each group.".to_owned(),
        modules,
        units: vec![Unit {
            defines: vec!["OPERATIONS".to_owned()],
            code_items: vec![CodeItem::Item(operations)],
            ..Unit::default()
        }],
        ..Module::default()
    }
}
