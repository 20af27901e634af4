//! Settings from environment variables.

use std::env::VarError;

use crate::generated::facts::FACTS;
use crate::runtime::client::Client;
use crate::runtime::client::authorization::Scheme;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::credential::clean;
use crate::runtime::operation::build_error::BuildError;

impl Client {
    /// Returns a client with the settings of the environment: token, base URL, other keys.
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
    let (token, model_key, agent_key) = (
        first(FACTS.token_variables)?,
        first(FACTS.model_access_key_variables)?,
        first(FACTS.agent_key_variables)?,
    );
    let is_needed = FACTS.scheme != Scheme::Optional;
    if is_needed && token.is_none() && model_key.is_none() && agent_key.is_none() {
        return Err(BuildError::new(format!(
            "no credential in the environment; set {} to an API token",
            FACTS.token_variables.first().copied().unwrap_or_default()
        )));
    }
    if let Some(token) = token {
        builder = builder.token(token);
    }
    if let Some(key) = model_key {
        builder = builder.model_access_key(key);
    }
    if let Some(key) = agent_key {
        builder = builder.agent_key(key);
    }
    if let Some(url) = first(&[FACTS.base_url_variable])? {
        builder = builder.base_url(&url)?;
    }
    if let Some(endpoint) = first(&[FACTS.agent_url_variable])? {
        builder = builder.agent_endpoint(&endpoint)?;
    }
    Ok(builder)
}
