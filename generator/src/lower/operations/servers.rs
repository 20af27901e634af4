//! Servers: the host that an operation is sent to.

use openapiv3::Server as Described;

use crate::config::{API_SERVER, UPLOAD_SERVER};
use crate::ir::Server;
use crate::json_pointer::escape;
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::operations::facts::{absolute, filled};
use crate::lower::operations::path_operation::PathOperation;

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
        let first = self.document.servers.first();
        let undeclared = first.and_then(|server| undeclared(server, "#/servers/0"));
        if let Some(server) = first {
            self.alternatives(server, "#/servers/0", "base_url");
        }
        undeclared.into_iter().collect()
    }

    /// Reports that the variables of a server have their defaults.
    fn alternatives(&mut self, server: &Described, at: &str, method: &str) {
        let variables = server.variables.iter().flatten();
        let shown = variables.map(|(name, variable)| match variable.enumeration.as_slice() {
            [] => format!("`{name}`"),
            values => format!("`{name}` ({})", values.join(", ")),
        });
        let shown: Vec<_> = shown.collect();
        if !shown.is_empty() {
            let message = format!(
                "the variables of the server have their defaults: {}; `ClientBuilder::{method}` sets another URL",
                shown.join(", ")
            );
            self.report(format!("{at}/variables"), message);
        }
    }

    /// The URL of an operation's server, which may be relative to that of the document.
    fn resolved(&self, url: &str) -> String {
        if url.contains("://") || url.starts_with("//") {
            return absolute(url);
        }
        let base = self.base_url();
        let host = base.find("://").map_or(0, |at| at + "://".len());
        let path = base[host..].find('/').map_or(base.len(), |at| host + at);
        let folder = match url.starts_with('/') {
            true => path,
            false => base[path..].rfind('/').map_or(base.len(), |at| path + at),
        };
        let url = url.trim_start_matches("./").trim_matches('/');
        format!("{}/{url}", &base[..folder])
            .trim_end_matches('/')
            .to_owned()
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
            [first, ..] if self.resolved(&filled(first)) == base_url => {
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
            if let Some(error) = undeclared(server, &at) {
                return Err(error);
            }
            self.alternatives(server, &at, "server");
            return Ok((Server::At(self.resolved(&filled(server))), false));
        }
        let Some(kind) = self.config.servers.get(&server.url) else {
            let message = format!(
                "unknown server; add to [servers] in spec/codegen.toml: \"{}\" = \"api\"",
                server.url
            );
            let url = server.url.clone();
            self.undecided(LowerError::new(at, message).deciding(Decision::Server { url }));
            return Ok((Server::Api, false));
        };
        self.mark("servers", &server.url);
        let host = self.config.api.hosts.get(kind);
        check_variables(server, host.is_some_and(|host| host.url.is_none()), &at)?;
        match (kind.as_str(), host) {
            (API_SERVER, _) => Ok((Server::Api, false)),
            (UPLOAD_SERVER, _) => Ok((Server::Upload, true)),
            (name, Some(_)) => Ok((Server::Named(name.to_owned()), false)),
            (name, None) => Err(LowerError::new(
                at,
                format!("there is no host `{name}` under [api.hosts] in spec/codegen.toml"),
            )),
        }
    }
}

/// The error for a URL with a variable that the server does not declare.
fn undeclared(server: &Described, at: &str) -> Option<LowerError> {
    let url = filled(server);
    let (_, rest) = url.split_once('{')?;
    let (name, _) = rest.split_once('}')?;
    let message = format!(
        "the server does not declare its variable `{name}`; declare it with a default in an overlay, or set `base_url` \
         under [api] in spec/codegen.toml"
    );
    Some(LowerError::new(format!("{at}/url"), message))
}

/// Fails if the URL of a server has a variable, except one of a host whose URL users of the client set, or if a declared
/// variable is not in it.
fn check_variables(server: &Described, is_set_by_users: bool, at: &str) -> Result<(), LowerError> {
    let in_url = server.url.split('{').skip(1);
    let in_url = in_url.filter_map(|rest| Some(rest.split_once('}')?.0));
    let in_url: Vec<_> = in_url.collect();
    let allowed = usize::from(is_set_by_users);
    if in_url.len() > allowed {
        let message = "only the URL of a host that users of the client set has a variable; write the others out in an overlay";
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
