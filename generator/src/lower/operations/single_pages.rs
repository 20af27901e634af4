//! Lists of which an operation returns one page that callers select: the client does not know how they continue.

use openapiv3::{ReferenceOr, Schema, StatusCode};

use crate::ir::{Output, TypeRef};
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::operations::output::OperationInput;
use crate::lower::operations::page_parameters::{PROVIDED, selecting};
use crate::lower::operations::parameters::Parameters;
use crate::lower::schemas::keywords::Sub;

/// The media type by which all JSON is called here.
const JSON: &str = "application/json";

impl<'d> Lowering<'d> {
    /// Returns what the documentation says about the pages of a list that is returned without them.
    pub(in crate::lower) fn unfollowed_list(
        &mut self,
        of: OperationInput<'_, 'd>,
        output: &Output,
        parameters: &Parameters,
    ) -> Vec<String> {
        let (Output::Json { ty, .. } | Output::Member { ty, .. }) = output else {
            return Vec::new();
        };
        let is_list = matches!(ty, TypeRef::List(_));
        if self.config.not_pages.contains_key(of.id) {
            let is_paged = PROVIDED.iter().all(|name| parameters.has_query(name));
            let whole = "The response contains all items, independent of `page` and `per_page`.";
            let facts = (is_list && is_paged).then(|| whole.to_owned());
            return facts.into_iter().collect();
        }
        let Some(parameter) = selecting(&parameters.query) else {
            return Vec::new();
        };
        if of.http_method != "get" || !(is_list || self.has_list(of)) {
            return Vec::new();
        }
        if self.config.single_pages.contains_key(of.id) {
            self.mark("single_pages", of.id);
        } else if !self.is_asked(of.id) {
            self.undecided(undecided(of, parameter));
        }
        vec![format!(
            "Returns one page; `{parameter}` selects another one."
        )]
    }

    /// Whether a success is an object with a list. Its type does not show that yet: records get their members later.
    fn has_list(&self, of: OperationInput<'_, 'd>) -> bool {
        let mut responses = of.operation.responses.responses.iter();
        responses.any(|(status, response)| {
            let is_success = matches!(status, StatusCode::Code(200..300));
            let found = self.response(response, String::new());
            let content = found
                .ok()
                .and_then(|(response, _)| response.content.get(JSON));
            let schema = content.and_then(|content| content.schema.as_ref());
            is_success && schema.is_some_and(|schema| self.is_object_with_list(schema))
        })
    }

    fn is_object_with_list(&self, schema: &'d ReferenceOr<Schema>) -> bool {
        let compose = |sub: &Sub<'d>| self.composer.compose(sub).ok();
        let merged = compose(&Sub::new(schema, String::new()));
        let members = merged.map(|merged| merged.members).unwrap_or_default();
        let mut members = members.values();
        members.any(|member| compose(member).is_some_and(|member| member.kind == Some("array")))
    }

    /// Whether it is undecided already how the list continues.
    fn is_asked(&self, id: &str) -> bool {
        let mut decisions = self
            .errors
            .iter()
            .filter_map(|error| error.decision.as_ref());
        decisions.any(
            |decision| matches!(decision, Decision::List { operation, .. } if **operation == *id),
        )
    }
}

fn undecided(of: OperationInput<'_, '_>, parameter: &str) -> LowerError {
    let message = format!(
        "this returns one page of a list, which `{parameter}` selects; add to spec/codegen.toml either under \
         [single_pages]: {id} = \"reason\", or under [pages]: {id} = {{ items = \"…\", style = \"…\" }}, or, if the \
         response has all items, under [not_pages]: {id} = \"reason\"",
        id = of.id,
    );
    LowerError::new(of.pointer, message).deciding(Decision::SinglePage {
        operation: of.id.to_owned(),
        by: parameter.to_owned(),
    })
}
