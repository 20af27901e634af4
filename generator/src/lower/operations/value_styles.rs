//! How the values of parameters are written.

use std::collections::BTreeSet;

use openapiv3::{Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle};

use crate::ir::{ArgumentLocation, Scalar, Shape, TypeId, TypeRef, ValueStyle};
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;

impl Lowering<'_> {
    /// How the value is written; an error where OpenAPI does not say how.
    pub(super) fn style(
        &mut self,
        parameter: &Parameter,
        ty: &TypeRef,
        location: ArgumentLocation,
        at: &str,
    ) -> Result<ValueStyle, LowerError> {
        let unsupported = |message: &str| {
            Err(LowerError::new(
                format!("{at}/schema"),
                format!("{message}; describe it otherwise in an overlay"),
            ))
        };
        if let ParameterSchemaOrContent::Content(content) = &parameter.parameter_data_ref().format
            && content.keys().all(|media| is_json(media))
        {
            return Ok(ValueStyle::Json);
        }
        let explode = parameter.parameter_data_ref().explode;
        if matches!(parameter, Parameter::Path { style, .. } if !matches!(style, PathStyle::Simple))
        {
            return unsupported("path parameters other than `style: simple` are not supported");
        }
        if self.is_text(ty, &mut BTreeSet::new()) {
            return Ok(ValueStyle::Plain);
        }
        let form = parameter_form(parameter, explode);
        if matches!(ty, TypeRef::List(item) if self.is_text(item, &mut BTreeSet::new())) {
            return Ok(form.unwrap_or(match location {
                ArgumentLocation::Query => ValueStyle::Plain,
                _ => ValueStyle::Comma,
            }));
        }
        match parameter {
            Parameter::Path { .. } | Parameter::Header { .. }
                if self.is_object(ty) && explode == Some(true) =>
            {
                unsupported("objects in paths and headers with `explode: true` are not supported")
            }
            Parameter::Path { .. } | Parameter::Header { .. } if matches!(ty, TypeRef::List(_)) => {
                unsupported("lists of anything but scalars are not supported in paths and headers")
            }
            Parameter::Path { .. } | Parameter::Header { .. } => Ok(ValueStyle::Comma),
            _ => {
                if let TypeRef::List(_) = ty {
                    self.report(
                        format!("{at}/schema"),
                        "the items are numbered in the query: OpenAPI does not define how such a list is written",
                    );
                }
                Ok(form.unwrap_or(ValueStyle::Spread))
            }
        }
    }

    /// Whether a value is an object with known or unknown members.
    fn is_object(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Map(_) => true,
            TypeRef::Named(id) => matches!(self.types[*id].shape, Shape::Record(_)),
            _ => false,
        }
    }

    /// Whether a value is one string; a type that is reached again does not change the result.
    fn is_text(&self, ty: &TypeRef, seen: &mut BTreeSet<TypeId>) -> bool {
        match ty {
            TypeRef::Scalar(scalar) => !matches!(scalar, Scalar::Secret | Scalar::Part),
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                if !seen.insert(*id) {
                    return true;
                }
                match &self.types[*id].shape {
                    Shape::StringEnum(_) => true,
                    Shape::Union(union) => union.branches.iter().all(|b| self.is_text(&b.ty, seen)),
                    Shape::Record(_) => false,
                }
            }
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Optional(_) | TypeRef::Json => false,
        }
    }
}

/// Whether a media type of a parameter means JSON.
pub(super) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media).trim();
    essence == "application/json" || essence.ends_with("+json")
}

/// The style that the document demands for a list or an object in the query, unless it is the usual one.
fn parameter_form(parameter: &Parameter, explode: Option<bool>) -> Option<ValueStyle> {
    let Parameter::Query { style, .. } = parameter else {
        return None;
    };
    match style {
        QueryStyle::Form if explode == Some(false) => Some(ValueStyle::Comma),
        QueryStyle::SpaceDelimited if explode != Some(true) => Some(ValueStyle::Space),
        QueryStyle::PipeDelimited if explode != Some(true) => Some(ValueStyle::Pipes),
        QueryStyle::DeepObject => Some(ValueStyle::Deep),
        _ => None,
    }
}
