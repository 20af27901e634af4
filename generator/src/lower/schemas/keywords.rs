//! The keywords of one schema, whatever form `openapiv3` gave it.
//!
//! `openapiv3` sorts schemas into kinds and falls back to [`SchemaKind::Any`] where a keyword does not fit the kind
//! (an integer with a bound beyond `i64`, `minLength` without a type). Lowering wants the keywords themselves.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, Discriminator, ReferenceOr, Schema, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::Value;

use crate::component;
use crate::json_pointer::escape;
use crate::lower::schemas::bounds::Bounds;

/// A schema in the document: a reference to a component, or written in place.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Sub<'d> {
    /// `$ref`, as written, and its location.
    Reference(&'d str, String),
    /// Written in place, at this JSON pointer.
    Inline(&'d Schema, String),
    /// The component of this name, as if it were referred to at this JSON pointer.
    Component(&'d str, String),
    /// The component of this name itself, where it otherwise means its children.
    Base(&'d str, String),
    /// Several schemas that all describe the same value, as if `allOf` listed them: at least two, the narrowest last.
    All(Vec<Sub<'d>>),
}

impl<'d> Sub<'d> {
    /// The schema at `pointer`.
    pub(in crate::lower) fn new(schema: &'d ReferenceOr<Schema>, pointer: String) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference, pointer),
            ReferenceOr::Item(item) => Self::Inline(item, pointer),
        }
    }

    /// The boxed schema at `pointer`.
    pub(in crate::lower) fn boxed(schema: &'d ReferenceOr<Box<Schema>>, pointer: String) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference, pointer),
            ReferenceOr::Item(item) => Self::Inline(item, pointer),
        }
    }

    /// Combines the constraints of two schemas on one value.
    pub(in crate::lower) fn both(one: Self, two: Self) -> Self {
        let mut parts: Vec<Self> = Vec::new();
        for part in one.into_parts().into_iter().chain(two.into_parts()) {
            if !parts.iter().any(|known| known.is_same(&part)) {
                parts.push(part);
            }
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => Self::All(parts),
        }
    }

    fn into_parts(self) -> Vec<Self> {
        match self {
            Self::All(parts) => parts,
            single => vec![single],
        }
    }

    /// Whether two schemas are one: written at the same JSON pointer, or references to the same component.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Inline(_, one), Self::Inline(_, two)) => one == two,
            _ => self.key() == other.key(),
        }
    }

    /// Its JSON pointer in the document; of several schemas that of the last one.
    pub(in crate::lower) fn pointer(&self) -> &str {
        match self {
            Self::Reference(_, pointer)
            | Self::Inline(_, pointer)
            | Self::Component(_, pointer)
            | Self::Base(_, pointer) => pointer,
            Self::All(parts) => parts.last().map_or("#", |part| part.pointer()),
        }
    }

    /// The JSON pointers of all schemas that it consists of.
    pub(in crate::lower) fn pointers(&self) -> Vec<&str> {
        match self {
            Self::All(parts) => parts.iter().map(Self::pointer).collect(),
            single => vec![single.pointer()],
        }
    }

    /// The name of the component that it refers to.
    pub(in crate::lower) fn name(&self) -> Option<&'d str> {
        match self {
            Self::Reference(reference, _) => component::named(reference, "schemas"),
            Self::Component(name, _) | Self::Base(name, _) => Some(name),
            Self::Inline(..) | Self::All(_) => None,
        }
    }

    /// A string that no other schema of the document has.
    pub(in crate::lower) fn key(&self) -> String {
        match self {
            Self::Reference(reference, _) => (*reference).to_owned(),
            Self::Inline(_, pointer) => pointer.clone(),
            Self::Component(name, _) => component::pointer("schemas", name),
            Self::Base(name, _) => format!("#/components/schemas/{} itself", escape(name)),
            Self::All(parts) => {
                let keys: Vec<_> = parts.iter().map(Self::key).collect();
                keys.join(" & ")
            }
        }
    }
}

/// The keywords of one schema, without following references.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Keywords<'d> {
    pub(in crate::lower) kind: Option<&'d str>,
    pub(in crate::lower) format: Option<String>,
    pub(in crate::lower) properties: Option<&'d IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub(in crate::lower) required: &'d [String],
    pub(in crate::lower) additional: Option<&'d AdditionalProperties>,
    pub(in crate::lower) items: Option<&'d ReferenceOr<Box<Schema>>>,
    pub(in crate::lower) enumeration: Vec<Value>,
    pub(in crate::lower) bounds: Bounds,
    pub(in crate::lower) one_of: &'d [ReferenceOr<Schema>],
    pub(in crate::lower) any_of: &'d [ReferenceOr<Schema>],
    pub(in crate::lower) all_of: &'d [ReferenceOr<Schema>],
    pub(in crate::lower) not: bool,
    pub(in crate::lower) discriminator: Option<&'d Discriminator>,
}

impl<'d> Keywords<'d> {
    /// Reads the keywords of `schema`.
    pub(in crate::lower) fn of(schema: &'d Schema) -> Self {
        let base = Self {
            discriminator: schema.schema_data.discriminator.as_ref(),
            ..Self::default()
        };
        match &schema.schema_kind {
            SchemaKind::Type(kind) => base.with_type(kind),
            SchemaKind::OneOf { one_of } => Self { one_of, ..base },
            SchemaKind::AllOf { all_of } => Self { all_of, ..base },
            SchemaKind::AnyOf { any_of } => Self { any_of, ..base },
            SchemaKind::Not { .. } => Self { not: true, ..base },
            SchemaKind::Any(any) => base.with_any(any),
        }
    }

