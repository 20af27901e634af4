//! The kinds of values, in one word.

use super::{Scalar, Shape, TypeId, TypeRef, Types};

/// Returns the kind of a value, as `spec/docs` calls it.
pub fn of_value(types: &Types, ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::IntegerString | Scalar::Secret => "string",
            Scalar::Integer | Scalar::Unsigned => "integer",
            Scalar::Float => "number",
            Scalar::Boolean => "boolean",
            Scalar::Timestamp => "timestamp",
            Scalar::Part => "file",
        },
        TypeRef::Named(id) | TypeRef::Boxed(id) => of_type(types, *id),
        TypeRef::List(_) => "list",
        TypeRef::Map(_) => "map",
        TypeRef::Optional(inner) => of_value(types, inner),
        TypeRef::Json => "any",
    }
}

/// Returns the kind of all values of a type.
pub fn of_type(types: &Types, id: TypeId) -> &'static str {
    match types[id].shape {
        Shape::StringEnum(_) => "enum",
        Shape::Union(_) => "union",
        Shape::Record(_) => "object",
    }
}
