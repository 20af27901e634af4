//! Documented error statuses and the types of their bodies.
//!
//! The runtime reads code, message and request ID of any error body, so an operation only needs the statuses as data.
//! The types of the bodies are generated for callers who read more.

use std::collections::BTreeMap;

use openapiv3::{Operation, ReferenceOr, Response, StatusCode};

use crate::component;
use crate::ir::{ErrorStatus, Group, NameHint, TypeRef};
use crate::json_pointer::escape;
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::schemas::keywords::Sub;

/// The documented errors of an operation.
#[derive(Debug, Default)]
pub(in crate::lower) struct Errors {
    /// By status, in order.
    pub(in crate::lower) statuses: Vec<ErrorStatus>,
    /// Type of the body of any other status.
    pub(in crate::lower) other: Option<TypeRef>,
}

impl<'d> Lowering<'d> {
    /// Returns the response at `pointer`, and the pointer of its definition.
    pub(in crate::lower) fn response(
        &self,
        response: &'d ReferenceOr<Response>,
        pointer: String,
    ) -> Result<(&'d Response, String), LowerError> {
        match response {
            ReferenceOr::Item(response) => Ok((response, pointer)),
            ReferenceOr::Reference { reference } => {
                let found = component::named(reference, "responses").and_then(|name| {
                    let response = self.document.components.as_ref()?.responses.get(name)?;
                    Some((response.as_item()?, component::pointer("responses", name)))
                });
                found.ok_or_else(|| {
                    LowerError::new(
                        pointer,
                        format!("`$ref: {reference}` points to no response"),
                    )
                })
            }
        }
    }

    /// Returns the operation's documented error statuses.
    pub(in crate::lower) fn errors(
        &mut self,
        operation: &'d Operation,
        pointer: &str,
    ) -> Result<Errors, LowerError> {
        let mut errors = Errors::default();
        for (status, response) in &operation.responses.responses {
            let StatusCode::Code(status) = status else {
                let message = format!(
                    "the status range `{status}` is not supported; list the statuses in an overlay"
                );
                return Err(LowerError::new(pointer, message));
            };
            if *status >= 400 {
                let body = self.error_body(response, format!("{pointer}/responses/{status}"))?;
                errors.statuses.push(ErrorStatus {
                    status: *status,
                    body,
                    is_special: false,
                });
            } else if !(200..300).contains(status) {
                return Err(LowerError::new(
                    pointer,
                    format!("responses of status {status} are not supported"),
                ));
            }
        }
        errors.statuses.sort_by_key(|error| error.status);
        if let Some(other) = &operation.responses.default {
            errors.other = self.error_body(other, format!("{pointer}/responses/default"))?;
        }
        Ok(errors)
    }

    /// Returns the type of an error body, none for a body that is text.
    fn error_body(
        &mut self,
        response: &'d ReferenceOr<Response>,
        pointer: String,
    ) -> Result<Option<TypeRef>, LowerError> {
        let (response, pointer) = self.response(response, pointer)?;
        let mut body = None;
        for (media, content) in &response.content {
            let at = format!("{pointer}/content/{}", escape(media));
            let Some(schema) = &content.schema else {
                continue;
            };
            if media.starts_with("text/") && matches!(schema, ReferenceOr::Item(_)) {
                continue;
            }
            if media != "application/json" {
                self.raw_body(schema, media, &at)?;
                continue;
            }
            let name = pointer.rsplit('/').next().unwrap_or(&pointer);
            let hint = NameHint::Component {
                key: format!("{name}_error"),
                stripped: None,
            };
            body = Some(
                self.schema(&Sub::new(schema, format!("{at}/schema")), hint)?
                    .ty,
            );
        }
        Ok(body)
    }
}

/// Marks the error bodies whose type the documentation of a method names: all but the most common one.
pub(in crate::lower) fn mark_special(groups: &mut [Group]) {
    let mut counts: BTreeMap<TypeRef, usize> = BTreeMap::new();
    let operations = groups.iter().flat_map(|group| &group.operations);
    let bodies = operations.flat_map(|operation| &operation.errors);
    for body in bodies.filter_map(|error| error.body.as_ref()) {
        *counts.entry(body.clone()).or_default() += 1;
    }
    // Of several, the first: the order of types is that of their names in the document.
    let common = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    let common = common.map(|(body, _)| body);
    let operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    for error in operations.flat_map(|operation| &mut operation.errors) {
        error.is_special = error.body.is_some() && error.body != common;
    }
}

/// Returns the error statuses of all operations, in order.
pub(in crate::lower) fn all(groups: &[Group]) -> Vec<u16> {
    let operations = groups.iter().flat_map(|group| &group.operations);
    let errors = operations.flat_map(|operation| &operation.errors);
    let mut statuses: Vec<_> = errors.map(|error| error.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}
