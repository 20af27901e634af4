//! Hosts and credentials of the API: from the configuration, and where it says nothing, from the document.

use std::collections::BTreeSet;

use openapiv3::Server;

use crate::config::HostConfig;
use crate::ir::{Counted, Facts, Group, NamedHost, Output, PageStyle, Server as Host};
use crate::lower::lowering::Lowering;
use crate::lower::operations::credentials::prefix;

/// The host of a document that names none.
const LOOPBACK: &str = "http://localhost";

impl Lowering<'_> {
    /// Decides the hosts and credentials.
    pub(in crate::lower) fn facts(&mut self, groups: &[Group]) -> Facts {
        for style in open_page_sizes(groups) {
            self.mark("api.page_sizes", style.name());
        }
        let api = &self.config.api;
        let base_url_variable = api.base_url_variable.clone();
        let base_url_variable =
            base_url_variable.unwrap_or_else(|| format!("{}_URL", prefix(self.document)));
        let operations = groups.iter().flat_map(|group| &group.operations);
        let stream_member = operations.filter_map(|one| one.stream_member.clone());
        Facts {
            product: api.product.clone(),
            servers: servers(groups),
            user_agent: api.user_agent.clone(),
            has_type_without_body: api.has_type_without_body,
            stream_member: stream_member.max(),
            // A variable without a value is nothing that could be sent to.
            base_url: Some(self.base_url())
                .filter(|url| !url.contains('{'))
                .unwrap_or_default(),
            base_url_variable,
            security: self.usual_security(),
            credentials: self.credentials.known.clone(),
            hosts: api.hosts.iter().map(named).collect(),
            page_sizes: api.page_sizes.clone(),
            calls: api.calls,
            has_versioned_paths: self
                .document
                .paths
                .paths
                .keys()
                .any(|path| is_versioned(path)),
            counted: counted(groups),
        }
    }

    /// The base URL: configured, or that of the document's first server.
    pub(in crate::lower) fn base_url(&self) -> String {
        if let Some(configured) = &self.config.api.base_url {
            return configured.clone();
        }
        absolute(
            &self
                .main_server()
                .map(|(_, server)| filled(server))
                .unwrap_or_default(),
        )
    }

    /// The server that requests are sent to: the first one with a host, or else the first one.
    pub(in crate::lower) fn main_server(&self) -> Option<(usize, &Server)> {
        let servers = &self.document.servers;
        let at = servers
            .iter()
            .position(|server| !is_relative(&filled(server)));
        let at = at.unwrap_or_default();
        Some((at, servers.get(at)?))
    }
}

/// The styles of the lists for which the document has no maximum of items on a page.
fn open_page_sizes(groups: &[Group]) -> impl Iterator<Item = PageStyle> {
    let operations = groups.iter().flat_map(|group| &group.operations);
    operations.filter_map(|operation| match &operation.output {
        Output::Page(page) if page.largest.is_none() => Some(page.style),
        _ => None,
    })
}

/// A host of the configuration.
fn named((name, host): (&String, &HostConfig)) -> NamedHost {
    NamedHost {
        name: name.clone(),
        setter: host.setter.clone(),
        credential: host.credential.clone(),
        url: host.url.clone(),
        variable: host.variable.clone(),
        is_slow: host.slow,
    }
}

/// The URL of a server with a scheme and a host, without a slash at its end.
pub(in crate::lower) fn absolute(url: &str) -> String {
    let url = url.trim_end_matches('/');
    match url.contains("://") {
        true => url.to_owned(),
        false if url.starts_with("//") => format!("https:{url}"),
        false if url.is_empty() || url.starts_with('/') => format!("{LOOPBACK}{url}"),
        false => format!("{LOOPBACK}/{url}"),
    }
}

/// Whether the URL of a server has no host.
pub(in crate::lower) fn is_relative(url: &str) -> bool {
    !url.contains("://") && !url.starts_with("//") && !url.starts_with('{')
}

/// The URL of a server with the defaults of its variables.
pub(in crate::lower) fn filled(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}

/// The base URLs of operations that are sent to another host.
fn servers(groups: &[Group]) -> Vec<String> {
    let operations = groups.iter().flat_map(|group| &group.operations);
    let urls = operations.filter_map(|operation| match &operation.server {
        Host::At(url) => Some(url.clone()),
        _ => None,
    });
    let urls: BTreeSet<_> = urls.collect();
    urls.into_iter().collect()
}

/// Whether a path starts with a version: `/v2/droplets`.
fn is_versioned(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    let number = first.strip_prefix('v').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The operations that have special rate limits. Methods of one operation count alike.
fn counted(groups: &[Group]) -> Vec<Counted> {
    let operations = groups.iter().flat_map(|group| &group.operations);
    let limited = operations.filter(|operation| !operation.buckets.is_empty());
    let mut counted: Vec<_> = limited
        .map(|operation| Counted {
            http_method: operation.http_method.clone(),
            path: operation.path.clone(),
            buckets: operation.buckets.clone(),
        })
        .collect();
    counted.dedup();
    counted
}
