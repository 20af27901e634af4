//! The input of a renderer: the IR, the names, and a set of names that its unit uses.

use proc_macro2::{Ident, TokenStream};

use crate::names::Name;
use quote::quote;

use super::module::Uses;
use crate::{
    ir::{Api, Home, Scalar, TypeDef, TypeId, TypeRef},
    names::NameTable,
};

/// Where the client and what operations need are imported from.
const RUNTIME: &str = "crate::runtime";

/// Where what models need is imported from.
const CODEC: &str = "crate::runtime::codec";

/// The IR and its names.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a NameTable,
}

impl<'a> Context<'a> {
    pub(super) fn ty(self, id: TypeId) -> &'a TypeDef {
        &self.api.types[id]
    }

    pub(super) fn type_ident(self, id: TypeId) -> &'a Name {
        &self.names.ty(id).ident
    }

    /// Returns the module that a type is imported from.
    pub(super) fn module_of(self, id: TypeId) -> String {
        match self.ty(id).home {
            Home::Shared => "crate::generated::shared".to_owned(),
            Home::Group(group) => format!("crate::generated::{}", self.names.group(group.0).module),
        }
    }
}

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

/// How a value of a type is handed over by callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArgumentForm {
    /// As it is: numbers and truth values.
    Plain,
    /// By `impl Into`.
    Into,
    /// From any iterator of numbers or truth values. These do not convert: literals would have no type.
    All,
    /// From any iterator of what converts.
    Each,
    /// From any iterator of pairs.
    Entries,
}

impl ArgumentForm {
    pub(super) fn of(ty: &TypeRef) -> Self {
        match ty {
            TypeRef::Scalar(
                Scalar::Integer | Scalar::Unsigned | Scalar::Float | Scalar::Boolean,
            ) => Self::Plain,
            TypeRef::Scalar(_)
            | TypeRef::Named(_)
            | TypeRef::Boxed(_)
            | TypeRef::Json
            | TypeRef::Optional(_) => Self::Into,
            TypeRef::List(item) if Self::of(item) == Self::Plain => Self::All,
            TypeRef::List(_) => Self::Each,
            TypeRef::Map(_) => Self::Entries,
        }
    }
}
