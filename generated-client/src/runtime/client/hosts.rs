//! The hosts of operations, and their credentials.

use std::borrow::Cow;

use url::{Host, Url};

use crate::generated::facts::FACTS;
use crate::runtime::client::credential::Credential;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::facts::CredentialFacts;
use crate::runtime::operation::meta::{Meta, Server, TOKEN, USUAL};

/// The hosts of the API, and the credentials that are sent to them.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    pub(crate) api: Url,
    /// Whether the client has a base URL that the document does not name.
    pub(crate) has_own_url: bool,
    /// The base URLs of other hosts, by name, and those that replace the servers of single operations, by URL.
    pub(crate) others: Vec<(&'static str, Url)>,
    /// By the names of their setters.
    pub(crate) credentials: Vec<(&'static str, Credential)>,
    pub(crate) allow_plain_http: bool,
    pub(crate) in_process: bool,
}

impl Hosts {
    /// Returns the base URL of a server.
    pub(crate) fn root(&self, server: Server) -> Result<Cow<'_, Url>, BuildError> {
        let name = match server {
            Server::Api | Server::Upload => return Ok(Cow::Borrowed(&self.api)),
            Server::Named(name) | Server::At(name) => name,
        };
        if let Some((_, own)) = self.others.iter().find(|(known, _)| *known == name) {
            return Ok(Cow::Borrowed(own));
        }
        match (server, FACTS.host(name)) {
            (Server::Named(_), Some(host)) if host.base_url.is_none() => {
                Err(BuildError::new(format!(
                    "the URL of the host `{name}` is not known; set {} or call `ClientBuilder::{}`",
                    host.variable.unwrap_or_default(),
                    host.setter
                )))
            }
            (Server::At(url), _) if !self.has_own_url && url.contains('{') => Err(BuildError::new(
                format!("the URL of the server `{url}` is not known; call `ClientBuilder::server`"),
            )),
            (Server::At(url), _) if !self.has_own_url => parse_root(url).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(&self.api)),
        }
    }

    /// Returns the credentials that an operation requires: those of the first alternative that is complete, or none if
    /// it can do without. A missing one is an error.
    pub(crate) fn credentials(
        &self,
        meta: &Meta,
    ) -> Result<impl Iterator<Item = (&'static CredentialFacts, &Credential)>, BuildError> {
        let credentials = |names: &'static [&'static str]| {
            let known = names.iter();
            known.filter_map(|name| self.credential(name))
        };
        let is_complete = |names: &&[&str]| {
            !names.is_empty() && names.iter().all(|name| self.credential(name).is_some())
        };
        let security = security(meta);
        if let Some(names) = security.iter().copied().find(is_complete) {
            return Ok(credentials(names));
        }
        let is_optional = |names: &&[&str]| {
            let mut required = names.iter().filter_map(|name| FACTS.credential(name));
            !required.any(|facts| facts.is_required)
        };
        let needs_none = security.is_empty() || security.iter().any(is_optional);
        match needs_none || self.in_process {
            true => Ok(credentials(&[])),
            false => Err(BuildError::new(self.advice(meta))),
        }
    }

    /// Returns the credential of this name, or the token where that replaces it.
    fn credential(&self, name: &str) -> Option<(&'static CredentialFacts, &Credential)> {
        let facts = FACTS.credential(name)?;
        let set = |name: &str| self.credentials.iter().find(|(known, _)| *known == name);
        match set(name) {
            Some((_, credential)) => Some((facts, credential)),
            None if facts.or_token => {
                let (_, token) = set(TOKEN)?;
                Some((FACTS.credential(TOKEN)?, token))
            }
            None => None,
        }
    }

    /// Returns the credentials that a command for the operation shows, whether they are set or not.
    pub(crate) fn shown(&self, meta: &Meta) -> Vec<&'static CredentialFacts> {
        let known = self.credentials(meta).into_iter().flatten();
        let known: Vec<_> = known.map(|(facts, _)| facts).collect();
        if !known.is_empty() {
            return known;
        }
        let names = security(meta).first().copied().unwrap_or_default();
        let facts = names.iter().filter_map(|name| {
            let facts = FACTS.credential(name).filter(|facts| facts.is_required)?;
            match facts.or_token {
                true => FACTS.credential(TOKEN),
                false => Some(facts),
            }
        });
        facts.collect()
    }

    /// Returns what to set: the missing credentials of the alternatives that lack the fewest.
    fn advice(&self, meta: &Meta) -> String {
        let missing = security(meta).iter().map(|names| {
            let missing = names.iter().filter(|name| self.credential(name).is_none());
            missing
                .filter_map(|name| FACTS.credential(name))
                .collect::<Vec<_>>()
        });
        let missing: Vec<_> = missing.collect();
        let fewest = missing.iter().map(Vec::len).min().unwrap_or_default();
        let shown = missing.iter().filter(|missing| missing.len() == fewest);
        let shown = shown.map(|missing| {
            let each = missing.iter().map(|facts| advice(facts));
            each.collect::<Vec<_>>().join("; and ")
        });
        shown.collect::<Vec<_>>().join("; or ")
    }

    /// Returns a URL that another operation returned, if it may be used.
    pub(crate) fn foreign(&self, url: &str) -> Result<Url, BuildError> {
        let url = Url::parse(url)
            .map_err(|error| BuildError::new(format!("invalid upload URL: {error}")))?;
        self.check(&url, "upload")?;
        Ok(url)
    }

    /// Refuses a URL that would show a credential to everyone on the way.
    pub(crate) fn check(&self, url: &Url, what: &str) -> Result<(), BuildError> {
        match url.scheme() {
            "https" => Ok(()),
            "http" if self.allow_plain_http || self.in_process || is_loopback(url) => Ok(()),
            scheme => Err(BuildError::new(format!(
                "invalid {what} URL \"{scheme}://{}\": scheme must be https (or http on loopback); \
                 `ClientBuilder::allow_plain_http` allows http, which shows the credential to \
                 everyone on the way",
                url.host_str().unwrap_or_default()
            ))),
        }
    }
}

