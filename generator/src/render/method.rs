//! Methods: one per operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument_form::ArgumentForm;
use super::context::Context;
use super::deprecated::deprecated;
use super::documented::Documented;
use super::module::{CodeItem, MemberCode, Unit};
use super::type_printer::TypePrinter;
use super::{docs, method_docs};
use crate::ir::{Body, BodyKind, Operation, TypeRef};
use crate::names::{GroupNames, Name, OperationNames};

pub(super) fn render(
    context: Context<'_>,
    group: &GroupNames,
    operation: &Operation,
    names: &OperationNames,
    waits: &[&Name],
) -> Unit {
    let mut types = TypePrinter::new(context);
    types.runtime("Request");
    let module = format!("crate::generated::{}", group.module);
    types.uses.add(&module, "ops");
    types.uses.add(&module, &group.handle.to_string());
    let documented = Documented {
        context,
        group,
        operation,
        names,
        waits,
    };
    let method = method(documented, &mut types);
    Unit {
        part: names.segments.clone(),
        defines: Vec::new(),
        uses: types.uses,
        code_items: vec![CodeItem::Member(method)],
    }
}

fn method(documented: Documented<'_>, types: &mut TypePrinter<'_>) -> MemberCode {
    let Documented {
        operation, names, ..
    } = documented;
    let docs = docs::block_lines(&method_docs::blocks(documented), 4);
    let deprecated = deprecated(operation.deprecated);
    let (method, structure) = (&names.method, &names.operation);
    let parameters = parameters(operation, names, types);
    let value = value(operation, names);
    let code = quote! {
        #deprecated
        #[inline]
        pub fn #method(&self #(, #parameters)*) -> Request<ops::#structure> {
            Request::new(&self.client, #value)
        }
    };
    MemberCode { docs, code }
}

/// Returns the parameters of the method.
pub(super) fn parameters(
    operation: &Operation,
    names: &OperationNames,
    types: &mut TypePrinter<'_>,
) -> Vec<TokenStream> {
    let arguments = operation.arguments.iter().zip(&names.arguments);
    let mut parameters: Vec<_> = arguments
        .map(|(argument, name)| {
            let ty = parameter(&argument.ty, types);
            quote! { #name: #ty }
        })
        .collect();
    match &operation.body {
        Some(Body {
            kind: BodyKind::Json(ty),
            required: true,
            ..
        }) => {
            let ty = parameter(ty, types);
            parameters.push(quote! { body: #ty });
        }
        Some(Body {
            kind: BodyKind::Octets,
            ..
        }) => {
            types.runtime("Payload");
            parameters.push(quote! { body: impl Into<Payload> });
        }
        _ => {}
    }
    parameters
}

fn parameter(ty: &TypeRef, types: &mut TypePrinter<'_>) -> TokenStream {
    match (ArgumentForm::of(ty), ty) {
        (ArgumentForm::Plain, ty) => types.print(ty),
        (ArgumentForm::All, TypeRef::List(item)) => {
            let item = types.print(item);
            quote! { impl IntoIterator<Item = #item> }
        }
        (ArgumentForm::Each, TypeRef::List(item)) => {
            let item = types.print(item);
            quote! { impl IntoIterator<Item = impl Into<#item>> }
        }
        (_, ty) => {
            let ty = types.print(ty);
            quote! { impl Into<#ty> }
        }
    }
}

/// Returns the names of the method's parameters.
pub(super) fn arguments(operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    let arguments = names.arguments.iter().map(|name| quote! { #name });
    let body = operation.body.iter();
    let body = body.filter(|body| body.required || matches!(body.kind, BodyKind::Octets));
    arguments.chain(body.map(|_| quote! { body })).collect()
}

/// Returns the operation as a value, made from the parameters.
pub(super) fn value(operation: &Operation, names: &OperationNames) -> TokenStream {
    let structure = &names.operation;
    match &fields(operation, names)[..] {
        [] => quote! { ops::#structure },
        fields => quote! { ops::#structure { #(#fields),* } },
    }
}

/// Returns the fields of the operation's struct, made from the parameters.
fn fields(operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    let arguments = operation.arguments.iter().zip(&names.arguments);
    let mut fields: Vec<_> = arguments
        .map(|(argument, name)| match ArgumentForm::of(&argument.ty) {
            ArgumentForm::Plain => quote! { #name },
            ArgumentForm::All => quote! { #name: #name.into_iter().collect() },
            ArgumentForm::Each => quote! { #name: #name.into_iter().map(Into::into).collect() },
            ArgumentForm::Into | ArgumentForm::Entries => quote! { #name: #name.into() },
        })
        .collect();
    match &operation.body {
        Some(Body {
            kind: BodyKind::Json(ty),
            required: true,
            ..
        }) => fields.push(match ArgumentForm::of(ty) {
            ArgumentForm::Plain => quote! { body },
            ArgumentForm::All => quote! { body: body.into_iter().collect() },
            ArgumentForm::Each => quote! { body: body.into_iter().map(Into::into).collect() },
            ArgumentForm::Into | ArgumentForm::Entries => quote! { body: body.into() },
        }),
        Some(Body {
            kind: BodyKind::Octets,
            ..
        }) => fields.push(quote! { body: body.into() }),
        _ => {}
    }
    fields
}
