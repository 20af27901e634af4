//! Records: `record!`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    deprecated, docs,
    module::{Piece, Unit},
    scope::{Context, Mode, Types},
};
use crate::ir::{Build, Field, Presence, Record, TypeDef, TypeId, TypeRef};

pub(super) fn render(context: Context<'_>, id: TypeId, ty: &TypeDef, record: &Record) -> Unit {
    let names = context.names.ty(id);
    let ident = &names.ident;
    let mut types = Types::new(context);
    types.codec("record");
    let fields: Vec<_> = record.fields.iter().zip(&names.members).collect();

    let docs = docs::item(&ty.docs, 4);
    let declarations = fields
        .iter()
        .map(|(field, ident)| declaration(field, ident, record, &mut types));
    let declarations: Vec<_> = declarations.collect();
    let constructor = record.buildable.then(|| constructor(&fields, &mut types));
    let no_default = (!record.has_default).then(|| quote! { no default; });
    let body = quote! {
        #docs
        pub struct #ident { #(#declarations)* }
        #constructor
        #no_default
    };
    Unit {
        part: Vec::new(),
        defines: vec![ident.to_string()],
        uses: types.uses,
        pieces: vec![Piece::Macro {
            name: "record",
            body,
        }],
    }
}

/// Returns the declaration of a field: its type, how it is read and written, and its setter.
fn declaration(
    field: &Field,
    ident: &Ident,
    record: &Record,
    types: &mut Types<'_>,
) -> TokenStream {
    let docs = docs::item(&field.docs, 8);
    let deprecated = deprecated(field.deprecated);
    let ty = types.print(&field.ty);
    let (ty, mode) = match field.presence {
        Presence::Required => (ty, None),
        Presence::Filled => (ty, Some("filled")),
        Presence::Plain => (ty, Some("plain")),
        Presence::Rest => (ty, Some("rest")),
        Presence::Optional => (quote! { Option<#ty> }, None),
        Presence::Needed => (quote! { Option<#ty> }, Some("needed")),
        Presence::RequiredNullable => (quote! { Option<#ty> }, Some("or_null")),
        Presence::Nullable => (nullable(&ty, types), None),
        Presence::NeededNullable => (nullable(&ty, types), Some("needed")),
    };
    let mode = mode.map(|mode| {
        let mode = format_ident!("{mode}");
        quote! { as #mode }
    });
    let wire = &field.wire;
    let renamed = (ident != wire).then(|| quote! { = #wire });
    let is_set = record.buildable && field.build == Build::Setter;
    let setter = is_set.then(|| {
        let value = value(&field.ty, field.presence, types);
        quote! { [#deprecated #value] }
    });
    quote! { #docs #deprecated pub #ident: #ty #mode #renamed #setter, }
}

fn nullable(ty: &TokenStream, types: &mut Types<'_>) -> TokenStream {
    types.codec("Nullable");
    quote! { Nullable<#ty> }
}

/// Returns the declaration of `new`.
fn constructor(fields: &[(&Field, &Ident)], types: &mut Types<'_>) -> TokenStream {
    let mut arguments = Vec::new();
    let mut presets = Vec::new();
    for (field, ident) in fields {
        match &field.build {
            Build::Argument => {
                let value = value(&field.ty, field.presence, types);
                arguments.push(quote! { #ident: #value });
            }
            Build::Preset(constant) => presets.push(quote! { #ident = #constant }),
            Build::Setter | Build::ReadOnly => {}
        }
    }
    let presets = (!presets.is_empty()).then(|| quote! { with(#(#presets),*) });
    quote! { new(#(#arguments),*) #presets; }
}

/// Returns how callers pass a field: a conversion and a type.
fn value(ty: &TypeRef, presence: Presence, types: &mut Types<'_>) -> TokenStream {
    let collection = matches!(Mode::of(ty), Mode::All | Mode::Each | Mode::Entries);
    let mode = match presence {
        Presence::Nullable | Presence::NeededNullable => Some(quote! { nullable }),
        Presence::RequiredNullable => Some(quote! { or_null }),
        Presence::Required
        | Presence::Optional
        | Presence::Needed
        | Presence::Filled
        | Presence::Plain
        | Presence::Rest => None,
    };
    if let Some(mode) = mode.filter(|_| !collection) {
        let ty = types.print(ty);
        return quote! { #mode #ty };
    }
    match (Mode::of(ty), ty) {
        (Mode::All, TypeRef::List(item)) => {
            let item = types.print(item);
            quote! { all #item }
        }
        (Mode::Each, TypeRef::List(item)) => {
            let item = types.print(item);
            quote! { each #item }
        }
        (Mode::Entries, TypeRef::Map(value)) => {
            // The map itself is named in the struct.
            let value = types.print(value);
            quote! { entries #value }
        }
        (mode, _) => {
            let mode = if mode == Mode::Plain {
                format_ident!("plain")
            } else {
                format_ident!("into")
            };
            let ty = types.print(ty);
            quote! { #mode #ty }
        }
    }
}
