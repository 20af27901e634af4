//! Settings from environment variables.

use std::env::VarError;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::credential::clean;
use crate::runtime::error::build_error::BuildError;

const TOKENS: [&str; 2] = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];
const MODEL_ACCESS_KEYS: [&str; 2] = ["MODEL_ACCESS_KEY", "GRADIENT_MODEL_ACCESS_KEY"];
const AGENT_KEYS: [&str; 1] = ["GRADIENT_AGENT_ACCESS_KEY"];

/// Returns a builder with the settings in the variables, without blanks and quotes around them.
pub(crate) fn read(
    lookup: impl Fn(&str) -> Result<String, VarError>,
) -> Result<ClientBuilder, BuildError> {
    let first = |names: &[&str]| {
        for name in names {
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
        first(&TOKENS)?,
        first(&MODEL_ACCESS_KEYS)?,
        first(&AGENT_KEYS)?,
    );
    if token.is_none() && model_key.is_none() && agent_key.is_none() {
        return Err(BuildError::new(
            "no credential in the environment; set DIGITALOCEAN_TOKEN to an API token",
        ));
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
    if let Some(url) = first(&["DIGITALOCEAN_API_URL"])? {
        builder = builder.base_url(&url)?;
    }
    if let Some(endpoint) = first(&["GRADIENT_AGENT_ENDPOINT"])? {
        builder = builder.agent_endpoint(&endpoint)?;
    }
    Ok(builder)
}
