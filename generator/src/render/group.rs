//! Groups: the struct with the methods, and its accessor on the client.

use quote::quote;

use super::{
    context::Context,
    docs, group_page,
    homes::Homes,
    method, models,
    module::{CodeItem, Module, Unit, Uses},
    operation,
    type_printer::TypePrinter,
    waiter,
};
use crate::{
    ir::{Group, GroupId, TypeId},
    names::GroupNames,
};

/// Returns the modules of a group: itself, its operations and its types.
pub(super) fn modules(
    context: Context<'_>,
    homes: &Homes,
    id: GroupId,
    group: &Group,
) -> Vec<Module> {
    let names = context.names.group(id.0);
    let models = models::of_group(context, homes, id, group);
    let mut modules = vec![
        root(context, homes.shared(id), group, id, models.is_some()),
        operation::module(context, group, names),
    ];
    modules.extend(models);
    modules
}

fn root(
    context: Context<'_>,
    shared: &[TypeId],
    group: &Group,
    id: GroupId,
    has_models: bool,
) -> Module {
    let names = context.names.group(id.0);
    let mut units: Vec<Unit> = Vec::new();
    for (index, (operation, own)) in group.operations.iter().zip(&names.operations).enumerate() {
        let waits = group.waiters.iter().zip(&names.waiters);
        let waits = waits.filter(|(waiter, _)| waiter.after.contains(&index));
        let waits: Vec<_> = waits.map(|(_, own)| &own.method).collect();
        units.push(method::render(context, names, operation, own, &waits));
    }
    for (waiter, own) in group.waiters.iter().zip(&names.waiters) {
        units.push(waiter::render(context, group, names, waiter, own));
    }

    let mut exports = Uses::default();
    let mut inner = vec![quote! { pub mod ops; }];
    if has_models {
        inner.insert(0, quote! { mod models; });
        exports.add("self::models", "*");
    }
    for &ty in shared {
        exports.add(
            "crate::generated::shared",
            &context.type_ident(ty).to_string(),
        );
    }
    Module {
        path: vec![names.module.to_string()],
        folder: true,
        parts: Some("methods"),
        docs: format!("{}.", docs::markdown(std::slice::from_ref(&group.title))),
        page: Some(group_page::page(group, names)),
        modules: inner,
        exports,
        head: vec![handle(context, group, names)],
        units,
        handle: Some(names.handle.clone()),
    }
}

fn handle(context: Context<'_>, group: &Group, names: &GroupNames) -> Unit {
    let mut types = TypePrinter::new(context);
    types.runtime("Client");
    let (handle, accessor) = (&names.handle, &names.module);
    let title = docs::markdown(std::slice::from_ref(&group.title));
    let summary = docs::text(
        &format!("The operations of {title}, one method each; [`Client::{accessor}`] returns it."),
        0,
    );
    let returns = docs::text(&format!("Returns the operations of {title}."), 4);
    let structure = quote! {
        #summary
        #[derive(Clone, Debug)]
        pub struct #handle {
            client: Client,
        }
    };
    let accessor = quote! {
        impl Client {
            #returns
            pub fn #accessor(&self) -> #handle {
                #handle { client: self.clone() }
            }
        }
    };
    Unit {
        part: Vec::new(),
        defines: vec![handle.to_string()],
        uses: types.uses,
        code_items: vec![CodeItem::Item(structure), CodeItem::Item(accessor)],
    }
}
