//! The attribute of deprecated items.

use proc_macro2::TokenStream;
use quote::quote;

/// Returns the attribute of an item that the document calls deprecated.
pub(super) fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote! { #[deprecated = "deprecated by the API"] })
}
