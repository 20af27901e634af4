//! The chain of macros that is the registry.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::{flat::list, macros};

/// Lays out the macro that callers call, and the one at the end of the chain.
pub(super) fn ends(first: &Ident) -> [String; 2] {
    let begin = format!(
        "/// Calls `$callback!` with one braced description of each method of each group.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_operation {{
    ($callback:path) => {{
        $crate::{first}! {{ $callback; }}
    }};
}}"
    );
    let end = "/// Calls the macro that stands before the descriptions.
#[doc(hidden)]
#[macro_export]
macro_rules! end_of_operations {
    ($callback:path; $($operation:tt)*) => {
        $callback! { $($operation)* }
    };
}";
    [begin, end.to_owned()]
}

/// Lays out a macro that adds entries to its arguments and hands all on to `next`.
pub(super) fn link(name: &Ident, next: &Ident, entries: TokenStream) -> String {
    let mut out = format!(
        "#[doc(hidden)]
#[macro_export]
macro_rules! {name} {{
    ($($before:tt)*) => {{
        $crate::{next}! {{
            $($before)*
"
    );
    for entry in entries {
        if let TokenTree::Group(entry) = entry {
            out.push_str("            {\n");
            macros::statements(list(entry.stream()), 16, &mut out);
            out.push_str("            }\n");
        }
    }
    out.push_str("        }\n    };\n}");
    out
}
