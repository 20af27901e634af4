//! Parameters: positional arguments, chained query setters, and what OpenAPI says to ignore.

use std::collections::BTreeMap;

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr};

use crate::component;
use crate::ir::{
    Argument, ArgumentLocation, Docs, NameHint, QueryParameter, Scalar, TypeRef, ValueStyle,
};
use crate::json_pointer::escape;
use crate::lower::documentation::docs;
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::operations::header_name::is_header_name;
use crate::lower::operations::path_operation::PathOperation;
use crate::lower::operations::value_styles::is_json;
use crate::lower::schemas::keywords::Sub;

/// Headers that OpenAPI ignores as parameters, since other keywords describe them.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The documented limits of a parameter that is a number.
#[derive(Clone, Copy, Debug, Default)]
struct ParameterLimits {
    minimum: Option<i64>,
    maximum: Option<u32>,
}

/// The parameters of an operation.
#[derive(Debug, Default)]
pub(in crate::lower) struct Parameters {
    pub(in crate::lower) arguments: Vec<Argument>,
    pub(in crate::lower) query: Vec<QueryParameter>,
    /// The documented maxima of query parameters.
    maxima: BTreeMap<String, u32>,
}

impl Parameters {
    /// The largest value of a query parameter, if the document names it.
    pub(in crate::lower) fn largest(&self, name: &str) -> Option<u32> {
        self.maxima.get(name).copied()
    }

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
    /// Lowers the parameters of an operation and of its path item; `method` names their inline types.
    pub(in crate::lower) fn parameters(
        &mut self,
        path_operation: PathOperation<'d>,
        pointer: &str,
        method: &str,
    ) -> Result<Parameters, LowerError> {
        let item = path_operation.item_pointer();
        let shared = path_operation.item.parameters.iter().enumerate();
        let shared = shared.map(|(at, one)| (one, format!("{item}/parameters/{at}")));
        let own = path_operation.operation.parameters.iter().enumerate();
        let own = own.map(|(at, one)| (one, format!("{pointer}/parameters/{at}")));
        let mut all: Vec<(&'d Parameter, String)> = Vec::new();
        for (parameter, at) in shared.chain(own) {
            let (parameter, at) = self.parameter(parameter, at)?;
            // The operation's own parameter replaces the one of its path item.
            all.retain(|(known, _)| !is_same(known, parameter));
            all.push((parameter, at));
        }
        let mut out = Parameters::default();
        for (parameter, at) in all {
            self.one_parameter(parameter, &at, method, &mut out)?;
        }
        if path_operation.http_method == "delete" {
            self.confirmations(&mut out.arguments);
        }
        let path = path_operation.path;
        let position = |argument: &Argument| match argument.location {
            ArgumentLocation::Path => path
                .find(&format!("{{{}}}", argument.wire))
                .unwrap_or(usize::MAX - 4),
            ArgumentLocation::Url => usize::MAX - 3,
            ArgumentLocation::Query => usize::MAX - 2,
            ArgumentLocation::Header => usize::MAX - 1,
            ArgumentLocation::Body => usize::MAX,
        };
        out.arguments.sort_by_key(position);
        self.check_template(path, pointer, &out)?;
        if path.contains('#') {
            let message = "the end of the path, from `#` on, only distinguishes it from other paths, and is not sent";
            self.report(item, message);
        }
        Ok(out)
    }

    /// Marks the headers that confirm a deletion.
    fn confirmations(&mut self, arguments: &mut [Argument]) {
        for argument in arguments {
            let is_listed = self.config.confirmations.contains(&argument.wire);
            if is_listed && argument.location == ArgumentLocation::Header {
                argument.style = ValueStyle::Confirmation;
                self.mark("confirmations", &argument.wire);
            }
        }
    }

    fn parameter(
        &self,
        parameter: &'d ReferenceOr<Parameter>,
        at: String,
    ) -> Result<(&'d Parameter, String), LowerError> {
        match parameter {
            ReferenceOr::Item(parameter) => Ok((parameter, at)),
            ReferenceOr::Reference { reference } => {
                let found = component::named(reference, "parameters").and_then(|name| {
                    let parameter = self.document.components.as_ref()?.parameters.get(name)?;
                    Some((parameter.as_item()?, component::pointer("parameters", name)))
                });
                found.ok_or_else(|| {
                    LowerError::new(
                        at,
                        format!("`$ref: {reference}` does not refer to a parameter"),
                    )
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
        if crate::names::value_like(&data.name).is_none() {
            let message = format!(
                "the parameter {:?} has neither letters nor digits in its name; rename or remove it in an overlay",
                data.name
            );
            return Err(LowerError::new(at, message));
        }
        let (ty, docs, limits) = self.parameter_type(data, at, method)?;
        if let Some(maximum) = limits.maximum {
            out.maxima.insert(data.name.clone(), maximum);
        }
        let style = self.style(parameter, &ty, location, at)?;
        let deprecated = data.deprecated.unwrap_or_default();
        let wire = data.name.clone();
        if data.required || location == ArgumentLocation::Path {
            out.arguments.push(Argument {
                wire,
                location,
                ty,
                style,
                minimum: limits
                    .minimum
                    .filter(|_| location == ArgumentLocation::Path),
                docs,
                deprecated,
            });
        } else {
            out.query.push(QueryParameter {
                wire,
                ty,
                style,
                header: location == ArgumentLocation::Header,
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
        Ok(Some(match parameter {
            Parameter::Path { .. } => ArgumentLocation::Path,
            Parameter::Query { .. } => ArgumentLocation::Query,
            Parameter::Header { parameter_data, .. } => {
                let name = &parameter_data.name;
                if IGNORED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
                    self.report(
                        at,
                        format!("the header parameter `{name}` is ignored, as OpenAPI demands"),
                    );
                    return Ok(None);
                }
                if !is_header_name(name) {
                    let message =
                        format!("`{name}` is not a valid header name; correct it in an overlay");
                    return Err(LowerError::new(format!("{at}/name"), message));
                }
                ArgumentLocation::Header
            }
            Parameter::Cookie { .. } => {
                let message = "cookie parameters are left out; callers set the header `cookie` by `Request::header`";
                self.report(at, message);
                return Ok(None);
            }
        }))
    }

    fn parameter_type(
        &mut self,
        data: &'d ParameterData,
        at: &str,
        method: &str,
    ) -> Result<(TypeRef, Docs, ParameterLimits), LowerError> {
        let (schema, schema_pointer) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => (schema, format!("{at}/schema")),
            ParameterSchemaOrContent::Content(content) => {
                let mut media = content.iter();
                let (Some((media, content)), None) = (media.next(), media.next()) else {
                    let message = "the `content` of a parameter must be one media type; use `schema` in an overlay";
                    return Err(LowerError::new(at, message));
                };
                if !is_json(media) {
                    let message = format!(
                        "`{media}` is not read: the value is written according to its schema"
                    );
                    self.report(at, message);
                }
                let Some(schema) = &content.schema else {
                    // Without a schema any value is valid.
                    let ty = match is_json(media) {
                        true => TypeRef::Json,
                        false => TypeRef::Scalar(Scalar::String),
                    };
                    let derived = format!("{}.", self.spelling.phrase(&data.name));
                    return Ok((
                        ty,
                        Docs::derived(derived, Vec::new()),
                        ParameterLimits::default(),
                    ));
                };
                (schema, format!("{at}/content/{}/schema", escape(media)))
            }
        };
        let hint = match component::named(at, "parameters") {
            Some(name) => NameHint::Component {
                key: name.to_owned(),
                stripped: None,
            },
            None => NameHint::OfOperation {
                method: method.to_owned(),
                role: data.name.clone(),
            },
        };
        let sub = Sub::new(schema, schema_pointer);
        let used = self.schema(&sub, hint)?;
        let ty = self.same_type(&data.name, &sub, None, used.ty.clone())?;
        let derived = format!("{}.", self.spelling.phrase(&data.name));
        let docs = Docs::derived(derived, docs::notes(&used.merged, &used.ty));
        let bounds = &used.merged.bounds;
        let maximum = bounds.maximum.as_ref();
        let minimum = bounds
            .minimum
            .as_ref()
            .filter(|_| ty == TypeRef::Scalar(Scalar::Integer));
        let minimum = minimum.and_then(|minimum| minimum.parse::<i64>().ok());
        let limits = ParameterLimits {
            minimum: minimum
                .and_then(|minimum| minimum.checked_add(bounds.exclusive_minimum.into())),
            maximum: maximum.and_then(|maximum| maximum.parse().ok()),
        };
        Ok((ty, docs, limits))
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

/// Whether two parameters are one: of the same name at the same location. The names of headers have no case.
fn is_same(one: &Parameter, other: &Parameter) -> bool {
    let (name, other_name) = (
        &one.parameter_data_ref().name,
        &other.parameter_data_ref().name,
    );
    let is_same_name = match one {
        Parameter::Header { .. } => name.eq_ignore_ascii_case(other_name),
        _ => name == other_name,
    };
    std::mem::discriminant(one) == std::mem::discriminant(other) && is_same_name
}
