//! Hosts and credentials of the client's API. The generated code states them.

use crate::runtime::client::authorization::Scheme;
use crate::runtime::client::product::Product;
use crate::runtime::operation::counted::Counted;

/// Hosts, environment variables and credentials of an API.
///
/// A variable that is an empty string does not exist.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub(crate) struct Facts {
    /// The names by which programs recognise the client.
    pub(crate) product: Product,
    /// The base URL.
    pub(crate) base_url: &'static str,
    /// The variable with another base URL.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "a browser has no environment variables")
    )]
    pub(crate) base_url_variable: &'static str,
    /// How the token is sent to this host.
    pub(crate) scheme: Scheme,
    /// The variables with the token, the first of which is named in errors.
    pub(crate) token_variables: &'static [&'static str],
    /// Whether the paths of operations start with a version, so that the base URL ends with none.
    pub(crate) has_versioned_paths: bool,
    /// The base URL of the inference host.
    pub(crate) inference_url: &'static str,
    /// The variables with the model access key.
    pub(crate) model_access_key_variables: &'static [&'static str],
    /// The variable with the URL of an agent.
    pub(crate) agent_url_variable: &'static str,
    /// The variables with the agent's key.
    pub(crate) agent_key_variables: &'static [&'static str],
    /// Whether requests without a body have the type JSON if they may change something.
    pub(crate) has_type_without_body: bool,
    /// The boolean member of bodies that chooses between a stream of events and a whole response.
    pub(crate) stream_member: Option<&'static str>,
    /// The base URLs of operations that are sent to another host.
    pub(crate) servers: &'static [&'static str],
    /// The operations with special rate limits.
    pub(crate) counted: &'static [Counted],
}
