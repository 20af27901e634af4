//! Lists of braced entries.

use proc_macro2::{TokenStream, TokenTree};

use super::{flat::list, macros};

/// Lays out a macro with a list of braced entries of statements.
pub(super) fn invocation(name: &str, entries: TokenStream) -> String {
    let mut out = format!("{name}! {{\n");
    for entry in entries {
        if let TokenTree::Group(entry) = entry {
            out.push_str("    {\n");
            macros::statements(list(entry.stream()), 8, &mut out);
            out.push_str("    }\n");
        }
    }
    out.push('}');
    out
}
