//! `ApiError`: one variant per error status of the document.

use proc_macro2::{Literal, TokenStream};

use crate::names::Name;
use quote::quote;

use super::{
    context::Context,
    docs,
    module::{CodeItem, MemberCode, Module, Unit},
    type_printer::TypePrinter,
};

/// The file of what the variants hold. The runtime imports the enum, so that its file imports no re-exports.
const ERROR_RESPONSE: &str = "crate::runtime::error::error_response";

/// Returns the module of the enum.
pub(super) fn module(context: Context<'_>) -> Module {
    let mut types = TypePrinter::new(context);
    types.uses.add(ERROR_RESPONSE, "ErrorResponse");
    let variants = context.names.statuses();
    let items = Unit {
        defines: vec!["ApiError".to_owned()],
        uses: types.uses,
        code_items: vec![
            CodeItem::Item(declaration(&context.api.statuses, variants)),
            CodeItem::Item(conversion(&context.api.statuses, variants)),
        ],
        ..Unit::default()
    };
    let methods = Unit {
        code_items: methods(variants).map(CodeItem::Member).into(),
        ..Unit::default()
    };
    Module {
        path: vec!["api_error".to_owned()],
        docs: "Error responses by their status.".to_owned(),
        units: vec![items, methods],
        handle: Some(Name::new("ApiError")),
        ..Module::default()
    }
}

fn declaration(statuses: &[u16], variants: &[Name]) -> TokenStream {
    let docs = docs::text(
        "A response with an error status. The status alone selects the variant, whatever the body is.",
        0,
    );
    let variants = statuses.iter().zip(variants).map(|(status, variant)| {
        let docs = docs::text(&format!("Status {status}."), 4);
        quote! { #docs #variant(ErrorResponse), }
    });
    let other = docs::text("Any other status.", 4);
    quote! {
        #docs
        #[non_exhaustive]
        pub enum ApiError {
            #(#variants)*
            #other
            Other(ErrorResponse),
        }
    }
}

fn methods(variants: &[Name]) -> [MemberCode; 2] {
    let patterns = quote! { #(Self::#variants(response) |)* Self::Other(response) };
    let reference = quote! {
        pub fn response(&self) -> &ErrorResponse {
            match self {
                #patterns => response,
            }
        }
    };
    let value = quote! {
        pub fn into_response(self) -> ErrorResponse {
            match self {
                #patterns => response,
            }
        }
    };
    [
        MemberCode {
            docs: docs::wrap("Returns the response.", 4),
            code: reference,
        },
        MemberCode {
            docs: docs::wrap("Returns the response by value.", 4),
            code: value,
        },
    ]
}

fn conversion(statuses: &[u16], variants: &[Name]) -> TokenStream {
    let branches = statuses.iter().zip(variants).map(|(status, variant)| {
        let status = Literal::u16_unsuffixed(*status);
        quote! { #status => Self::#variant(response), }
    });
    let selected = match statuses {
        [] => quote! { Self::Other(response) },
        _ => quote! {
            match response.status().as_u16() {
                #(#branches)*
                _ => Self::Other(response),
            }
        },
    };
    quote! {
        impl From<ErrorResponse> for ApiError {
            fn from(response: ErrorResponse) -> Self {
                #selected
            }
        }
    }
}