/// Returns the credentials that a request requires: alternatives, each a set.
fn security(meta: &Meta) -> &'static [&'static [&'static str]] {
    match meta.security {
        USUAL => FACTS.security,
        security => security,
    }
}

/// Returns what to do about a missing credential.
fn advice(facts: &CredentialFacts) -> String {
    let (noun, variable, setter) = (facts.noun(), facts.variable(), facts.setter);
    let token = FACTS.credential(TOKEN).filter(|_| facts.or_token);
    match token {
        Some(token) => format!(
            "no {noun}; set {variable} or {}, or call `ClientBuilder::{setter}`",
            token.variable()
        ),
        None => format!("no {noun}; set {variable} or call `ClientBuilder::{setter}`"),
    }
}

/// Reads the base URL of a host.
pub(crate) fn parse_root(url: &str) -> Result<Url, BuildError> {
    // The text before an `@` may be a password.
    let shown = url.rsplit('@').next().unwrap_or_default();
    let url = Url::parse(url)
        .map_err(|error| BuildError::new(format!("invalid base URL {shown:?}: {error}")))?;
    if url.cannot_be_a_base() || url.host().is_none() {
        return Err(BuildError::new(format!(
            "invalid base URL {shown:?}: it has no host"
        )));
    }
    let has_user = !url.username().is_empty() || url.password().is_some();
    if url.query().is_some() || url.fragment().is_some() || has_user {
        return Err(BuildError::new(
            "invalid base URL: it must not have a query, a fragment, a user name or a password",
        ));
    }
    if let Some(version) = version(&url).filter(|_| FACTS.has_versioned_paths) {
        return Err(BuildError::new(format!(
            "invalid base URL {shown:?}: it ends with `/{version}`, and the paths of operations \
             start with their version; leave it out"
        )));
    }
    Ok(url)
}

/// Returns the last segment of a URL's path if it is the version of an API.
fn version(url: &Url) -> Option<&str> {
    let last = url.path().trim_end_matches('/').rsplit('/').next()?;
    let number = last.strip_prefix(['v', 'V'])?;
    let is_version = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_version.then_some(last)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}
