//! Operations to methods.

use crate::config::{GroupConfig, SplitConfig};
use crate::ir::{
    Argument, ArgumentLocation, Bucket, Docs, Operation, Output, Scalar, TypeRef, ValueStyle,
};
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::operations::body::Described;
use crate::lower::operations::output::Answering;
use crate::lower::operations::pages;
use crate::lower::operations::path_operation::PathOperation;

impl<'d> Lowering<'d> {
    /// The methods that the operation becomes: one, or several where the configuration splits it.
    pub(in crate::lower) fn operation(
        &mut self,
        place: PathOperation<'d>,
        group: &'d GroupConfig,
    ) -> Result<Vec<Operation>, LowerError> {
        let config = self.config;
        let Some(splits) = config.splits.get(place.id) else {
            let method = self.method_name(place, group);
            return Ok(vec![self.method(place, group, &method, None)?]);
        };
        self.mark("splits", place.id);
        splits
            .iter()
            .map(|split| self.method(place, group, &split.method, Some(split)))
            .collect()
    }

    fn method(
        &mut self,
        place: PathOperation<'d>,
        group: &GroupConfig,
        method: &str,
        split: Option<&SplitConfig>,
    ) -> Result<Operation, LowerError> {
        let pointer = place.pointer();
        let operation = place.operation;
        let mut parameters = self.parameters(place, &pointer, method)?;
        let (server, url) = self.server(place)?;
        if url {
            parameters.arguments.insert(0, self.url_argument(place));
        }
        let described = Described {
            id: place.id,
            pointer: &pointer,
            method,
            split,
        };
        let body = match &operation.request_body {
            Some(body) => self.body(body, described, &mut parameters)?,
            None => None,
        };
        let answering = Answering {
            id: place.id,
            http_method: place.http_method,
            operation,
            pointer: &pointer,
            method,
            parameters: &parameters,
            split,
        };
        let success = self.success(answering)?;
        let stream_member = self.stream_member(operation, &pointer, &success)?;
        let facts = self.whole_list(place.id, &success.output, &parameters);
        let errors = self.errors(operation, &pointer)?;
        if let Output::Page(page) = &success.output {
            pages::provide_parameters(page.style, &mut parameters.query);
        }
        Ok(Operation {
            id: place.id.to_owned(),
            http_method: place.http_method.to_ascii_uppercase(),
            path: place.path.to_owned(),
            method: method.to_owned(),
            docs: Docs::derived(self.summary(method, &group.noun, place.path), facts),
            arguments: parameters.arguments,
            query: parameters.query,
            body,
            stream_member,
            accepts: success.accepts(),
            output: success.output,
            may_be_empty: self.is_empty_resource(place.id),
            stream_ends: self.stream_ends(place.id, success.stream.is_some()),
            stream: success.stream,
            success: success.statuses,
            errors: errors.statuses,
            other_error: errors.other,
            scopes: self.scopes(operation, &server, &pointer)?,
            security: self.required_credentials(operation, &server, &pointer),
            idempotent: self.idempotent(place.id),
            server,
            buckets: self.buckets(place.id),
            deprecated: operation.deprecated,
            reference: self.reference(place),
            pointer,
        })
    }

    fn is_empty_resource(&mut self, id: &str) -> bool {
        let may_be_empty = self.config.empty_resources.contains_key(id);
        if may_be_empty {
            self.mark("empty_resources", id);
        }
        may_be_empty
    }

    fn idempotent(&mut self, id: &str) -> Option<bool> {
        let idempotent = self.config.idempotent.get(id).copied();
        if idempotent.is_some() {
            self.mark("idempotent", id);
        }
        idempotent
    }

    /// The argument that is the address itself, where the path is only a name for it.
    fn url_argument(&self, place: PathOperation<'_>) -> Argument {
        let wire = place.path.trim_matches(['/', '<', '>']).to_owned();
        Argument {
            docs: Docs::derived(format!("{}.", self.spelling.phrase(&wire)), Vec::new()),
            wire,
            location: ArgumentLocation::Url,
            ty: TypeRef::Scalar(Scalar::String),
            style: ValueStyle::Plain,
            deprecated: false,
        }
    }

    /// An entry for an operation that does not stream stays unused, which is an error.
    fn stream_ends(&mut self, id: &str, streams: bool) -> Vec<String> {
        let ends = self.config.stream_ends.get(id).filter(|_| streams);
        if ends.is_some() {
            self.mark("stream_ends", id);
        }
        ends.cloned().unwrap_or_default()
    }

    fn buckets(&mut self, id: &str) -> Vec<Bucket> {
        let config = self.config;
        let all = config.buckets.iter();
        let own = all.filter(|(_, bucket)| bucket.operations.contains(id));
        own.map(|(name, bucket)| {
            self.mark("buckets", &format!("{name}.{id}"));
            Bucket {
                name: name.clone(),
                limit: bucket.limit,
                seconds: bucket.seconds,
                counts: bucket.counts.clone(),
            }
        })
        .collect()
    }

    fn reference(&self, place: PathOperation<'_>) -> String {
        let tag = place
            .operation
            .tags
            .first()
            .map_or("", String::as_str)
            .replace(' ', "-");
        self.config
            .reference
            .replace("{operation}", place.id)
            .replace("{tag}", &tag)
    }
}
