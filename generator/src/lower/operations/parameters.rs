//! Parameters: positional arguments, chained query setters, and what OpenAPI says to ignore.

use std::collections::BTreeSet;

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use crate::ir::{
    Argument, ArgumentLocation, Docs, NameHint, QueryParameter, Scalar, Shape, TypeId, TypeRef,
};
use crate::lower::Lowering;
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::schemas::compose::escape;
use crate::lower::schemas::keywords::Sub;

/// Headers that OpenAPI tells to ignore as parameters, since other keywords describe them.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The parameters of an operation.
#[derive(Debug, Default)]
pub(in crate::lower) struct Parameters {
    pub(in crate::lower) arguments: Vec<Argument>,
    pub(in crate::lower) query: Vec<QueryParameter>,
}

impl Parameters {
    /// Whether a query parameter of this name exists, required or not.
    pub(in crate::lower) fn has_query(&self, name: &str) -> bool {
        self.query.iter().any(|parameter| parameter.wire == name)
            || self
                .arguments
                .iter()
                .any(|a| a.location == ArgumentLocation::Query && a.wire == name)
    }
}

impl<'d> Lowering<'d> {
    /// Lowers the parameters at `pointer`; `method` names their inline types.
    pub(in crate::lower) fn parameters(
        &mut self,
        list: &'d [ReferenceOr<Parameter>],
        path: &str,
        pointer: &str,
        method: &str,
    ) -> Result<Parameters, LowerError> {
        let mut out = Parameters::default();
        for (index, parameter) in list.iter().enumerate() {
            let at = format!("{pointer}/parameters/{index}");
            let (parameter, at) = self.parameter(parameter, at)?;
            self.one_parameter(parameter, &at, method, &mut out)?;
        }
        let position = |argument: &Argument| match argument.location {
            ArgumentLocation::Path => path
                .find(&format!("{{{}}}", argument.wire))
                .unwrap_or(usize::MAX - 3),
            ArgumentLocation::Url => usize::MAX - 2,
            ArgumentLocation::Query => usize::MAX - 1,
            ArgumentLocation::Header => usize::MAX,
        };
        out.arguments.sort_by_key(position);
        self.check_template(path, pointer, &out)?;
        Ok(out)
    }

    fn parameter(
        &self,
        parameter: &'d ReferenceOr<Parameter>,
        at: String,
    ) -> Result<(&'d Parameter, String), LowerError> {
        match parameter {
            ReferenceOr::Item(parameter) => Ok((parameter, at)),
            ReferenceOr::Reference { reference } => {
                let found = reference
                    .strip_prefix("#/components/parameters/")
                    .and_then(|name| {
                        let parameter = self.document.components.as_ref()?.parameters.get(name)?;
                        Some((
                            parameter.as_item()?,
                            format!("#/components/parameters/{}", escape(name)),
                        ))
                    });
                found.ok_or_else(|| {
                    LowerError::new(at, format!("`$ref: {reference}` leads to no parameter"))
                })
            }
        }
    }

    fn one_parameter(
        &mut self,
        parameter: &'d Parameter,
        at: &str,
        method: &str,
        out: &mut Parameters,
    ) -> Result<(), LowerError> {
        let Some(location) = self.location(parameter, at)? else {
            return Ok(());
        };
        let data = parameter.parameter_data_ref();
        let (ty, docs) = self.parameter_type(data, at, method)?;
        self.check_sendable(&ty, location, at)?;
        let deprecated = data.deprecated.unwrap_or_default();
        let wire = data.name.clone();
        if data.required || location == ArgumentLocation::Path {
            out.arguments.push(Argument {
                wire,
                location,
                ty,
                docs,
                deprecated,
            });
        } else {
            out.query.push(QueryParameter {
                wire,
                ty,
                docs,
                deprecated,
                provided: false,
            });
        }
        Ok(())
    }

