//! Documented failures: one enum per distinct set of status and body.

use std::collections::BTreeMap;

use openapiv3::{Operation, ReferenceOr, Response, StatusCode};

use crate::ir::{ErrorSet, ErrorSetId, ErrorVariant, NameHint, TypeRef};
use crate::lower::Lowering;
use crate::lower::error::LowerError;
use crate::lower::schemas::compose::escape;
use crate::lower::schemas::keywords::Sub;

/// The sets seen so far, by their notation in the configuration.
#[derive(Debug, Default)]
pub(in crate::lower) struct ErrorSets {
    pub(in crate::lower) sets: Vec<ErrorSet>,
    known: BTreeMap<String, ErrorSetId>,
}

/// One documented failure in the notation of the configuration, and as it is generated.
struct Failure {
    notation: String,
    variant: ErrorVariant,
}

impl<'d> Lowering<'d> {
    /// The response at `pointer`, and where it really stands.
    pub(in crate::lower) fn response(
        &self,
        response: &'d ReferenceOr<Response>,
        pointer: String,
    ) -> Result<(&'d Response, String), LowerError> {
        match response {
            ReferenceOr::Item(response) => Ok((response, pointer)),
            ReferenceOr::Reference { reference } => {
                let found = reference
                    .strip_prefix("#/components/responses/")
                    .and_then(|name| {
                        let response = self.document.components.as_ref()?.responses.get(name)?;
                        Some((
                            response.as_item()?,
                            format!("#/components/responses/{}", escape(name)),
                        ))
                    });
                found.ok_or_else(|| {
                    LowerError::new(pointer, format!("`$ref: {reference}` leads to no response"))
                })
            }
        }
    }

    /// The set of the operation's documented failures.
    pub(in crate::lower) fn errors(
        &mut self,
        operation: &'d Operation,
        pointer: &str,
        sets: &mut ErrorSets,
    ) -> Result<ErrorSetId, LowerError> {
        let mut failures = Vec::new();
        for (status, response) in &operation.responses.responses {
            let StatusCode::Code(status) = status else {
                let message = format!(
                    "the status range `{status}` is not supported; list the statuses in an overlay"
                );
                return Err(LowerError::new(pointer, message));
            };
            if *status >= 400 {
                let (response, at) =
                    self.response(response, format!("{pointer}/responses/{status}"))?;
                failures.push(self.failure(*status, response, &at)?);
            } else if !(200..300).contains(status) {
                return Err(LowerError::new(
                    pointer,
                    format!("responses of status {status} are not supported"),
                ));
            }
        }
        if let Some(default) = &operation.responses.default {
            self.check_default(default, format!("{pointer}/responses/default"))?;
        }
        failures.sort_by(|a, b| a.variant.cmp(&b.variant));
        let notation: Vec<_> = failures
            .iter()
            .map(|failure| failure.notation.as_str())
            .collect();
        let notation = notation.join(" ");
        if let Some(id) = sets.known.get(&notation) {
            return Ok(*id);
        }
        let named = self
            .config
            .error_sets
            .iter()
            .find(|(_, statuses)| **statuses == notation);
        let name = match named {
            Some((name, _)) => name.clone(),
            None => self.unnamed_set(pointer, &notation),
        };
        self.mark("error_sets", &name);
        let id = ErrorSetId(sets.sets.len());
        let variants = failures
            .into_iter()
            .map(|failure| failure.variant)
            .collect();
        sets.sets.push(ErrorSet { name, variants });
        sets.known.insert(notation, id);
        Ok(id)
    }

    /// Reports a set that has no name, and guesses one.
    fn unnamed_set(&mut self, pointer: &str, notation: &str) -> String {
        let message = format!(
            "this set of failures has no name; add to [error_sets] in spec/codegen.toml: SomeError = \"{notation}\""
        );
        self.left_out.insert(pointer.to_owned());
        self.undecided(LowerError::new(pointer, message));
        format!("{notation}_error")
    }

    /// Failures that are not documented are read as the usual error body, so `default` may say nothing else.
    fn check_default(
        &self,
        default: &'d ReferenceOr<Response>,
        pointer: String,
    ) -> Result<(), LowerError> {
        let (response, at) = self.response(default, pointer)?;
        let usual = format!("#/components/schemas/{}", self.config.error_body);
        let other = response.content.iter().find(|(media, content)| {
            let schema = content.schema.as_ref();
            let is_usual = schema.is_some_and(|schema| {
                matches!(schema, ReferenceOr::Reference { reference } if *reference == usual)
            });
            *media != "application/json" || !is_usual
        });
        match other {
            Some((media, _)) => Err(LowerError::new(
                format!("{at}/content/{}", escape(media)),
                format!("other failures are read as `{usual}`; list their statuses in an overlay"),
            )),
            None => Ok(()),
        }
    }

    fn failure(
        &mut self,
        status: u16,
        response: &'d Response,
        pointer: &str,
    ) -> Result<Failure, LowerError> {
        if response.content.len() > 1 {
            return Err(LowerError::new(
                format!("{pointer}/content"),
                "a failure has one body; leave `application/json` in an overlay",
            ));
        }
        let Some((media, content)) = response.content.first() else {
            let variant = ErrorVariant { status, body: None };
            return Ok(Failure {
                notation: format!("{status}:-"),
                variant,
            });
        };
        let at = format!("{pointer}/content/{}/schema", escape(media));
        let Some(schema) = content
            .schema
            .as_ref()
            .filter(|_| media == "application/json")
        else {
            let message = format!(
                "a failure with a body of `{media}` is not supported; remove the body in an overlay"
            );
            return Err(LowerError::new(pointer, message));
        };
        let name = pointer.rsplit('/').next().unwrap_or(pointer);
        let hint = NameHint::Component {
            key: format!("{name}_error"),
            stripped: None,
        };
        let used = self.schema(&Sub::new(schema, at.clone()), hint)?;
        let TypeRef::Named(body) = used.ty else {
            return Err(LowerError::new(
                at,
                "the body of a failure must be an object; correct it in an overlay",
            ));
        };
        let usual = used.merged.component == Some(self.config.error_body.as_str());
        let notation = match used.merged.component {
            _ if usual => status.to_string(),
            Some(component) => format!("{status}:{component}"),
            None => format!("{status}:{name}"),
        };
        Ok(Failure {
            notation,
            variant: ErrorVariant {
                status,
                body: Some(body),
            },
        })
    }
}
