//! Records: `record!`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    argument_form::ArgumentForm,
    context::Context,
    deprecated::deprecated,
    docs::item_text,
    module::{CodeItem, Unit},
    type_printer::TypePrinter,
};
use crate::ir::{Build, Field, Presence, Record, Shape, TypeDef, TypeId, TypeRef};
use crate::names::Name;

pub(super) fn render(context: Context<'_>, id: TypeId, ty: &TypeDef, record: &Record) -> Unit {
    let names = context.names.ty(id);
    let ident = &names.ident;
    let mut types = TypePrinter::new(context);
    types.codec("record");
    let fields: Vec<_> = record.fields.iter().zip(&names.members).collect();
    let clears = names.clears.iter();

    let docs = item_text::item(&ty.docs, 4);
    let declarations = fields
        .iter()
        .zip(clears)
        .map(|((field, ident), clear)| declaration(field, (ident, clear), record, &mut types));
    let declarations: Vec<_> = declarations.collect();
    let constructor = record.buildable.then(|| constructor(&fields, &mut types));
    let no_default = (!record.has_default).then(|| quote! { no default; });
    let body = quote! {
        #docs
        pub struct #ident { #(#declarations)* }
        #constructor
        #no_default
    };
    let mut code_items = vec![CodeItem::Macro {
        name: "record",
        body,
    }];
    let conversions = record.conversions.iter();
    code_items.extend(
        conversions
            .map(|conversion| super::conversion::render(context, id, conversion, &mut types)),
    );
    Unit {
        part: Vec::new(),
        defines: vec![ident.to_string()],
        uses: types.uses,
        code_items,
    }
}

/// Returns the declaration of a field: its type, how it is read and written, and its setter.
fn declaration(
    field: &Field,
    (ident, clear): (&Name, &Name),
    record: &Record,
    types: &mut TypePrinter<'_>,
) -> TokenStream {
    let docs = item_text::item(&field.docs, 8);
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
    let setter = record.has_setter(field).then(|| {
        let value = value(&field.ty, field.presence, types);
        let clear = needs_clearing(&field.ty, types.context()).then(|| quote! { , #clear });
        quote! { [#deprecated #value #clear] }
    });
    quote! { #docs #deprecated pub #ident: #ty #mode #renamed #setter, }
}

fn nullable(ty: &TokenStream, types: &mut TypePrinter<'_>) -> TokenStream {
    types.codec("Nullable");
    quote! { Nullable<#ty> }
}

/// Returns the declaration of `new`.
fn constructor(fields: &[(&Field, &Name)], types: &mut TypePrinter<'_>) -> TokenStream {
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

/// Returns how callers pass a field: the word for a conversion, and a type.
fn value(ty: &TypeRef, presence: Presence, types: &mut TypePrinter<'_>) -> TokenStream {
    let word = match (conversion(ty, types.context()), presence) {
        (word @ ("object" | "objects"), _) => {
            let word = format_ident!("{word}");
            return quote! { #word Value };
        }
        (_, Presence::Nullable | Presence::NeededNullable) => "nullable",
        (_, Presence::RequiredNullable) => "or_null",
        (word, _) => word,
    };
    let ty = match (word, ty) {
        ("all" | "each", TypeRef::List(inner)) | ("entries", TypeRef::Map(inner)) => inner,
        (_, ty) => ty,
    };
    let word = format_ident!("{word}");
    let ty = types.print(ty);
    quote! { #word #ty }
}

/// Returns the word for the conversion into a type. Records and containers in a list do not convert, so that the items
/// of an empty list have a type.
fn conversion(ty: &TypeRef, context: Context<'_>) -> &'static str {
    let is_object = |ty: &TypeRef| matches!(ty, TypeRef::Map(value) if **value == TypeRef::Json);
    match (ArgumentForm::of(ty), ty) {
        (_, ty) if is_object(ty) => "object",
        (_, TypeRef::List(item)) if is_object(item) => "objects",
        (_, TypeRef::List(item)) if is_container(item, context) => "all",
        (ArgumentForm::Plain, _) => "plain",
        (ArgumentForm::Into, _) => "into",
        (ArgumentForm::All, _) => "all",
        (ArgumentForm::Each, _) => "each",
        (ArgumentForm::Entries, _) => "entries",
    }
}

fn is_container(ty: &TypeRef, context: Context<'_>) -> bool {
    match ty {
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Optional(_) => true,
        TypeRef::Named(id) | TypeRef::Boxed(id) => {
            matches!(context.ty(*id).shape, Shape::Record(_))
        }
        TypeRef::Scalar(_) | TypeRef::Json => false,
    }
}

/// Returns whether a field needs a method that sets an empty list or map: a literal without items would have no type.
fn needs_clearing(ty: &TypeRef, context: Context<'_>) -> bool {
    matches!(conversion(ty, context), "each" | "entries")
}
