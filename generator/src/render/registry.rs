//! The registry of the tests: every method of every group, by which no test leaves one out.
//!
//! It is part of the tests and not of the client, whose users need none of it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    context::Context,
    module::{CodeItem, Module, Unit, Uses},
};
use crate::{
    ir::{
        Api, ArgumentLocation, BodyKind, ConversionForm, ConversionKind, Group, Operation, Output,
        Scalar, Shape, TypeRef,
    },
    names::{GroupNames, Name, NameTable, OperationNames},
};

/// Where the tests keep what a list of methods is made of.
const CALLS: &str = "crate::calls";

/// Returns the modules of the registry: one per group, and the list of all.
pub fn registry(api: &Api, names: &NameTable) -> Vec<Module> {
    let context = Context { api, names };
    let groups = api.groups.iter().enumerate();
    let groups: Vec<_> = groups
        .map(|(index, group)| (group, names.group(index)))
        .collect();
    let mut modules = vec![root(&groups)];
    modules.extend(
        groups
            .iter()
            .map(|(group, names)| methods(context, group, names)),
    );
    modules
}

fn root(groups: &[(&Group, &GroupNames)]) -> Module {
    let modules: Vec<_> = groups.iter().map(|(_, names)| &names.module).collect();
    let mut uses = Uses::default();
    uses.add(CALLS, "Entry");
    let list = quote! {
        /// The methods of each group.
        pub(crate) const GROUPS: &[&[Entry]] = &[#(#modules::METHODS),*];
    };
    Module {
        folder: true,
        docs: "Every method of every group.".to_owned(),
        modules: modules
            .iter()
            .map(|module| quote! { mod #module; })
            .collect(),
        units: vec![Unit {
            uses,
            code_items: vec![CodeItem::Item(list)],
            ..Unit::default()
        }],
        ..Module::default()
    }
}

fn methods(context: Context<'_>, group: &Group, names: &GroupNames) -> Module {
    let operations = group.operations.iter().zip(&names.operations);
    let entries = operations.enumerate().map(|(index, (operation, own))| {
        let waiters = group.waiters.iter().zip(&names.waiters);
        let own_waiters = waiters.filter(|(waiter, _)| waiter.operation == index);
        let methods: Vec<_> = own_waiters.map(|(_, waiter)| &waiter.method).collect();
        entry(context, names, operation, own, &methods)
    });
    let mut uses = Uses::default();
    uses.add(CALLS, "methods");
    Module {
        path: vec![names.module.to_string()],
        docs: format!("Methods of `{}`.", names.module),
        units: vec![Unit {
            uses,
            code_items: vec![CodeItem::List {
                name: "methods",
                entries: quote! { #(#entries)* },
            }],
            ..Unit::default()
        }],
        ..Module::default()
    }
}

fn entry(
    context: Context<'_>,
    group: &GroupNames,
    operation: &Operation,
    names: &OperationNames,
    waiters: &[&Name],
) -> TokenStream {
    let (library, module) = (library(context), &group.module);
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
                ArgumentLocation::Body => format_ident!("part"),
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
    let models = models(context, group, operation);
    let models = (!models.is_empty()).then(|| quote! { from [#(#models),*]; });
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
            id #id; group #module; method #method; op #library::#module::ops::#structure;
            args [#(#arguments),*]; query [#(#query),*]; body #body; output #output; stream #stream; errors [#(#errors),*];
            #waiters
            #models
        }
    }
}

/// Returns the types that the body is made from.
fn models(context: Context<'_>, group: &GroupNames, operation: &Operation) -> Vec<TokenStream> {
    let kind = operation.body.as_ref().map(|body| &body.kind);
    let Some(BodyKind::Json(TypeRef::Named(body))) = kind else {
        return Vec::new();
    };
    let Shape::Record(record) = &context.api.types[*body].shape else {
        return Vec::new();
    };
    let models = record.conversions.iter().map(|conversion| {
        let model = TypeRef::Named(conversion.model);
        let is_list = matches!(
            conversion.form,
            ConversionForm::Whole {
                kind: ConversionKind::Each,
                ..
            }
        );
        let model = match is_list {
            true => TypeRef::List(Box::new(model)),
            false => model,
        };
        print(context, group, &model)
    });
    models.collect()
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
        Output::Json { .. } => "json",
        Output::Member { .. } => "member",
        Output::Page(_) => "page",
        Output::File { .. } => "file",
        Output::Text { .. } => "text",
    }
}

/// Returns the name of the client's library.
fn library(context: Context<'_>) -> Ident {
    format_ident!("{}", context.api.library.as_deref().unwrap_or("client"))
}

/// Prints a type for use in another crate.
fn print(context: Context<'_>, group: &GroupNames, ty: &TypeRef) -> TokenStream {
    let library = library(context);
    match ty {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::String => quote! { String },
            Scalar::Integer => quote! { i64 },
            Scalar::Unsigned => quote! { u64 },
            Scalar::Float => quote! { f64 },
            Scalar::Boolean => quote! { bool },
            Scalar::Timestamp => quote! { #library::Timestamp },
            Scalar::IntegerString => quote! { #library::IntegerString },
            Scalar::Secret => quote! { #library::Secret },
            Scalar::Part => quote! { #library::transport::Part },
        },
        TypeRef::Named(id) => {
            let (module, ident) = (&group.module, context.type_ident(*id));
            quote! { #library::#module::#ident }
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
