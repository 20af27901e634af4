//! Operations to methods.

use crate::config::{GroupConfig, SplitConfig};
use crate::ir::{
    Argument, ArgumentLocation, Bucket, Docs, Operation, Output, Scalar, Server, TypeRef,
    ValueStyle,
};
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::operations::body::Described;
use crate::lower::operations::output::OperationInput;
use crate::lower::operations::page_parameters;
use crate::lower::operations::path_operation::PathOperation;

impl<'d> Lowering<'d> {
    /// The methods that the operation becomes: one, or several where the configuration splits it.
    pub(in crate::lower) fn operation(
        &mut self,
        of: PathOperation<'d>,
        group: &'d GroupConfig,
    ) -> Result<Vec<Operation>, LowerError> {
        let config = self.config;
        let Some(splits) = config.splits.get(of.id) else {
            let method = self.method_name(of, group);
            return Ok(vec![self.method(of, group, &method, None)?]);
        };
        self.mark("splits", of.id);
        splits
            .iter()
            .map(|split| self.method(of, group, &split.method, Some(split)))
            .collect()
    }

    fn method(
        &mut self,
        of: PathOperation<'d>,
        group: &GroupConfig,
        method: &str,
        split: Option<&SplitConfig>,
    ) -> Result<Operation, LowerError> {
        let pointer = of.pointer();
        let operation = of.operation;
        let mut parameters = self.parameters(of, &pointer, method)?;
        let (server, url) = self.server(of)?;
        if url {
            parameters.arguments.insert(0, self.url_argument(of));
        }
        let described = Described {
            id: of.id,
            pointer: &pointer,
            method,
            split,
        };
        let body = match &operation.request_body {
            Some(body) => self.body(body, described, &mut parameters)?,
            None => None,
        };
        let input = OperationInput {
            id: of.id,
            http_method: of.http_method,
            operation,
            pointer: &pointer,
            method,
            parameters: &parameters,
            split,
        };
        let success = self.success(input)?;
        let stream_member = self.stream_member(operation, &pointer, &success)?;
        let notes = self.unfollowed_list(input, &success.output, &parameters);
        let errors = self.errors(operation, &pointer)?;
        if let Output::Page(page) = &success.output {
            page_parameters::provide_parameters(page.style, &mut parameters.query);
        }
        Ok(Operation {
            id: of.id.to_owned(),
            http_method: of.http_method.to_ascii_uppercase(),
            path: of.path.to_owned(),
            method: method.to_owned(),
            docs: Docs::derived(self.summary(method, &group.noun, of.path), notes),
            arguments: parameters.arguments,
            query: parameters.query,
            body,
            stream_member,
            accepts: success.accepts(),
            output: success.output,
            may_be_empty: self.is_empty_resource(of.id),
            stream_ends: self.stream_ends(of.id, success.stream.is_some()),
            stream: success.stream,
            success: success.statuses,
            errors: errors.statuses,
            other_error: errors.other,
            scopes: self.scopes(operation, &server, &pointer)?,
            security: self.required_credentials(operation, &server, &pointer),
            idempotent: self.idempotent(of.id),
            buckets: self.buckets(of.id, &server),
            server,
            deprecated: operation.deprecated,
            reference: self.reference(of),
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
    fn url_argument(&self, of: PathOperation<'_>) -> Argument {
        let wire = of.path.trim_matches(['/', '<', '>']).to_owned();
        Argument {
            docs: Docs::derived(format!("{}.", self.spelling.phrase(&wire)), Vec::new()),
            wire,
            location: ArgumentLocation::Url,
            ty: TypeRef::Scalar(Scalar::String),
            style: ValueStyle::Plain,
            minimum: None,
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

    /// The limits are those of the API's host: an entry for an operation of another one stays unused, which is an error.
    fn buckets(&mut self, id: &str, server: &Server) -> Vec<Bucket> {
        if *server != Server::Api {
            return Vec::new();
        }
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

    fn reference(&self, of: PathOperation<'_>) -> String {
        let tag = of
            .operation
            .tags
            .first()
            .map_or("", String::as_str)
            .replace(' ', "-");
        self.config
            .reference
            .replace("{operation}", of.id)
            .replace("{tag}", &tag)
    }
}
