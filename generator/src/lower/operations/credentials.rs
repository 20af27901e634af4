//! Credentials: one for each security scheme that an operation requires, and those of configured hosts.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityRequirement, SecurityScheme};

use crate::component;
use crate::config::Config;
use crate::ir::{Credential, Scheme};
use crate::lower::error::LowerError;
use crate::lower::operations::header_name::is_header_name;

/// How many references are followed.
const LONGEST_CHAIN: usize = 64;

/// The credential that the constructor of the client takes.
pub(in crate::lower) const TOKEN: &str = "token";

/// The methods that every builder has. None of them is the name of a credential.
pub(super) const BUILDER_METHODS: [&str; 36] = [
    "allow_plain_http",
    "attempt_timeout",
    "base_url",
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "default",
    "fmt",
    "from_env",
    "governor",
    "gzip",
    "host",
    "http2",
    "into",
    "max_error_bytes",
    "max_response_bytes",
    "middleware",
    "new",
    "no_proxy",
    "on_drift",
    "pool_idle_timeout",
    "pool_max_idle_per_host",
    "proxy",
    "read_only",
    "retry",
    "root_certificates",
    "server",
    "stream_idle_timeout",
    "timeout",
    "token",
    "token_provider",
    "transport",
    "try_into",
    "user_agent",
    "with_credential",
];

/// The credentials of an API.
#[derive(Debug, Default)]
pub(in crate::lower) struct Credentials {
    /// All of them, first the token.
    pub(in crate::lower) known: Vec<Credential>,
    /// Their setters, by the security schemes of the document.
    pub(in crate::lower) setters: BTreeMap<String, String>,
    /// Why the document's first scheme cannot be sent, if none of them can.
    pub(in crate::lower) error: Option<LowerError>,
}

impl Credentials {
    /// Returns the credentials that the configuration and the document require.
    pub(in crate::lower) fn find(document: &OpenAPI, config: &Config) -> Self {
        let mut found = match &config.api.scheme {
            // Every scheme is checked to be one of bearer tokens.
            Some(scheme) => Self {
                known: vec![token(Scheme::Bearer, document, config)],
                setters: BTreeMap::from([(scheme.clone(), TOKEN.to_owned())]),
                error: None,
            },
            None => Self::of(document, config),
        };
        for host in config.api.hosts.values() {
            let mut known = found.known.iter();
            if known.all(|known| known.setter != host.credential) {
                found.known.push(Credential {
                    setter: host.credential.clone(),
                    variables: host.credential_variables.clone(),
                    or_token: host.accepts_token,
                    is_required: true,
                    ..Credential::default()
                });
            }
        }
        found
    }

    /// Returns the credentials of the schemes that the document requires.
    fn of(document: &OpenAPI, config: &Config) -> Self {
        let mut found = Self::default();
        let required = required(document);
        let schemes = required
            .iter()
            .filter_map(|name| match sent(document, name) {
                Ok(scheme) => Some((name, scheme)),
                Err(error) => {
                    found.error.get_or_insert(error);
                    None
                }
            });
        let (schemes, same) = merge_same(document, schemes.collect());
        let is_single = schemes.len() < 2;
        for (name, scheme) in schemes {
            // A user name and a password are two arguments, which `token` does not have.
            let has_method = !is_single || scheme == Scheme::Basic;
            let alias = has_method.then(|| found.free_setter(name));
            let mut credential = match (found.known.is_empty(), &alias) {
                (true, _) | (_, None) => token(scheme, document, config),
                (false, Some(setter)) => Credential {
                    setter: setter.clone(),
                    scheme,
                    is_required: true,
                    ..Credential::default()
                },
            };
            if let Some(alias) = &alias {
                let own = alias.trim_end_matches('_').to_ascii_uppercase();
                let variable = format!("{}_{own}", prefix(document));
                credential.variables.push(variable);
            }
            credential.alias = alias;
            found
                .setters
                .insert(name.clone(), credential.setter.clone());
            found.known.push(credential);
        }
        for (name, first) in same {
            let setter = found.setters.get(first).cloned().unwrap_or_default();
            found.setters.insert(name.clone(), setter);
        }
        if found.known.is_empty() {
            let mut token = token(Scheme::Bearer, document, config);
            token.is_required = false;
            found.known.push(token);
        } else {
            found.error = None;
        }
        found
    }

    /// Returns the name of the method for a scheme.
    fn free_setter(&self, scheme: &str) -> String {
        let name = crate::names::value_like(scheme).unwrap_or_else(|| "credential".to_owned());
        let name = match BUILDER_METHODS.contains(&name.as_str()) {
            true => format!("{name}_credential"),
            false => name,
        };
        let is_taken = |name: &String| {
            let mut aliases = self.known.iter().filter_map(|known| known.alias.as_ref());
            aliases.any(|known| {
                known == name
                    || name.strip_suffix("_provider") == Some(known)
                    || known.strip_suffix("_provider") == Some(name)
            })
        };
        let further = (2_usize..).map(|number| format!("{name}_{number}"));
        let mut free = std::iter::once(name.clone()).chain(further);
        free.find(|name| !is_taken(name)).unwrap_or(name)
    }

