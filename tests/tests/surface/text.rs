//! Items as text on one line.

use syn::{File, FnArg, Item, Pat, Signature};

/// Formats an item without its attributes, and without what follows its head.
pub(crate) fn head(mut item: Item) -> String {
    match &mut item {
        Item::Enum(item) => {
            item.attrs.clear();
            item.variants.clear();
        }
        Item::Struct(item) => {
            item.attrs.clear();
            item.fields = syn::Fields::Unit;
            item.semi_token = Some(syn::token::Semi::default());
        }
        Item::Trait(item) => {
            item.attrs.clear();
            item.items.clear();
        }
        Item::Impl(item) => {
            item.attrs.clear();
            item.items.clear();
        }
        Item::Type(item) => item.attrs.clear(),
        Item::Const(item) => {
            item.attrs.clear();
            *item.expr = syn::parse_quote! { x };
        }
        Item::Fn(item) => {
            item.attrs.clear();
            item.block.stmts.clear();
        }
        _ => {}
    }
    let text = one_line(&unparse(item));
    let text = text.trim_end_matches([' ', '{', '}', ';']);
    text.trim_end_matches(" = x")
        .trim_start_matches("pub ")
        .to_owned()
}

/// Formats the signature of a method.
pub(crate) fn signature(signature: &Signature) -> String {
    let mut signature = signature.clone();
    for input in &mut signature.inputs {
        // `mut` in front of an argument does not belong to the API.
        match input {
            FnArg::Receiver(receiver) if receiver.reference.is_none() => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(name) = &mut *argument.pat {
                    name.mutability = None;
                }
            }
            FnArg::Receiver(_) => {}
        }
    }
    let item: Item = syn::parse_quote! { impl X { #signature {} } };
    let text = one_line(&unparse(item));
    let text = text
        .trim_start_matches("impl X {")
        .trim_end_matches([' ', '{', '}']);
    text.trim().to_owned()
}

/// Formats a type.
pub(crate) fn ty(ty: &syn::Type) -> String {
    let item: Item = syn::parse_quote! { type X = #ty; };
    let text = one_line(&unparse(item));
    text.trim_start_matches("type X = ")
        .trim_end_matches(';')
        .to_owned()
}

/// Formats a variant with its fields.
pub(crate) fn variant(variant: &syn::Variant) -> String {
    let mut variant = variant.clone();
    variant.attrs.clear();
    for field in &mut variant.fields {
        field.attrs.clear();
    }
    let item: Item = syn::parse_quote! { enum X { #variant } };
    let text = one_line(&unparse(item));
    let text = text.trim_start_matches("enum X {").trim_end_matches('}');
    text.trim().trim_end_matches(',').to_owned()
}

fn unparse(item: Item) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    line.replace("( ", "(")
        .replace(", )", ")")
        .replace("< ", "<")
        .replace(", >", ">")
}

/// Formats an invocation of a macro.
pub(crate) fn invocation(invocation: &syn::Macro) -> String {
    let name = invocation.path.segments.last();
    let name = name.map(|segment| segment.ident.to_string());
    let content = one_line(&invocation.tokens.to_string());
    format!("{}!({content})", name.unwrap_or_default())
}
