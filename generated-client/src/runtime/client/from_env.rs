//! Settings from environment variables.

use std::env::VarError;

use crate::generated::facts::FACTS;
use crate::runtime::client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::credential::clean;
use crate::runtime::operation::build_error::BuildError;

impl Client {
    /// Returns a client with the settings of the environment: credentials, base URLs.
    ///
    /// Blanks and quotes around a value are removed. A value that is not UTF-8 is an error. Not available
    /// in a browser, which has no environment.
    pub fn from_env() -> Result<Self, BuildError> {
        ClientBuilder::from_env()?.build()
    }
}

impl ClientBuilder {
    /// Returns the settings of the environment, see [`Client::from_env`]. Not available in a browser.
    pub fn from_env() -> Result<Self, BuildError> {
        read(|name| std::env::var(name))
    }
}

/// Returns a builder with the settings in the variables, without blanks and quotes around them.
pub(crate) fn read(
    lookup: impl Fn(&str) -> Result<String, VarError>,
) -> Result<ClientBuilder, BuildError> {
    let first = |names: &[&str]| {
        for name in names.iter().filter(|name| !name.is_empty()) {
            match lookup(name) {
                Ok(text) if !clean(&text).is_empty() => return Ok(Some(clean(&text).to_owned())),
                Ok(_) | Err(VarError::NotPresent) => {}
                Err(VarError::NotUnicode(_)) => return Err(BuildError::not_unicode(name)),
            }
        }
        Ok(None)
    };
    let mut builder = ClientBuilder::new();
    let mut has_credential = false;
    for credential in FACTS.credentials {
        if let Some(text) = first(credential.variables)? {
            has_credential = true;
            builder = builder.credential(credential.setter, text.into());
        }
    }
    let token = FACTS.credentials.first();
    if let Some(token) = token.filter(|token| token.is_required && !has_credential) {
        return Err(BuildError::new(format!(
            "no credential in the environment; set {} to an API token",
            token.variable()
        )));
    }
    if let Some(url) = first(&[FACTS.base_url_variable])? {
        builder = builder.base_url(&url)?;
    }
    for host in FACTS.hosts {
        if let Some(url) = first(host.variable.as_slice())? {
            builder = builder.host(host.name, &url)?;
        }
    }
    Ok(builder)
}
