//! Hosts and credentials of the API: from the configuration, and where it says nothing, from the document.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityScheme, Server};

use crate::config::Config;
use crate::ir::{Counted, Facts, Group, Scheme, Server as Host};
use crate::json_pointer::escape;
use crate::lower::Lowering;
use crate::lower::error::LowerError;
use crate::lower::operations::parameters::is_header_name;

/// How many references are followed.
const LONGEST_CHAIN: usize = 64;

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
        let operations = groups.iter().flat_map(|group| &group.operations);
        let stream_member = operations.filter_map(|one| one.stream_member.clone());
        Facts {
            product: api.product.clone(),
            servers: servers(groups),
            user_agent: api.user_agent.clone(),
            has_type_without_body: api.has_type_without_body,
            stream_member: stream_member.max(),
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
        match self.sent(&name) {
            Ok(scheme) => scheme,
            Err(error) => {
                // With a configured scheme, every scheme is checked to be one of bearer tokens.
                if self.config.api.scheme.is_none() {
                    self.undecided(error);
                }
                Scheme::Bearer
            }
        }
    }

    /// How the credential of a security scheme is sent.
    fn sent(&self, name: &str) -> Result<Scheme, LowerError> {
        let at = format!("#/components/securitySchemes/{}", escape(name));
        let Some(scheme) = self.security_scheme(name) else {
            let message = "the document requires this security scheme and does not have it; add it in an overlay";
            return Err(LowerError::new(at, message));
        };
        let is_http = |scheme: &str, name: &str| scheme.eq_ignore_ascii_case(name);
        Ok(match scheme {
            SecurityScheme::HTTP { scheme, .. } if is_http(scheme, "basic") => Scheme::Basic,
            SecurityScheme::HTTP { scheme, .. } if is_http(scheme, "bearer") => Scheme::Bearer,
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Scheme::Bearer,
            SecurityScheme::APIKey {
                location: APIKeyLocation::Header,
                name,
                ..
            } if !is_header_name(name) => {
                let message = format!("`{name}` is no name of a header; correct it in an overlay");
                return Err(LowerError::new(format!("{at}/name"), message));
            }
            SecurityScheme::APIKey { location, name, .. } => match location {
                APIKeyLocation::Header => Scheme::Header(name.clone()),
                APIKeyLocation::Query => Scheme::Query(name.clone()),
                APIKeyLocation::Cookie => Scheme::Cookie(name.clone()),
            },
            SecurityScheme::HTTP { .. } => {
                let message = "credentials are sent as bearer tokens, as user name and password, or as API keys; \
                               describe it otherwise in an overlay";
                return Err(LowerError::new(at, message));
            }
        })
    }

    /// The security scheme of this name, or the one that it refers to.
    pub(in crate::lower) fn security_scheme(&self, name: &str) -> Option<&SecurityScheme> {
        let schemes = &self.document.components.as_ref()?.security_schemes;
        let mut name = name;
        for _ in 0..LONGEST_CHAIN {
            match schemes.get(name)? {
                ReferenceOr::Item(scheme) => return Some(scheme),
                ReferenceOr::Reference { reference } => {
                    name = reference.strip_prefix("#/components/securitySchemes/")?;
                }
            }
        }
        None
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