    fn with_type(self, kind: &'d Type) -> Self {
        match kind {
            Type::String(s) => Self {
                kind: Some("string"),
                format: format_name(&s.format),
                enumeration: s
                    .enumeration
                    .iter()
                    .map(|v| v.clone().map_or(Value::Null, Value::String))
                    .collect(),
                bounds: Bounds {
                    min_length: s.min_length,
                    max_length: s.max_length,
                    pattern: s.pattern.clone(),
                    ..Bounds::default()
                },
                ..self
            },
            Type::Number(_) | Type::Integer(_) => self.with_number(kind),
            Type::Boolean(b) => Self {
                kind: Some("boolean"),
                enumeration: b
                    .enumeration
                    .iter()
                    .map(|v| v.map_or(Value::Null, Value::Bool))
                    .collect(),
                ..self
            },
            Type::Object(_) | Type::Array(_) => self.with_container(kind),
        }
    }

    fn with_number(self, kind: &'d Type) -> Self {
        match kind {
            Type::Number(n) => Self {
                kind: Some("number"),
                format: format_name(&n.format),
                enumeration: n
                    .enumeration
                    .iter()
                    .map(|v| v.map_or(Value::Null, Value::from))
                    .collect(),
                bounds: Bounds {
                    minimum: n.minimum.map(number),
                    maximum: n.maximum.map(number),
                    exclusive_minimum: n.exclusive_minimum,
                    exclusive_maximum: n.exclusive_maximum,
                    multiple_of: n.multiple_of.map(number),
                    ..Bounds::default()
                },
                ..self
            },
            Type::Integer(n) => Self {
                kind: Some("integer"),
                format: format_name(&n.format),
                enumeration: n
                    .enumeration
                    .iter()
                    .map(|v| v.map_or(Value::Null, Value::from))
                    .collect(),
                bounds: Bounds {
                    minimum: n.minimum.map(|v| v.to_string()),
                    maximum: n.maximum.map(|v| v.to_string()),
                    exclusive_minimum: n.exclusive_minimum,
                    exclusive_maximum: n.exclusive_maximum,
                    multiple_of: n.multiple_of.map(|v| v.to_string()),
                    ..Bounds::default()
                },
                ..self
            },
            _ => self,
        }
    }

    fn with_container(self, kind: &'d Type) -> Self {
        match kind {
            Type::Object(o) => Self {
                kind: Some("object"),
                properties: Some(&o.properties),
                required: &o.required,
                additional: o.additional_properties.as_ref(),
                ..self
            },
            Type::Array(a) => Self {
                kind: Some("array"),
                items: a.items.as_ref(),
                bounds: Bounds {
                    min_items: a.min_items,
                    max_items: a.max_items,
                    unique_items: a.unique_items,
                    ..Bounds::default()
                },
                ..self
            },
            _ => self,
        }
    }

    fn with_any(self, any: &'d openapiv3::AnySchema) -> Self {
        Self {
            kind: any.typ.as_deref(),
            format: any.format.clone(),
            properties: Some(&any.properties),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            items: any.items.as_ref(),
            enumeration: any.enumeration.clone(),
            bounds: Bounds {
                minimum: any.minimum.map(number),
                maximum: any.maximum.map(number),
                exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
                exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
                multiple_of: any.multiple_of.map(number),
                min_length: any.min_length,
                max_length: any.max_length,
                min_items: any.min_items,
                max_items: any.max_items,
                unique_items: any.unique_items.unwrap_or_default(),
                pattern: any.pattern.clone(),
            },
            one_of: &any.one_of,
            any_of: &any.any_of,
            all_of: &any.all_of,
            not: any.not.is_some(),
            ..self
        }
    }

    /// The type of a value, if the keywords say nothing else about it.
    pub(in crate::lower) fn only_kind(&self) -> Option<&'d str> {
        let says_more = self.properties.is_some_and(|members| !members.is_empty())
            || !self.required.is_empty()
            || self.additional.is_some()
            || self.items.is_some()
            || self.format.is_some()
            || self.not
            || !self.enumeration.is_empty()
            || self.bounds != Bounds::default()
            || [self.one_of, self.any_of, self.all_of]
                .iter()
                .any(|list| !list.is_empty());
        self.kind.filter(|_| !says_more)
    }

    /// Whether the keywords say what a value looks like, beyond annotations and `required`.
    pub(in crate::lower) fn has_shape(&self) -> bool {
        let bare_object = self.kind == Some("object")
            && self.properties.is_none_or(IndexMap::is_empty)
            && self.additional.is_none();
        (self.kind.is_some() && !bare_object)
            || self.properties.is_some_and(|p| !p.is_empty())
            || self.items.is_some()
            || self.additional.is_some()
            || !self.enumeration.is_empty()
            || !self.one_of.is_empty()
            || !self.any_of.is_empty()
            || !self.all_of.is_empty()
    }
}

/// Returns the name of a format, as the document writes it.
fn format_name<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match serde_json::to_value(format) {
        Ok(Value::String(name)) if !name.is_empty() => Some(name),
        _ => None,
    }
}

/// Writes integral numbers without a fraction, as the document does.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e21 {
        format!("{value:.0}")
    } else {
        value.to_string()
    }
}
