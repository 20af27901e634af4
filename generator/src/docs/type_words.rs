//! Types in words, for writers of documentation.

use crate::ir::{Api, Operation, Output, Scalar, Shape, TypeId, TypeMap, TypeRef};

/// Returns the kind of a value, as `spec/docs` calls it.
pub(super) fn kind(api: &Api, ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::IntegerString | Scalar::Secret => "string",
            Scalar::Integer | Scalar::Unsigned => "integer",
            Scalar::Float => "number",
            Scalar::Boolean => "boolean",
            Scalar::Timestamp => "timestamp",
            Scalar::Part => "file",
        },
        TypeRef::Named(id) | TypeRef::Boxed(id) => kind_of_type(api, *id),
        TypeRef::List(_) => "list",
        TypeRef::Map(_) => "map",
        TypeRef::Optional(inner) => kind(api, inner),
        TypeRef::Json => "any",
    }
}

pub(super) fn kind_of_type(api: &Api, id: TypeId) -> &'static str {
    match api.types[id].shape {
        Shape::StringEnum(_) => "enum",
        Shape::Union(_) => "union",
        Shape::Record(_) => "object",
    }
}

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
            _ => format!("{} {}", kind_of_type(api, *id), keys[*id]),
        },
        other => kind(api, other).to_owned(),
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
