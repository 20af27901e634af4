//! Hosts and credentials of the API: from the configuration, and where it says nothing, from the document.

use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityScheme, Server};

use crate::config::Config;
use crate::ir::{Counted, Facts, Group, Scheme, Server as Host};
use crate::json_pointer::escape;
use crate::lower::Lowering;
use crate::lower::error::LowerError;

/// The host of a document that names none.
const LOOPBACK: &str = "http://localhost";

impl Lowering<'_> {
    /// Decides the hosts and credentials.
    pub(in crate::lower) fn facts(&mut self, groups: &[Group]) -> Facts {
        let api = &self.config.api;
        let title = crate::names::value_like(&self.document.info.title);
        let title = title.unwrap_or_else(|| "api".to_owned());
        let prefix = title.trim_end_matches('_').to_ascii_uppercase();
        let token_variables = match api.token_variables.as_slice() {
            [] => vec![format!("{prefix}_TOKEN")],
            configured => configured.to_vec(),
        };
        let base_url_variable = api.base_url_variable.clone();
        let base_url_variable = base_url_variable.unwrap_or_else(|| format!("{prefix}_URL"));
        Facts {
            base_url: self.base_url(),
            base_url_variable,
            token_variables,
            inference_url: match &api.inference_url {
                url if url.is_empty() => self.base_url(),
                url => url.clone(),
            },
            has_versioned_paths: self
                .document
                .paths
                .paths
                .keys()
                .any(|path| is_versioned(path)),
            model_access_key_variables: api.model_access_key_variables.clone(),
            agent_url_variable: api.agent_url_variable.clone(),
            agent_key_variables: api.agent_key_variables.clone(),
            scheme: self.scheme(),
            counted: counted(groups),
        }
    }

    /// The base URL: configured, or that of the document's first server.
    pub(in crate::lower) fn base_url(&self) -> String {
        if let Some(configured) = &self.config.api.base_url {
            return configured.clone();
        }
        let url = self
            .document
            .servers
            .first()
            .map(filled)
            .unwrap_or_default();
        absolute(&url)
    }

    /// How the credential is sent: as the configured scheme says, or the first that the document requires.
    fn scheme(&mut self) -> Scheme {
        let Some(name) = self.scheme.clone() else {
            return Scheme::Optional;
        };
        let components = self.document.components.as_ref();
        let scheme = components.and_then(|components| components.security_schemes.get(&name));
        match scheme {
            Some(ReferenceOr::Item(scheme)) => match scheme {
                SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
                    return Scheme::Basic;
                }
                SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                    return Scheme::Bearer;
                }
                SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                    return Scheme::Bearer;
                }
                SecurityScheme::APIKey { location, name, .. } => {
                    return match location {
                        APIKeyLocation::Header => Scheme::Header(name.clone()),
                        APIKeyLocation::Query => Scheme::Query(name.clone()),
                        APIKeyLocation::Cookie => Scheme::Cookie(name.clone()),
                    };
                }
                SecurityScheme::HTTP { .. } => {}
            },
            // A scheme that an operation requires and the document lacks is an error there.
            _ => return Scheme::Bearer,
        }
        if self.config.api.scheme.is_none() {
            let message = "credentials are sent as bearer tokens, as user name and password, or as API keys; \
                           describe it otherwise in an overlay";
            let at = format!("#/components/securitySchemes/{}", escape(&name));
            self.undecided(LowerError::new(at, message));
        }
        Scheme::Bearer
    }
}

/// The name of the security scheme of the API host.
pub(in crate::lower) fn scheme_name(document: &OpenAPI, config: &Config) -> Option<String> {
    if let Some(configured) = &config.api.scheme {
        return Some(configured.clone());
    }
    let root = document.security.iter().flatten();
    let own = document.operations();
    let own = own.flat_map(|(_, _, operation)| operation.security.iter().flatten());
    let mut required = root.chain(own).filter(|requirement| requirement.len() == 1);
    required.find_map(|requirement| requirement.keys().next().cloned())
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

/// The URL of a server with the defaults of its variables.
pub(in crate::lower) fn filled(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}

/// Whether a path starts with a version: `/v2/droplets`.
fn is_versioned(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    let number = first.strip_prefix('v').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The operations of the API host that have special rate limits. Methods of one operation count alike.
fn counted(groups: &[Group]) -> Vec<Counted> {
    let operations = groups.iter().flat_map(|group| &group.operations);
    let limited = operations
        .filter(|operation| !operation.buckets.is_empty() && operation.server == Host::Api);
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
