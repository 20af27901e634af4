//! Records: a struct, its `record!`, and its `builder!` where callers build it.

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
    let mut types = Types::new(context);
    types.codec("record");
    let fields: Vec<_> = record.fields.iter().zip(&names.members).collect();

    let mut pieces = vec![
        Piece::Item(structure(ty, &names.ident, &fields, &mut types)),
        Piece::Macro {
            name: "record",
            body: wire(&names.ident, &fields),
        },
    ];
    if record.buildable {
        types.codec("builder");
        pieces.push(Piece::Macro {
            name: "builder",
            body: builder(&names.ident, &fields, &mut types),
        });
    }
    Unit {
        part: Vec::new(),
        defines: vec![names.ident.to_string()],
        uses: types.uses,
        pieces,
    }
}

fn structure(
    ty: &TypeDef,
    ident: &Ident,
    fields: &[(&Field, &Ident)],
    types: &mut Types<'_>,
) -> TokenStream {
    let docs = docs::item(&ty.docs, 0);
    let fields = fields.iter().map(|(field, ident)| {
        let docs = docs::item(&field.docs, 4);
        let deprecated = deprecated(field.deprecated);
        let ty = types.print(&field.ty);
        let ty = match field.presence {
            Presence::Required | Presence::Rest => ty,
            Presence::Optional | Presence::RequiredNullable => quote! { Option<#ty> },
            Presence::Nullable => {
                types.codec("Nullable");
                quote! { Nullable<#ty> }
            }
        };
        quote! { #docs #deprecated pub #ident: #ty, }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #ident { #(#fields)* }
    }
}

fn wire(ident: &Ident, fields: &[(&Field, &Ident)]) -> TokenStream {
    let fields = fields.iter().map(|(field, ident)| {
        let presence = match field.presence {
            Presence::Required => quote! { required },
            Presence::Optional => quote! { optional },
            Presence::Nullable => quote! { nullable },
            Presence::RequiredNullable => quote! { required_nullable },
            Presence::Rest => quote! { additional },
        };
        let wire = &field.wire;
        quote! { #ident: #presence #wire, }
    });
    quote! { #ident { #(#fields)* } }
}

fn builder(ident: &Ident, fields: &[(&Field, &Ident)], types: &mut Types<'_>) -> TokenStream {
    let mut arguments = Vec::new();
    let mut presets = Vec::new();
    let mut setters = Vec::new();
    for (field, ident) in fields {
        match &field.build {
            Build::Argument => {
                let value = value(&field.ty, field.presence, types);
                arguments.push(quote! { #ident: #value });
            }
            Build::Preset(constant) => presets.push(quote! { #ident = #constant }),
            Build::Setter => {
                let value = value(&field.ty, field.presence, types);
                setters.push(quote! { #ident: #value, });
            }
            Build::ReadOnly => {}
        }
    }
    let preset = (!presets.is_empty()).then(|| quote! { preset(#(#presets),*); });
    quote! {
        #ident {
            new(#(#arguments),*);
            #preset
            #(#setters)*
        }
    }
}

/// Returns how callers hand over a member: a mode and a type.
fn value(ty: &TypeRef, presence: Presence, types: &mut Types<'_>) -> TokenStream {
    let collection = matches!(Mode::of(ty), Mode::All | Mode::Each | Mode::Entries);
    let mode = match presence {
        Presence::Nullable => Some(quote! { nullable }),
        Presence::RequiredNullable => Some(quote! { or_null }),
        Presence::Required | Presence::Optional | Presence::Rest => None,
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
