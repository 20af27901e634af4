//! Servers: the host that an operation is sent to.

use openapiv3::Server as Described;

use crate::config::ServerKind;
use crate::ir::Server;
use crate::json_pointer::escape;
use crate::lower::Lowering;
use crate::lower::error::{Decision, LowerError};
use crate::lower::operations::facts::{absolute, filled};
use crate::lower::operations::operation::PathOperation;

impl Lowering<'_> {
    /// Errors in the servers of the document as a whole.
    pub(in crate::lower) fn root_servers(&mut self) -> Vec<LowerError> {
        let base_url = self.base_url();
        let servers = self.document.servers.iter().enumerate();
        let is_strict = self.config.api.base_url.is_some();
        let others = servers.filter(|(index, server)| {
            let is_first = *index == 0 && !is_strict;
            !is_first && filled(server).trim_end_matches('/') != base_url
        });
        let others = others.map(|(index, server)| {
            let message = format!(
                "the client sends to `{base_url}`, not to `{}`; correct the server in an overlay, or give it to the \
                 operations that are sent there",
                server.url
            );
            (format!("#/servers/{index}"), message)
        });
        let others: Vec<_> = others.collect();
        if is_strict {
            let errors = others.into_iter();
            return errors
                .map(|(at, message)| LowerError::new(at, message))
                .collect();
        }
        for (at, message) in others {
            self.report(at, message);
        }
        Vec::new()
    }

    /// Where requests go, and whether the whole URL is an argument.
    pub(in crate::lower) fn server(
        &mut self,
        place: PathOperation<'_>,
    ) -> Result<(Server, bool), LowerError> {
        let (own, pointer) = match place.operation.servers.as_slice() {
            [] => (place.item.servers.as_slice(), place.item_pointer()),
            own => (own, place.pointer()),
        };
        let base_url = self.base_url();
        let is_strict = self.config.api.base_url.is_some();
        let server = match own {
            [] => return Ok((Server::Api, false)),
            [first, ..] if absolute(&filled(first)) == base_url => {
                return Ok((Server::Api, false));
            }
            [server] => server,
            [first, ..] if !is_strict => {
                let message = format!(
                    "of several servers, `{}` is the one that is used",
                    first.url
                );
                self.report(format!("{pointer}/servers"), message);
                first
            }
            _ => {
                return Err(LowerError::new(
                    format!("{pointer}/servers"),
                    "an operation is sent to one server; leave one of them in an overlay",
                ));
            }
        };
        let at = format!("{pointer}/servers/0");
        if !is_strict && !self.config.servers.contains_key(&server.url) {
            return Ok((Server::At(absolute(&filled(server))), false));
        }
        let Some(kind) = self.config.servers.get(&server.url).copied() else {
            let message = format!(
                "unknown server; add to [servers] in spec/codegen.toml: \"{}\" = \"api\"",
                server.url
            );
            let url = server.url.clone();
            self.undecided(LowerError::new(at, message).deciding(Decision::Server { url }));
            return Ok((Server::Api, false));
        };
        check_variables(server, kind, &at)?;
        self.mark("servers", &server.url);
        Ok(match kind {
            ServerKind::Api => (Server::Api, false),
            ServerKind::Inference => (Server::Inference, false),
            ServerKind::Agent => (Server::Agent, false),
            ServerKind::Upload => (Server::Upload, true),
        })
    }
}

/// The client fills in one variable, the address of an agent, and knows no other.
fn check_variables(server: &Described, kind: ServerKind, at: &str) -> Result<(), LowerError> {
    let in_url = server.url.split('{').skip(1);
    let in_url = in_url.filter_map(|rest| Some(rest.split_once('}')?.0));
    let in_url: Vec<_> = in_url.collect();
    let allowed = usize::from(kind == ServerKind::Agent);
    if in_url.len() > allowed {
        let message = "only the address of an agent is a variable of a URL; write the others out in an overlay";
        return Err(LowerError::new(format!("{at}/url"), message));
    }
    let mut variables = server.variables.iter().flatten();
    match variables.find(|(name, _)| !in_url.contains(&name.as_str())) {
        Some((name, _)) => Err(LowerError::new(
            format!("{at}/variables/{}", escape(name)),
            "the URL of the server has no such variable; remove it in an overlay",
        )),
        None => Ok(()),
    }
}
