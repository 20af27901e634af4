//! Which host an operation is sent to, and with which credential.

use url::{Host, Url};

use crate::runtime::client::credential::Credential;
use crate::runtime::error::build_error::BuildError;
use crate::runtime::operation::meta::Server;

pub(crate) const API_URL: &str = "https://api.digitalocean.com";
pub(crate) const INFERENCE_URL: &str = "https://inference.do-ai.run";

/// The hosts of the API, each with the credential that it alone gets to see.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    pub(crate) api: Url,
    pub(crate) inference: Url,
    pub(crate) agent: Option<Url>,
    pub(crate) token: Option<Credential>,
    pub(crate) model_access_key: Option<Credential>,
    pub(crate) agent_key: Option<Credential>,
    pub(crate) allow_plain_http: bool,
    pub(crate) in_process: bool,
}

impl Hosts {
    /// Returns the address of a server's root.
    pub(crate) fn root(&self, server: Server) -> Result<&Url, BuildError> {
        match server {
            Server::Inference => Ok(&self.inference),
            Server::Agent => self.agent.as_ref().ok_or_else(|| {
                BuildError::new(
                    "the agent's address is not known; set GRADIENT_AGENT_ENDPOINT or call \
                     `ClientBuilder::agent_endpoint`",
                )
            }),
            Server::Api | Server::Upload => Ok(&self.api),
        }
    }

    /// Returns the credential of a server, `None` where it gets none.
    pub(crate) fn credential(&self, server: Server) -> Result<Option<&Credential>, BuildError> {
        let (credential, advice) = match server {
            Server::Upload => return Ok(None),
            Server::Api => (
                self.token.as_ref(),
                "no API token; set DIGITALOCEAN_TOKEN or call `ClientBuilder::token`",
            ),
            Server::Inference => (
                self.model_access_key.as_ref().or(self.token.as_ref()),
                "no credential for the inference host; set MODEL_ACCESS_KEY or \
                 DIGITALOCEAN_TOKEN, or call `ClientBuilder::model_access_key`",
            ),
            Server::Agent => (
                self.agent_key.as_ref(),
                "no agent key; set GRADIENT_AGENT_ACCESS_KEY or call `ClientBuilder::agent_key`",
            ),
        };
        match credential {
            Some(credential) => Ok(Some(credential)),
            None if self.in_process => Ok(None),
            None => Err(BuildError::new(advice)),
        }
    }

    /// Returns an address that another operation returned, if it may be used.
    pub(crate) fn foreign(&self, text: &str) -> Result<Url, BuildError> {
        let url = Url::parse(text).map_err(|error| {
            BuildError::new(format!("the upload address is no URL: {error}")).with_source(error)
        })?;
        self.check(&url, "the upload address")?;
        Ok(url)
    }

    /// Refuses an address that would show a credential to anyone on the way.
    pub(crate) fn check(&self, url: &Url, what: &str) -> Result<(), BuildError> {
        match url.scheme() {
            "https" => Ok(()),
            "http" if self.allow_plain_http || self.in_process || is_loopback(url) => Ok(()),
            "http" => Err(BuildError::new(format!(
                "{what} is plain http, which shows the credential to everyone on the way; use \
                 https, or call `ClientBuilder::allow_plain_http`"
            ))),
            scheme => Err(BuildError::new(format!(
                "{what} has the scheme `{scheme}`; use https"
            ))),
        }
    }
}

/// Reads the address of a host, without a slash at its end.
pub(crate) fn parse_root(text: &str) -> Result<Url, BuildError> {
    // What stands before an `@` may be a password.
    let shown = text.rsplit('@').next().unwrap_or_default();
    let url = Url::parse(text).map_err(|error| {
        BuildError::new(format!("{shown:?} is no URL: {error}")).with_source(error)
    })?;
    if url.cannot_be_a_base() || url.host().is_none() {
        return Err(BuildError::new(format!("{shown:?} names no host")));
    }
    let has_user = !url.username().is_empty() || url.password().is_some();
    if url.query().is_some() || url.fragment().is_some() || has_user {
        return Err(BuildError::new(
            "a base URL has neither a query, nor a fragment, nor a user name, nor a password",
        ));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}
