//! Items and methods, by prettyplease.

use proc_macro2::TokenStream;
use quote::quote;

use super::error::FormatError;

/// Formats an item.
pub(super) fn item(tokens: &TokenStream, module: &str) -> Result<String, FormatError> {
    let item =
        syn::parse2::<syn::Item>(tokens.clone()).map_err(|error| syntax(&error, tokens, module))?;
    Ok(unparse(item))
}

/// Formats an associated item of an `impl`, with its indentation.
pub(super) fn member(tokens: &TokenStream, module: &str) -> Result<String, FormatError> {
    let code = item(&quote! { impl X { #tokens } }, module)?;
    let inner = code
        .trim_end()
        .strip_prefix("impl X {\n")
        .and_then(|code| code.strip_suffix("\n}"));
    Ok(inner.unwrap_or_default().to_owned())
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
