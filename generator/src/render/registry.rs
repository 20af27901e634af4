//! The registry: `for_each_operation!`, which hands every method to a macro of the caller's.
//!
//! One macro with all methods would be a file of thousands of lines. Instead each group has a macro that adds its own
//! methods to what it is given, and hands everything on to the next group's.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    module::{Module, Piece, Unit},
    scope::Context,
};
use crate::{
    ir::{ArgumentLocation, BodyKind, Group, Operation, Output, Scalar, TypeRef},
    names::{GroupNames, OperationNames},
};

/// Returns the modules of the registry.
pub(super) fn modules(context: Context<'_>) -> Vec<Module> {
    let groups: Vec<_> = context
        .api
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| (group, context.names.group(index)))
        .collect();
    let mut modules = vec![root(&groups)];
    for (index, (group, names)) in groups.iter().enumerate() {
        let next = groups.get(index + 1).map(|(_, names)| *names);
        modules.push(Module {
            path: vec!["every_operation".to_owned(), names.module.to_string()],
            docs: format!("Methods of `{}`.", names.module),
            units: vec![chain(context, group, names, next)],
            ..Module::default()
        });
    }
    modules
}

fn root(groups: &[(&Group, &GroupNames)]) -> Module {
    let first = macro_of(groups.first().map(|(_, names)| *names));
    Module {
        path: vec!["every_operation".to_owned()],
        folder: true,
        docs: "Every method of every group, for tests that leave none out.".to_owned(),
        modules: groups
            .iter()
            .map(|(_, names)| &names.module)
            .map(|module| quote! { mod #module; })
            .collect(),
        units: vec![Unit {
            pieces: vec![Piece::ChainEnds { first }],
            ..Unit::default()
        }],
        ..Module::default()
    }
}

fn macro_of(group: Option<&GroupNames>) -> Ident {
    group.map_or_else(
        || format_ident!("end_of_operations"),
        |group| format_ident!("operations_of_{}", group.module),
    )
}

fn chain(
    context: Context<'_>,
    group: &Group,
    names: &GroupNames,
    next: Option<&GroupNames>,
) -> Unit {
    let operations = group.operations.iter().zip(&names.operations);
    let entries = operations.enumerate().map(|(index, (operation, own))| {
        let waiters = group.waiters.iter().zip(&names.waiters);
        let own_waiters = waiters.filter(|(waiter, _)| waiter.operation == index);
        let methods: Vec<_> = own_waiters.map(|(_, waiter)| &waiter.method).collect();
        entry(context, names, operation, own, &methods)
    });
    let piece = Piece::Chain {
        name: macro_of(Some(names)),
        next: macro_of(next),
        entries: quote! { #(#entries)* },
    };
    Unit {
        pieces: vec![piece],
        ..Unit::default()
    }
}

fn entry(
    context: Context<'_>,
    group: &GroupNames,
    operation: &Operation,
    names: &OperationNames,
    waiters: &[&Ident],
) -> TokenStream {
    let module = &group.module;
    let print = |ty: &TypeRef| print(context, group, ty);
    let OperationNames {
        method,
        operation: structure,
        ..
    } = names;
    let id = &operation.id;
    let arguments = operation
        .arguments
        .iter()
        .zip(&names.arguments)
        .map(|(argument, name)| {
            let location = match argument.location {
                ArgumentLocation::Path => format_ident!("path"),
                ArgumentLocation::Query => format_ident!("query"),
                ArgumentLocation::Header => format_ident!("header"),
                ArgumentLocation::Url => format_ident!("url"),
            };
            let (ty, wire) = (print(&argument.ty), &argument.wire);
            quote! { #name: #ty = #location #wire }
        });
    let arguments: Vec<_> = arguments.collect();
    let waiters = (!waiters.is_empty()).then(|| {
        let waiters = waiters
            .iter()
            .map(|waiter| quote! { #waiter(#(#arguments),*) });
        quote! { waiters [#(#waiters),*]; }
    });
    let query = operation
        .query
        .iter()
        .zip(&names.query)
        .map(|(parameter, setter)| {
            let (ty, wire) = (print(&parameter.ty), &parameter.wire);
            quote! { #setter: #ty = #wire }
        });
    let body = body(context, group, operation);
    let output = format_ident!("{}", kind(&operation.output));
    let errors = operation.errors.iter().map(|error| {
        let status = Literal::u16_unsuffixed(error.status);
        let body = error.body.as_ref().map(print);
        quote! { #status #body }
    });
    let stream = if operation.stream.is_some() {
        format_ident!("yes")
    } else {
        format_ident!("no")
    };
    quote! {
        {
            id #id; group #module; method #method; op $crate::#module::ops::#structure;
            args [#(#arguments),*]; query [#(#query),*]; body #body; output #output; stream #stream; errors [#(#errors),*];
            #waiters
        }
    }
}

fn body(context: Context<'_>, group: &GroupNames, operation: &Operation) -> TokenStream {
    match &operation.body {
        None => quote! { none },
        Some(body) => match (&body.kind, body.required) {
            (BodyKind::Octets, _) => quote! { octets },
            (BodyKind::Json(ty), required) => {
                let ty = print(context, group, ty);
                let presence = if required {
                    format_ident!("required")
                } else {
                    format_ident!("optional")
                };
                quote! { #presence #ty }
            }
        },
    }
}

fn kind(output: &Output) -> &'static str {
    match output {
        Output::Empty => "empty",
        Output::Json(_) => "json",
        Output::Member { .. } => "member",
        Output::Page(_) => "page",
        Output::File { .. } => "file",
        Output::Text { .. } => "text",
    }
}

/// Prints a type for use in another crate.
fn print(context: Context<'_>, group: &GroupNames, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::String => quote! { String },
            Scalar::Integer => quote! { i64 },
            Scalar::Unsigned => quote! { u64 },
            Scalar::Float => quote! { f64 },
            Scalar::Boolean => quote! { bool },
            Scalar::Timestamp => quote! { $crate::Timestamp },
            Scalar::IntegerString => quote! { $crate::IntegerString },
            Scalar::Secret => quote! { $crate::Secret },
        },
        TypeRef::Named(id) => {
            let (module, ident) = (&group.module, context.type_ident(*id));
            quote! { $crate::#module::#ident }
        }
        TypeRef::Boxed(id) => {
            let ty = print(context, group, &TypeRef::Named(*id));
            quote! { Box<#ty> }
        }
        TypeRef::List(item) => {
            let item = print(context, group, item);
            quote! { Vec<#item> }
        }
        TypeRef::Map(value) => {
            let value = print(context, group, value);
            quote! { std::collections::BTreeMap<String, #value> }
        }
        TypeRef::Optional(value) => {
            let value = print(context, group, value);
            quote! { Option<#value> }
        }
        TypeRef::Json => quote! { serde_json::Value },
    }
}
