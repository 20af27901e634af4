//! Servers: the host that an operation is sent to.

use openapiv3::Server as Described;

use crate::config::ServerKind;
use crate::ir::Server;
use crate::lower::Lowering;
use crate::lower::error::{Decision, LowerError};
use crate::lower::operations::operation::Place;
use crate::lower::schemas::compose::escape;

/// The API host that the client is built for.
const API: &str = "https://api.digitalocean.com";

impl Lowering<'_> {
    /// Errors in the servers of the document as a whole.
    pub(in crate::lower) fn root_servers(&self) -> Vec<LowerError> {
        let servers = self.document.servers.iter().enumerate();
        let others = servers.filter(|(_, server)| server.url.trim_end_matches('/') != API);
        others
            .map(|(index, server)| {
                let message = format!(
                    "the client sends to `{API}`, not to `{}`; correct the server in an overlay, or give it to the \
                     operations that are sent there",
                    server.url
                );
                LowerError::new(format!("#/servers/{index}"), message)
            })
            .collect()
    }

    /// Where requests go, and whether the whole URL is an argument.
    pub(in crate::lower) fn server(
        &mut self,
        place: Place<'_>,
    ) -> Result<(Server, bool), LowerError> {
        if !place.item.servers.is_empty() {
            return Err(LowerError::new(
                format!("{}/servers", place.item_pointer()),
                "servers of path items are not supported; give them to the operations in an overlay",
            ));
        }
        let pointer = place.pointer();
        let server = match place.operation.servers.as_slice() {
            [] => return Ok((Server::Api, false)),
            [server] => server,
            _ => {
                return Err(LowerError::new(
                    format!("{pointer}/servers"),
                    "an operation is sent to one server; leave one of them in an overlay",
                ));
            }
        };
        let at = format!("{pointer}/servers/0");
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