    /// Where the parameter is sent, unless it is not the caller's to send.
    fn location(
        &mut self,
        parameter: &Parameter,
        at: &str,
    ) -> Result<Option<ArgumentLocation>, LowerError> {
        let unsupported = |what: &str| {
            Err(LowerError::new(
                at,
                format!("{what}; describe it otherwise in an overlay"),
            ))
        };
        Ok(Some(match parameter {
            Parameter::Path {
                style: PathStyle::Simple,
                ..
            } => ArgumentLocation::Path,
            Parameter::Path { .. } => {
                return unsupported("path parameters other than `style: simple` are not supported");
            }
            Parameter::Query {
                parameter_data,
                style,
                ..
            } => {
                if !matches!(style, QueryStyle::Form) || parameter_data.explode == Some(false) {
                    return unsupported(
                        "query parameters other than `style: form`, exploded, are not supported",
                    );
                }
                ArgumentLocation::Query
            }
            Parameter::Header { parameter_data, .. } => {
                if IGNORED_HEADERS.contains(&parameter_data.name.to_ascii_lowercase().as_str()) {
                    let name = &parameter_data.name;
                    self.report(
                        at,
                        format!("the header parameter `{name}` is ignored, as OpenAPI demands"),
                    );
                    return Ok(None);
                }
                if !parameter_data.required {
                    return unsupported("optional header parameters are not supported");
                }
                ArgumentLocation::Header
            }
            Parameter::Cookie { .. } => return unsupported("cookie parameters are not supported"),
        }))
    }

    fn parameter_type(
        &mut self,
        data: &'d ParameterData,
        at: &str,
        method: &str,
    ) -> Result<(TypeRef, Docs), LowerError> {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return Err(LowerError::new(
                at,
                "parameters with `content` are not supported; use `schema` in an overlay",
            ));
        };
        let hint = match at.strip_prefix("#/components/parameters/") {
            Some(name) => NameHint::Component {
                key: name.to_owned(),
                stripped: None,
            },
            None => NameHint::OfOperation {
                method: method.to_owned(),
                role: data.name.clone(),
            },
        };
        let used = self.schema(&Sub::new(schema, format!("{at}/schema")), hint)?;
        let text = data.description.as_deref();
        let text = text.filter(|text| !text.trim().is_empty());
        let derived = format!("{}.", self.spelling.phrase(&data.name));
        let docs = Docs {
            text: text.map(docs::sentence),
            ..Docs::derived(derived, docs::facts(&used.merged, &used.ty))
        };
        Ok((used.ty, docs))
    }

    /// Only what is one text can be sent, and in the query several of them.
    fn check_sendable(
        &self,
        ty: &TypeRef,
        location: ArgumentLocation,
        at: &str,
    ) -> Result<(), LowerError> {
        let one = match ty {
            TypeRef::List(item) if location == ArgumentLocation::Query => item,
            other => other,
        };
        if self.is_text(one, &mut BTreeSet::new()) {
            return Ok(());
        }
        let message = "only scalars, string enums and unions of scalars can be parameters, and lists of these in the \
                       query; describe it otherwise in an overlay";
        Err(LowerError::new(format!("{at}/schema"), message))
    }

    /// Whether a value is one text; a type that is reached again does not change the answer.
    fn is_text(&self, ty: &TypeRef, seen: &mut BTreeSet<TypeId>) -> bool {
        match ty {
            TypeRef::Scalar(scalar) => *scalar != Scalar::Secret,
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                if !seen.insert(*id) {
                    return true;
                }
                match self.types.get(id.0).map(|def| &def.shape) {
                    Some(Shape::StringEnum(_)) => true,
                    Some(Shape::Union(union)) => {
                        union.branches.iter().all(|b| self.is_text(&b.ty, seen))
                    }
                    Some(Shape::Record(_)) | None => false,
                }
            }
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Optional(_) | TypeRef::Json => false,
        }
    }

    /// Every variable of the path template needs a parameter, and every path parameter a variable.
    fn check_template(
        &self,
        path: &str,
        pointer: &str,
        parameters: &Parameters,
    ) -> Result<(), LowerError> {
        let declared = parameters
            .arguments
            .iter()
            .filter(|a| a.location == ArgumentLocation::Path);
        for argument in declared.clone() {
            if !path.contains(&format!("{{{}}}", argument.wire)) {
                let message = format!(
                    "the path parameter `{}` is not in the template `{path}`",
                    argument.wire
                );
                return Err(LowerError::new(pointer, message));
            }
        }
        for variable in path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
        {
            if !declared.clone().any(|argument| argument.wire == variable) {
                let message =
                    format!("`{{{variable}}}` in the template `{path}` has no path parameter");
                return Err(LowerError::new(pointer, message));
            }
        }
        Ok(())
    }
}
