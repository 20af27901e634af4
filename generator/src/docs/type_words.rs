//! Types in words, for writers of documentation.

use crate::ir::{Api, Operation, Output, Shape, TypeMap, TypeRef, kind};

/// How many values of an enum are listed.
const SHOWN_VALUES: usize = 8;

/// Returns the type of a value in words, e.g. ``list of `droplet` ``.
pub(super) fn described(api: &Api, keys: &TypeMap<String>, ty: &TypeRef) -> String {
    match ty {
        TypeRef::List(item) => format!("list of {}", described(api, keys, item)),
        TypeRef::Map(value) => format!("map of {}", described(api, keys, value)),
        TypeRef::Optional(inner) => format!("{} or null", described(api, keys, inner)),
        TypeRef::Named(id) | TypeRef::Boxed(id) => match &api.types[*id].shape {
            Shape::StringEnum(values) => {
                let shown = values.iter().take(SHOWN_VALUES);
                let shown: Vec<_> = shown.map(|value| value.wire.as_str()).collect();
                let more = match values.len().saturating_sub(SHOWN_VALUES) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!("enum ({}{more})", shown.join(", "))
            }
            _ => format!("{} {}", kind::of_type(&api.types, *id), keys[*id]),
        },
        other => kind::of_value(&api.types, other).to_owned(),
    }
}

/// Returns what an operation returns, in words.
pub(super) fn returned(api: &Api, keys: &TypeMap<String>, operation: &Operation) -> String {
    match &operation.output {
        Output::Empty => "nothing".to_owned(),
        Output::Json { ty, .. } | Output::Member { ty, .. } => described(api, keys, ty),
        Output::Page(page) => format!("page of {}", described(api, keys, &page.item)),
        Output::File { media_type } | Output::Text { media_type, .. } => media_type.clone(),
    }
}
