//! What the document calls deprecated.

use proc_macro2::TokenStream;
use quote::quote;

/// Returns the attribute of what the document calls deprecated.
pub(super) fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote! { #[deprecated = "deprecated by the API"] })
}