    /// Returns whether credentials can be sent together: each in a place of its own.
    pub(in crate::lower) fn fit_together(&self, setters: &[String]) -> bool {
        let known = self
            .known
            .iter()
            .filter(|known| setters.contains(&known.setter));
        let locations: Vec<_> = known.map(|known| location(&known.scheme)).collect();
        locations.iter().collect::<BTreeSet<_>>().len() == locations.len()
    }
}

/// A scheme and how it is sent.
type Sent<'d> = (&'d String, Scheme);

/// Returns the schemes that have a credential of their own, and the others with the scheme whose credential is theirs:
/// what is required together and sent in the same way can only be one value, as the flows of OAuth are one token.
fn merge_same<'d>(
    document: &OpenAPI,
    schemes: Vec<Sent<'d>>,
) -> (Vec<Sent<'d>>, Vec<(&'d String, &'d String)>) {
    let all = requirements(document);
    let are_together = |one: &String, other: &String| {
        let mut all = all.iter();
        all.any(|requirement| requirement.contains_key(one) && requirement.contains_key(other))
    };
    let mut own: Vec<Sent<'d>> = Vec::new();
    let mut same = Vec::new();
    for (name, scheme) in schemes {
        let mut known = own.iter();
        let first = known.find(|(first, known)| *known == scheme && are_together(first, name));
        match first {
            Some((first, _)) => same.push((name, *first)),
            None => own.push((name, scheme)),
        }
    }
    (own, same)
}

/// Where a credential is sent.
fn location(scheme: &Scheme) -> (&'static str, String) {
    match scheme {
        Scheme::Bearer | Scheme::Basic => ("header", "authorization".to_owned()),
        Scheme::Header(name) => ("header", name.to_ascii_lowercase()),
        Scheme::Query(name) => ("query", name.clone()),
        Scheme::Cookie(name) => ("cookie", name.clone()),
    }
}

/// The credential of `ClientBuilder::token`.
fn token(scheme: Scheme, document: &OpenAPI, config: &Config) -> Credential {
    let variables = match config.api.token_variables.as_slice() {
        [] => vec![format!("{}_TOKEN", prefix(document))],
        configured => configured.to_vec(),
    };
    Credential {
        setter: TOKEN.to_owned(),
        scheme,
        variables,
        is_required: true,
        ..Credential::default()
    }
}

/// The beginning of the names of environment variables.
pub(in crate::lower) fn prefix(document: &OpenAPI) -> String {
    let title = crate::names::value_like(&document.info.title);
    let title = title.unwrap_or_else(|| "api".to_owned());
    title.trim_end_matches('_').to_ascii_uppercase()
}

/// The schemes that the document requires, first the one that is the token: the first that is required alone.
fn required(document: &OpenAPI) -> Vec<String> {
    let all = requirements(document);
    let alone = all.iter().filter(|requirement| requirement.len() == 1);
    let mut names = Vec::new();
    for name in alone.chain(&all).flat_map(|requirement| requirement.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The requirements of the document and of its operations.
fn requirements(document: &OpenAPI) -> Vec<&SecurityRequirement> {
    let root = document.security.iter().flatten();
    let own = document.operations();
    let own = own.flat_map(|(_, _, operation)| operation.security.iter().flatten());
    root.chain(own).collect()
}

/// How the credential of a security scheme is sent.
fn sent(document: &OpenAPI, name: &str) -> Result<Scheme, LowerError> {
    let at = component::pointer("securitySchemes", name);
    let Some(scheme) = security_scheme(document, name) else {
        let message =
            "the document requires this security scheme and does not have it; add it in an overlay";
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
            let message = format!("`{name}` is not a valid header name; correct it in an overlay");
            return Err(LowerError::new(format!("{at}/name"), message));
        }
        SecurityScheme::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => Scheme::Header(name.clone()),
            APIKeyLocation::Query => Scheme::Query(name.clone()),
            APIKeyLocation::Cookie => Scheme::Cookie(name.clone()),
        },
        SecurityScheme::HTTP { .. } => {
            let message = "credentials are sent as bearer tokens, as user name and password, or as API keys; describe \
                           it otherwise in an overlay";
            return Err(LowerError::new(at, message));
        }
    })
}

/// The security scheme of this name, or the one that it refers to.
pub(in crate::lower) fn security_scheme<'d>(
    document: &'d OpenAPI,
    name: &str,
) -> Option<&'d SecurityScheme> {
    let schemes = &document.components.as_ref()?.security_schemes;
    let mut name = name;
    for _ in 0..LONGEST_CHAIN {
        match schemes.get(name)? {
            ReferenceOr::Item(scheme) => return Some(scheme),
            ReferenceOr::Reference { reference } => {
                name = component::named(reference, "securitySchemes")?;
            }
        }
    }
    None
}
