//! Items and methods, by prettyplease.

use proc_macro2::TokenStream;
use quote::quote;

use super::error::FormatError;
use crate::render::MemberCode;

/// Formats an item.
pub(super) fn item(tokens: &TokenStream, module: &str) -> Result<String, FormatError> {
    let item =
        syn::parse2::<syn::Item>(tokens.clone()).map_err(|error| syntax(&error, tokens, module))?;
    Ok(unparse(item))
}

/// Formats an associated item of an `impl`, with its indentation.
pub(super) fn member(member: &MemberCode, module: &str) -> Result<String, FormatError> {
    let code = &member.code;
    let code = item(&quote! { impl X { #code } }, module)?;
    let inner = code
        .strip_prefix("impl X {\n")
        .and_then(|code| code.strip_suffix("\n}"));
    let mut text = String::new();
    for line in &member.docs {
        let blank = if line.is_empty() { "" } else { " " };
        text.extend(["    ///", blank, line.trim_end(), "\n"]);
    }
    text.push_str(inner.unwrap_or_default());
    Ok(text)
}

/// Formats a declaration such as `mod models;`.
pub(super) fn declaration(tokens: &TokenStream, module: &str) -> Result<String, FormatError> {
    item(tokens, module)
}

fn unparse(item: syn::Item) -> String {
    let code = prettyplease::unparse(&syn::File {
        shebang: None,
        attrs: Vec::new(),
        items: vec![item],
    });
    code.trim_end().to_owned()
}

fn syntax(error: &syn::Error, tokens: &TokenStream, module: &str) -> FormatError {
    FormatError::Syntax {
        module: module.to_owned(),
        message: error.to_string(),
        code: tokens.to_string().chars().take(200).collect(),
    }
}
