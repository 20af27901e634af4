//! Prints types, and collects the names that a unit uses.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use super::module::Uses;
use crate::ir::{Scalar, TypeId, TypeRef};

/// Where the client and what operations need are imported from.
const RUNTIME: &str = "crate::runtime";

/// Where what models need is imported from.
const CODEC: &str = "crate::runtime::codec";

/// Prints types, and notes the names that they need.
pub(super) struct TypePrinter<'a> {
    context: Context<'a>,
    /// Names that the file defines and that therefore cannot be imported.
    shadowed: &'a [String],
    pub(super) uses: Uses,
}

impl<'a> TypePrinter<'a> {
    pub(super) fn new(context: Context<'a>) -> Self {
        Self {
            context,
            shadowed: &[],
            uses: Uses::default(),
        }
    }

    pub(super) fn beside(context: Context<'a>, shadowed: &'a [String]) -> Self {
        Self {
            context,
            shadowed,
            uses: Uses::default(),
        }
    }

    pub(super) fn context(&self) -> Context<'a> {
        self.context
    }

    /// Notes a name of the runtime.
    pub(super) fn runtime(&mut self, name: &str) {
        self.uses.add(RUNTIME, name);
    }

    /// Notes a name of the runtime that models need.
    pub(super) fn codec(&mut self, name: &str) {
        self.uses.add(CODEC, name);
    }

    /// Returns the tokens of a type.
    pub(super) fn print(&mut self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Scalar(scalar) => self.scalar(*scalar),
            TypeRef::Named(id) => self.named(*id),
            TypeRef::Boxed(id) => {
                let ty = self.named(*id);
                quote! { Box<#ty> }
            }
            TypeRef::List(item) => {
                let item = self.print(item);
                quote! { Vec<#item> }
            }
            TypeRef::Map(value) => {
                self.uses.add("std::collections", "BTreeMap");
                let value = self.print(value);
                quote! { BTreeMap<String, #value> }
            }
            TypeRef::Optional(value) => {
                let value = self.print(value);
                quote! { Option<#value> }
            }
            TypeRef::Json => {
                self.uses.add("serde_json", "Value");
                quote! { Value }
            }
        }
    }

    pub(super) fn named(&mut self, id: TypeId) -> TokenStream {
        let ident = self.context.type_ident(id);
        let name = ident.to_string();
        let module = self.context.module_of(id);
        if self.shadowed.contains(&name) {
            let path: Vec<Ident> = module
                .split("::")
                .map(|part| Ident::new(part, proc_macro2::Span::call_site()))
                .collect();
            return quote! { #(#path::)* #ident };
        }
        self.uses.add(&module, &name);
        quote! { #ident }
    }

    fn scalar(&mut self, scalar: Scalar) -> TokenStream {
        let name = match scalar {
            Scalar::String => return quote! { String },
            Scalar::Integer => return quote! { i64 },
            Scalar::Unsigned => return quote! { u64 },
            Scalar::Float => return quote! { f64 },
            Scalar::Boolean => return quote! { bool },
            Scalar::Timestamp => "Timestamp",
            Scalar::IntegerString => "IntegerString",
            Scalar::Secret => "Secret",
            Scalar::Part => {
                self.runtime("Part");
                return quote! { Part };
            }
        };
        self.codec(name);
        let ident = Ident::new(name, proc_macro2::Span::call_site());
        quote! { #ident }
    }
}
