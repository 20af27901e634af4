//! Servers: the host that an operation is sent to.

use openapiv3::Server as Described;

use crate::config::{API_SERVER, UPLOAD_SERVER};
use crate::ir::Server;
use crate::json_pointer::escape;
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::operations::credentials::BUILDER_METHODS;
use crate::lower::operations::facts::{absolute, filled, is_relative};
use crate::lower::operations::path_operation::PathOperation;

impl Lowering<'_> {
    /// Errors in the names of the methods for configured hosts.
    fn host_methods(&self) -> Vec<LowerError> {
        let hosts = self.config.api.hosts.iter();
        let methods = hosts.flat_map(|(host, of)| [(host, &of.setter), (host, &of.credential)]);
        let wrong = methods.filter(|(_, method)| {
            let is_name = crate::names::value_like(method).as_ref() == Some(*method);
            !is_name || BUILDER_METHODS.contains(&method.as_str())
        });
        let errors = wrong.map(|(host, method)| {
            let message = format!(
                "no method of the builder can be called {method:?}: it is no identifier in snake case, or every \
                 builder has it"
            );
            LowerError::new(format!("spec/codegen.toml [api.hosts.{host}]"), message)
        });
        errors.collect()
    }

    /// Errors in the servers of the document as a whole.
    pub(in crate::lower) fn root_servers(&mut self) -> Vec<LowerError> {
        let methods = self.host_methods();
        if !methods.is_empty() {
            return methods;
        }
        let base_url = self.base_url();
        let servers = self.document.servers.iter().enumerate();
        let is_strict = self.config.api.base_url.is_some();
        let main = self
            .main_server()
            .map(|(index, server)| (index, server.clone()));
        let others = servers.filter(|(index, server)| {
            let is_main = !is_strict && main.as_ref().is_some_and(|(main, _)| main == index);
            !is_main && filled(server).trim_end_matches('/') != base_url
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
        if let Some((index, server)) = main {
            let at = format!("#/servers/{index}");
            self.alternatives(&server, &at, "base_url");
            self.incomplete(&server, &at, "base_url");
            if is_relative(&filled(&server)) {
                let message = format!(
                    "the server is relative to where the document is served; the client sends to `{base_url}` unless \
                     `ClientBuilder::base_url` sets another URL"
                );
                self.report(format!("{at}/url"), message);
            }
        }
        Vec::new()
    }

    /// Reports variables that a server does not declare: users of the client have to set its URL.
    fn incomplete(&mut self, server: &Described, at: &str, method: &str) {
        let url = filled(server);
        let Some(name) = variables(&url).next() else {
            return;
        };
        let message = format!(
            "the server does not declare its variable `{name}`, so that users of the client set the URL by \
             `ClientBuilder::{method}`"
        );
        self.report(format!("{at}/url"), message);
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
        path_operation: PathOperation<'_>,
    ) -> Result<(Server, bool), LowerError> {
        let (own, pointer) = match path_operation.operation.servers.as_slice() {
            [] => (
                path_operation.item.servers.as_slice(),
                path_operation.item_pointer(),
            ),
            own => (own, path_operation.pointer()),
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
            self.alternatives(server, &at, "server");
            self.incomplete(server, &at, "server");
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

/// The names of the variables in a URL.
fn variables(url: &str) -> impl Iterator<Item = &str> {
    let rest = url.split('{').skip(1);
    rest.filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// Fails if the URL of a server has a variable, except one of a host whose URL users of the client set, or if a declared
/// variable is not in it.
fn check_variables(server: &Described, is_set_by_users: bool, at: &str) -> Result<(), LowerError> {
    let in_url: Vec<_> = variables(&server.url).collect();
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
