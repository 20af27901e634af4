//! One of several shapes: `union!`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    docs, listed,
    module::{Piece, Unit},
    scope::{Context, Types},
};
use crate::ir::{Branch, Matcher, Scalar, TypeDef, TypeId, TypeRef, Union};

pub(super) fn render(context: Context<'_>, id: TypeId, ty: &TypeDef, union: &Union) -> Unit {
    let names = context.names.ty(id);
    let mut types = Types::new(context);
    types.codec("union");

    let ident = &names.ident;
    let docs = docs::item(&ty.docs, 4);
    let mut arms = Vec::new();
    let mut conversions = Vec::new();
    for (branch, variant) in union.branches.iter().zip(&names.members) {
        let docs = docs::paragraph(&branch_docs(branch), 8);
        let ty = types.print(&branch.ty);
        let matcher = matcher(&branch.matcher);
        arms.push(quote! { #docs #variant(#ty) = #matcher, });
        if branch.from {
            conversions.push(quote! { #variant: #ty });
            if branch.ty == TypeRef::Scalar(Scalar::String) {
                conversions.push(quote! { #variant: &str });
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
    let body = quote! { #docs pub enum #ident { #(#arms)* } #conversions #each };
    Unit {
        part: Vec::new(),
        defines: vec![ident.to_string()],
        uses: types.uses,
        pieces: vec![Piece::Macro {
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
        Matcher::Tag { member, values } => quote! { tag [#member, #(#values),*] },
        Matcher::Some(members) => quote! { some [#(#members),*] },
        Matcher::Rest(members) if members.is_empty() => quote! { object },
        Matcher::Rest(members) => quote! { has [#(#members),*] },
        Matcher::Items(kind) => quote! { items [#kind] },
        Matcher::Exact(kind) => quote! { exact [#kind] },
        Matcher::Any => quote! { any },
    }
}

fn branch_docs(branch: &Branch) -> Vec<String> {
    if !branch.docs.is_empty() {
        return branch.docs.clone();
    }
    vec![match &branch.matcher {
        Matcher::Kind(kind) => format!("A value of kind {kind}."),
        Matcher::Tag { member, values } => {
            format!("Where `{member}` is {}.", some(values, "or"))
        }
        Matcher::Some(members) => format!("Where {} is present.", some(members, "or")),
        Matcher::Rest(members) if members.is_empty() => "Any other object.".to_owned(),
        Matcher::Rest(members) => {
            let verb = if members.len() == 1 { "is" } else { "are" };
            format!(
                "Any other object where {} {verb} present.",
                some(members, "and")
            )
        }
        Matcher::Items(kind) => format!("A list whose items are of kind {kind}."),
        Matcher::Exact(kind) => format!("A value of kind {kind} that fits this type exactly."),
        Matcher::Any => "Any other value.".to_owned(),
    }]
}

/// Returns the names as code; of many only the first ones, as the macro's arguments list them all.
fn some(names: &[String], conjunction: &str) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if shown.len() > SHOWN + 1 {
        shown.truncate(SHOWN);
        shown.push(format!("{} more", names.len() - SHOWN));
    }
    listed(&shown, conjunction)
}
