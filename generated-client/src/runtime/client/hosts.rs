//! The hosts of operations, and their credentials.

use std::borrow::Cow;

use url::{Host, Url};

use crate::generated::facts::FACTS;
use crate::runtime::client::authorization::Scheme;
use crate::runtime::client::credential::Credential;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::meta::Server;

/// The hosts of the API, each with the credential that is sent to it only.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    pub(crate) api: Url,
    /// Whether the client has a base URL that the document does not name.
    pub(crate) has_own_url: bool,
    pub(crate) inference: Url,
    /// Base URLs that replace those of single operations.
    pub(crate) servers: Vec<(&'static str, Url)>,
    pub(crate) agent: Option<Url>,
    pub(crate) token: Option<Credential>,
    pub(crate) model_access_key: Option<Credential>,
    pub(crate) agent_key: Option<Credential>,
    pub(crate) allow_plain_http: bool,
    pub(crate) in_process: bool,
}

/// Advice for a missing credential.
enum Advice {
    Token,
    ModelAccessKey,
    AgentKey,
}

impl Advice {
    fn text(&self) -> String {
        let first = |variables: &[&'static str]| variables.first().copied().unwrap_or_default();
        let token = first(FACTS.token_variables);
        match self {
            Self::Token => {
                format!("no API token; set {token} or call `ClientBuilder::token`")
            }
            Self::ModelAccessKey => format!(
                "no credential for the inference host; set {} or {token}, or call \
                 `ClientBuilder::model_access_key`",
                first(FACTS.model_access_key_variables)
            ),
            Self::AgentKey => format!(
                "no agent key; set {} or call `ClientBuilder::agent_key`",
                first(FACTS.agent_key_variables)
            ),
        }
    }
}

impl Hosts {
    /// Returns the base URL of a server.
    pub(crate) fn root(&self, server: Server) -> Result<Cow<'_, Url>, BuildError> {
        if let Server::At(url) = server
            && let Some((_, own)) = self.servers.iter().find(|(known, _)| *known == url)
        {
            return Ok(Cow::Borrowed(own));
        }
        let root = match server {
            Server::At(url) if !self.has_own_url => return parse_root(url).map(Cow::Owned),
            Server::Inference => Ok(&self.inference),
            Server::Agent => self.agent.as_ref().ok_or_else(|| {
                BuildError::new(format!(
                    "the agent's URL is not known; set {} or call `ClientBuilder::agent_endpoint`",
                    FACTS.agent_url_variable
                ))
            }),
            Server::Api | Server::Upload | Server::At(_) => Ok(&self.api),
        };
        root.map(Cow::Borrowed)
    }

    /// Returns the credential of a server, `None` if it needs none.
    pub(crate) fn credential(&self, server: Server) -> Result<Option<&Credential>, BuildError> {
        let (credential, advice) = match server {
            Server::Upload => return Ok(None),
            Server::Api | Server::At(_) => (self.token.as_ref(), Advice::Token),
            Server::Inference => (
                self.model_access_key.as_ref().or(self.token.as_ref()),
                Advice::ModelAccessKey,
            ),
            Server::Agent => (self.agent_key.as_ref(), Advice::AgentKey),
        };
        match credential {
            Some(credential) => Ok(Some(credential)),
            None if self.in_process || FACTS.scheme == Scheme::Optional => Ok(None),
            None => Err(BuildError::new(advice.text())),
        }
    }

    /// Returns a URL that another operation returned, if it may be used.
    pub(crate) fn foreign(&self, text: &str) -> Result<Url, BuildError> {
        let url = Url::parse(text)
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

/// Reads the base URL of a host.
pub(crate) fn parse_root(text: &str) -> Result<Url, BuildError> {
    // The text before an `@` may be a password.
    let shown = text.rsplit('@').next().unwrap_or_default();
    let url = Url::parse(text)
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
