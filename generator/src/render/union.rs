//! One of several shapes: `union!`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    context::Context,
    docs::{self, item_text},
    listed::listed,
    module::{CodeItem, Unit},
    type_printer::TypePrinter,
};
use crate::ir::{Branch, Matcher, Scalar, TypeDef, TypeId, TypeRef, Union};

pub(super) fn render(context: Context<'_>, id: TypeId, ty: &TypeDef, union: &Union) -> Unit {
    let names = context.names.ty(id);
    let mut types = TypePrinter::new(context);
    types.codec("union");

    let ident = &names.ident;
    let docs = item_text::item(&ty.docs, 4);
    let mut variants = Vec::new();
    let mut conversions = Vec::new();
    for (branch, variant) in union.branches.iter().zip(&names.members) {
        let docs = docs::paragraph(&branch_docs(context, branch), 8);
        let ty = types.print(&branch.ty);
        let matcher = matcher(&branch.matcher);
        variants.push(quote! { #docs #variant(#ty) = #matcher, });
        if branch.from {
            conversions.push(quote! { #variant: #ty });
            if branch.ty == TypeRef::Scalar(Scalar::String) {
                conversions.push(quote! { #variant: &str });
                conversions.push(quote! { #variant: &String });
            }
        }
    }
    let mut lists = union.branches.iter().zip(&names.members);
    let lists = lists.find_map(|(branch, variant)| match &branch.ty {
        TypeRef::List(item) if branch.from => Some((variant, item)),
        _ => None,
    });
    let each = lists.map(|(variant, item)| {
        let item = types.print(item);
        quote! { each { #variant: #item } }
    });
    let conversions = (!conversions.is_empty()).then(|| quote! { from { #(#conversions),* } });
    let body = quote! { #docs pub enum #ident { #(#variants)* } #conversions #each };
    Unit {
        part: Vec::new(),
        defines: vec![ident.to_string()],
        uses: types.uses,
        code_items: vec![CodeItem::Macro {
            name: "union",
            body,
        }],
    }
}

fn matcher(matcher: &Matcher) -> TokenStream {
    match matcher {
        Matcher::Kind(kind) => {
            let kind = format_ident!("{kind}");
            quote! { #kind }
        }
        Matcher::Tag {
            member,
            values,
            or_some,
        } if !or_some.is_empty() => {
            quote! { tag_or [#member, #(#values),*, "|", #(#or_some),*] }
        }
        Matcher::Tag { member, values, .. } => quote! { tag [#member, #(#values),*] },
        Matcher::Some(members) => quote! { some [#(#members),*] },
        Matcher::Rest(members) if members.is_empty() => quote! { object },
        Matcher::Rest(members) => quote! { has [#(#members),*] },
        Matcher::Items(kind) => quote! { items [#kind] },
        Matcher::Exact(kind) => quote! { exact [#kind] },
        Matcher::Any => quote! { any },
    }
}

fn branch_docs(context: Context<'_>, branch: &Branch) -> Vec<String> {
    if !branch.docs.is_empty() {
        return branch.docs.clone();
    }
    vec![match &branch.matcher {
        Matcher::Kind(kind) => format!("{}.", any(kind)),
        Matcher::Tag {
            member,
            values,
            or_some,
        } => {
            let values = all(values, "or");
            match or_some.as_slice() {
                [] => format!("Where `{member}` is {values}."),
                members => format!(
                    "Where `{member}` is {values}; without it, where {} is present.",
                    all(members, "or")
                ),
            }
        }
        Matcher::Some(members) if members.len() > SHOWN => match &branch.ty {
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                let ident = context.type_ident(*id);
                format!("Where a field is present that only [`{ident}`] has.")
            }
            _ => "Where a field is present that only this variant has.".to_owned(),
        },
        Matcher::Some(members) => format!("Where {} is present.", all(members, "or")),
        Matcher::Rest(members) if members.is_empty() => "Any other object.".to_owned(),
        Matcher::Rest(members) => {
            let verb = if members.len() == 1 { "is" } else { "are" };
            format!(
                "Any other object where {} {verb} present.",
                all(members, "and")
            )
        }
        Matcher::Items(kind) => format!("A list of {kind}s."),
        Matcher::Exact(kind) => format!("{} that fits this type exactly.", any(kind)),
        Matcher::Any => "Any other value.".to_owned(),
    }]
}

/// How many members are listed.
const SHOWN: usize = 4;

/// Returns the words for a value of a JSON kind.
fn any(kind: &str) -> String {
    match kind {
        "array" => "A list".to_owned(),
        "integer" | "object" => format!("An {kind}"),
        kind => format!("A {kind}"),
    }
}

/// Returns the names as code.
fn all(names: &[String], conjunction: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    listed(&names, conjunction)
}
