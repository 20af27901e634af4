//! The result of a success: nothing, an object, the one member of an envelope, a page, a file, text, events.

use std::collections::BTreeSet;

use openapiv3::{MediaType, Operation, StatusCode};

use crate::config::SplitConfig;
use crate::ir::{Disposition, Location, NameHint, Output, TypeRef};
use crate::json_pointer::escape;
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::operations::media_type::media_type;
use crate::lower::operations::parameters::Parameters;
use crate::lower::schemas::compose::{Additional, Merged};
use crate::lower::schemas::keywords::Sub;
use crate::lower::schemas::schema::{SchemaUse, element};

const JSON: &str = "application/json";

/// All possible results of a success.
#[derive(Debug)]
pub(in crate::lower) struct Success {
    pub(in crate::lower) output: Output,
    pub(in crate::lower) stream: Option<TypeRef>,
    pub(in crate::lower) statuses: Vec<u16>,
    /// The media types of JSON.
    media_types: BTreeSet<String>,
}

impl Success {
    /// The media types of JSON, unless it is only the usual one.
    pub(in crate::lower) fn accepts(&self) -> Option<String> {
        let names: Vec<_> = self.media_types.iter().map(String::as_str).collect();
        let is_usual = matches!(names.as_slice(), [] | [JSON]);
        (!is_usual).then(|| names.join(", "))
    }
}

/// The operation whose response is lowered.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct OperationInput<'a, 'd> {
    pub(in crate::lower) id: &'a str,
    pub(in crate::lower) http_method: &'a str,
    pub(in crate::lower) operation: &'d Operation,
    pub(in crate::lower) pointer: &'a str,
    pub(in crate::lower) method: &'a str,
    pub(in crate::lower) parameters: &'a Parameters,
    pub(in crate::lower) split: Option<&'a SplitConfig>,
}

/// The body as it is; which member of it holds the resource is decided later.
fn whole(ty: TypeRef) -> Output {
    Output::Json { ty, resource: None }
}

impl<'d> Lowering<'d> {
    pub(in crate::lower) fn success(
        &mut self,
        of: OperationInput<'_, 'd>,
    ) -> Result<Success, LowerError> {
        let mut success = Success {
            output: Output::Empty,
            stream: None,
            statuses: Vec::new(),
            media_types: BTreeSet::new(),
        };
        let mut has_body = false;
        for (status, response) in &of.operation.responses.responses {
            let StatusCode::Code(code) = status else {
                continue;
            };
            if !(200..300).contains(code) {
                continue;
            }
            success.statuses.push(*code);
            // A response to HEAD has no body, whatever is documented.
            if of.http_method == "head" {
                continue;
            }
            let (response, at) =
                self.response(response, format!("{}/responses/{code}", of.pointer))?;
            for (media, content) in &response.content {
                let at = format!("{at}/content/{}", escape(media));
                if media == "text/event-stream" {
                    success.stream = Some(self.event(content, &at, of)?);
                    continue;
                }
                if media == JSON {
                    let name = media_type(content).unwrap_or_else(|| media.clone());
                    success.media_types.insert(name);
                }
                let output = self.content(media, content, &at, of)?;
                if has_body && output != success.output {
                    let message = "successes of different shapes are not supported; split the operation in \
                                   spec/codegen.toml or correct it in an overlay";
                    return Err(LowerError::new(at, message));
                }
                has_body = true;
                success.output = output;
            }
        }
        if success.statuses.is_empty() {
            let message = "no success is documented: any response is read as JSON; document one in an overlay";
            self.report(of.pointer, message);
            success.output = whole(TypeRef::Json);
        }
        Ok(success)
    }

    fn event(
        &mut self,
        content: &'d MediaType,
        at: &str,
        of: OperationInput<'_, 'd>,
    ) -> Result<TypeRef, LowerError> {
        let Some(schema) = &content.schema else {
            return Ok(TypeRef::Json);
        };
        let hint = NameHint::OfOperation {
            method: of.method.to_owned(),
            role: "event".to_owned(),
        };
        Ok(self
            .schema(&Sub::new(schema, format!("{at}/schema")), hint)?
            .ty)
    }

