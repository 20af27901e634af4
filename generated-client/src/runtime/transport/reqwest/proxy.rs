//! Proxies. Connections to this machine never use one: a proxy elsewhere would see the token.

use std::env::{self, VarError};

use reqwest::{NoProxy, Proxy};
use url::Url;

use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::error_chain::Chain;

/// Hosts on this machine, in the syntax of `NO_PROXY`.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// The proxy that connections use.
#[derive(Clone, Debug)]
pub(crate) enum ProxySetting {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    Environment,
    /// None, whatever the environment says.
    None,
    /// This one for everything.
    Fixed(Url),
}

impl ProxySetting {
    /// Adds the proxy to the settings of connections.
    pub(super) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, BuildError> {
        match self {
            Self::None => Ok(builder.no_proxy()),
            Self::Fixed(url) => Ok(builder.proxy(except_loopback(Proxy::all(url.clone()), "")?)),
            Self::Environment => from_environment(builder.no_proxy()),
        }
    }
}

/// Reads the environment here, and not in the HTTP library, which ignores what it cannot read:
/// requests would be sent without the proxy.
fn from_environment(
    mut builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, BuildError> {
    // In a CGI program, callers choose `HTTP_PROXY`.
    if env::var_os("REQUEST_METHOD").is_some() {
        return Ok(builder);
    }
    let exceptions = first_of(["NO_PROXY", "no_proxy"])?;
    let exceptions = exceptions.map_or_else(String::new, |(_, hosts)| hosts);
    let for_all = first_of(["ALL_PROXY", "all_proxy"])?;
    let for_https = first_of(["HTTPS_PROXY", "https_proxy"])?;
    let for_http = first_of(["HTTP_PROXY", "http_proxy"])?;
    if let Some((name, text)) = for_https.as_ref().or(for_all.as_ref()) {
        let proxy = Proxy::https(parse_variable(name, text)?);
        builder = builder.proxy(except_loopback(proxy, &exceptions)?);
    }
    if let Some((name, text)) = for_http.as_ref().or(for_all.as_ref()) {
        let proxy = Proxy::http(parse_variable(name, text)?);
        builder = builder.proxy(except_loopback(proxy, &exceptions)?);
    }
    Ok(builder)
}

/// Returns the first variable that is set and not empty, with its name.
fn first_of(names: [&'static str; 2]) -> Result<Option<(&'static str, String)>, BuildError> {
    for name in names {
        match env::var(name) {
            Ok(text) if !text.is_empty() => return Ok(Some((name, text))),
            Ok(_) | Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => return Err(BuildError::not_unicode(name)),
        }
    }
    Ok(None)
}

fn parse_variable(name: &str, url: &str) -> Result<Url, BuildError> {
    match url.contains("://") {
        true => parse_proxy(name, url),
        false => parse_proxy(name, &format!("http://{url}")),
    }
}

/// Reads the URL of a proxy, which was given by a setting or variable.
pub(crate) fn parse_proxy(name: &str, url: &str) -> Result<Url, BuildError> {
    // The text may contain a password, so the errors do not show it.
    let url = Url::parse(url)
        .map_err(|error| BuildError::new(format!("{name}: invalid proxy URL: {error}")))?;
    // The HTTP library ignores other schemes, and would send requests without the proxy.
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BuildError::new(format!(
            "{name}: invalid proxy URL: scheme must be http or https, as in `http://host:port`"
        )));
    }
    Ok(url)
}

fn except_loopback(proxy: reqwest::Result<Proxy>, exceptions: &str) -> Result<Proxy, BuildError> {
    let proxy =
        proxy.map_err(|error| BuildError::new(format!("invalid proxy: {}", Chain(&error))))?;
    let exceptions = NoProxy::from_string(&format!("{exceptions},{LOOPBACK}"));
    Ok(proxy.no_proxy(exceptions))
}