    /// The output for one media type.
    fn content(
        &mut self,
        media: &str,
        content: &'d MediaType,
        at: &str,
        of: OperationInput<'_, 'd>,
    ) -> Result<Output, LowerError> {
        let media_type = media.to_owned();
        match media {
            JSON => {}
            other if is_text(other) => {
                if let Some(schema) = &content.schema {
                    self.raw_body(schema, other, at)?;
                }
                let secret = self.is_secret_text(at);
                return Ok(Output::Text { media_type, secret });
            }
            other if other.contains('/') => {
                if let Some(schema) = &content.schema {
                    self.raw_body(schema, other, at)?;
                }
                return Ok(Output::File { media_type });
            }
            other => {
                let message = format!(
                    "responses of media type `{other}` are not supported; correct it in an overlay"
                );
                return Err(LowerError::new(at, message));
            }
        }
        let Some(schema) = &content.schema else {
            self.report(
                at,
                "a JSON response without a schema is read as any JSON value",
            );
            return Ok(whole(TypeRef::Json));
        };
        let mut sub = Sub::new(schema, format!("{at}/schema"));
        if let Some(split) = of.split {
            sub = self.branch_of(&sub, split.response_branch)?;
        }
        self.json(&sub, of)
    }

    fn json(&mut self, sub: &Sub<'d>, of: OperationInput<'_, 'd>) -> Result<Output, LowerError> {
        let merged = self.composer.compose(sub)?;
        if let Some(page) = self.page(&merged, of)? {
            self.dispose_envelope(&merged, &Disposition::Paging);
            return Ok(Output::Page(page));
        }
        if merged.is_object() && merged.one_of.is_none() && !self.is_polymorphic(&merged) {
            let closed = matches!(merged.additional, None | Some(Additional::Nothing));
            let is_closed = matches!(merged.additional, Some(Additional::Nothing));
            // Without `additionalProperties: false`, an object without declared members may have any. That of a
            // deletion is read by its status alone; the body is part of `Response`.
            if merged.members.is_empty() && closed && (is_closed || of.http_method == "delete") {
                self.dispose_envelope(&merged, &Disposition::Envelope);
                return Ok(Output::Empty);
            }
            if let (1, true, Some((name, member))) =
                (merged.members.len(), closed, merged.members.iter().next())
            {
                let hint = NameHint::OfOperation {
                    method: of.method.to_owned(),
                    role: (*name).to_owned(),
                };
                let used = self.schema(member, hint)?;
                let is_nullable = used.merged.annotations.nullable;
                self.dispose_envelope(&merged, &Disposition::Envelope);
                let format = used.merged.format.clone();
                let ty = self.guard_secret(
                    name,
                    member,
                    merged.component,
                    format.as_deref(),
                    value(used),
                );
                let is_list = matches!(ty, TypeRef::List(_) | TypeRef::Map(_));
                let at = Location {
                    path: vec![(*name).to_owned()],
                    others: self.other_paths(of.id),
                    optional: is_list && is_nullable,
                };
                return Ok(Output::Member { at, ty });
            }
        } else if merged.kind.is_none() && merged.one_of.is_none() && merged.items.is_none() {
            self.report(
                of.pointer,
                "a JSON response without a described shape is read as any JSON value",
            );
        }
        let hint = NameHint::OfOperation {
            method: of.method.to_owned(),
            role: "response".to_owned(),
        };
        let ty = value(self.schema(sub, hint)?);
        let others = self.other_paths(of.id);
        if !others.is_empty() {
            let at = Location {
                others,
                ..Location::default()
            };
            return Ok(Output::Member { at, ty });
        }
        Ok(whole(ty))
    }

    /// Notes what became of the component that is an envelope, and of what it is composed of.
    pub(in crate::lower) fn dispose_envelope(
        &mut self,
        merged: &Merged<'d>,
        disposition: &Disposition,
    ) {
        for name in merged.component.iter().chain(&merged.parts) {
            self.schemas
                .entry((*name).to_owned())
                .or_insert_with(|| disposition.clone());
        }
    }

    /// One branch of the union at `sub`.
    pub(in crate::lower) fn branch_of(
        &self,
        sub: &Sub<'d>,
        index: usize,
    ) -> Result<Sub<'d>, LowerError> {
        let merged = self.composer.compose(sub)?;
        let branch = merged
            .one_of
            .and_then(|one_of| one_of.branches.get(index).cloned());
        branch.ok_or_else(|| {
            let message =
                format!("[[splits]] in spec/codegen.toml names branch {index}, which is not here");
            LowerError::new(sub.pointer(), message)
        })
    }
}

/// The type of a response: null is a value of its own, unless it means an empty list or map.
fn value(used: SchemaUse<'_>) -> TypeRef {
    match used.ty {
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Json => used.ty,
        _ => element(used),
    }
}

/// Whether a body is text that callers read as a whole; everything else is a file.
fn is_text(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or(media).trim();
    let (kind, name) = essence.split_once('/').unwrap_or_default();
    let is_structured = ["yaml", "xml", "+yaml", "+xml"]
        .iter()
        .any(|end| name.ends_with(end));
    (kind == "text" && name != "csv") || (kind == "application" && is_structured)
}
