//! Security: the credential that a server gets, and the scopes it needs.

use openapiv3::{Operation as OperationSource, ReferenceOr, SecurityRequirement, SecurityScheme};

use crate::ir::Server;
use crate::json_pointer::escape;
use crate::lower::Lowering;
use crate::lower::error::LowerError;

impl Lowering<'_> {
    /// Errors in the schemes of the document, and in its requirements for every operation.
    pub(in crate::lower) fn root_security(&self) -> Vec<LowerError> {
        if self.config.api.scheme.is_none() {
            return Vec::new();
        }
        let components = self.document.components.iter();
        let schemes = components.flat_map(|components| &components.security_schemes);
        let errors = schemes.filter(|(_, scheme)| !is_bearer(scheme));
        let mut errors: Vec<_> = errors
            .map(|(name, _)| {
                LowerError::new(
                    format!("#/components/securitySchemes/{}", escape(name)),
                    "the client only sends bearer tokens (`type: http`, `scheme: bearer`); correct or remove the \
                     scheme in an overlay",
                )
            })
            .collect();
        if let Some(security) = &self.document.security {
            let checked = self.requirements(security, &Server::Api, "#/security");
            errors.extend(checked.err());
        }
        errors
    }

    /// Alternatives of scopes, each a set.
    pub(in crate::lower) fn scopes(
        &mut self,
        operation: &OperationSource,
        server: &Server,
        pointer: &str,
    ) -> Result<Vec<Vec<String>>, LowerError> {
        let (security, at) = match (&operation.security, &self.document.security) {
            (Some(own), _) => (own, format!("{pointer}/security")),
            (None, Some(inherited)) => (inherited, pointer.to_owned()),
            (None, None) => return Ok(Vec::new()),
        };
        if self.config.api.scheme.is_some() {
            self.requirements(security, server, &at)?;
        } else {
            let at = match operation.security {
                Some(_) => at,
                None => "#/security".to_owned(),
            };
            self.check_schemes(security, &at)?;
            self.report_other_schemes(security, &at);
        }
        let sets = security.iter();
        let sets = sets.map(|schemes| schemes.values().flatten().cloned().collect::<Vec<_>>());
        Ok(sets.filter(|scopes| !scopes.is_empty()).collect())
    }

    /// Whether an operation needs no credential, while others do.
    pub(in crate::lower) fn is_public(&self, operation: &OperationSource) -> bool {
        let security = operation
            .security
            .as_ref()
            .or(self.document.security.as_ref());
        let is_open = |security: &Vec<SecurityRequirement>| {
            security.is_empty() || security.iter().any(|requirement| requirement.is_empty())
        };
        // With a configured scheme, every operation requires it.
        self.config.api.scheme.is_none() && self.scheme.is_some() && security.is_none_or(is_open)
    }

    /// Fails if a requirement names a scheme that the document does not have.
    fn check_schemes(&self, security: &[SecurityRequirement], at: &str) -> Result<(), LowerError> {
        for (index, requirement) in security.iter().enumerate() {
            let mut names = requirement.keys();
            if let Some(name) = names.find(|name| self.security_scheme(name).is_none()) {
                return Err(LowerError::new(
                    format!("{at}/{index}/{}", escape(name)),
                    format!("there is no security scheme `{name}`; correct the name in an overlay"),
                ));
            }
        }
        Ok(())
    }

    /// Reports an operation that needs another credential than the one that the client sends.
    fn report_other_schemes(&mut self, security: &[SecurityRequirement], at: &str) {
        let sent = self.scheme.clone();
        let is_met = |requirement: &SecurityRequirement| {
            requirement.keys().all(|name| Some(name) == sent.as_ref())
        };
        if !security.is_empty() && !security.iter().any(is_met) {
            let sets = security.iter().map(|set| {
                let names: Vec<_> = set.keys().map(|name| format!("`{name}`")).collect();
                names.join(" with ")
            });
            let required = sets.collect::<Vec<_>>().join(" or ");
            let sent = match sent {
                Some(sent) => format!("only the credential of `{sent}`"),
                None => "no credential without a token, and with one a bearer token".to_owned(),
            };
            let message = format!(
                "the client sends {sent}, and {required} is required; set headers of others by `header` or a middleware"
            );
            self.report(at, message);
        }
    }

    /// Fails if the client would send another credential than what is required.
    fn requirements(
        &self,
        security: &[SecurityRequirement],
        server: &Server,
        at: &str,
    ) -> Result<(), LowerError> {
        let scheme = match server {
            Server::Api | Server::At(_) => self.config.api.scheme.as_deref().unwrap_or_default(),
            Server::Inference | Server::Agent => &self.config.api.inference_scheme,
            Server::Upload if security.is_empty() => return Ok(()),
            Server::Upload => {
                let message =
                    "a presigned URL gets no credential; set `security: []` in an overlay";
                return Err(LowerError::new(at, message));
            }
        };
        if security.is_empty() {
            let message = format!(
                "the client sends a credential to this server; require `{scheme}` in an overlay"
            );
            return Err(LowerError::new(at, message));
        }
        for requirement in security {
            self.requirement(requirement, scheme)
                .map_err(|message| LowerError::new(at, message))?;
        }
        Ok(())
    }

    fn requirement(&self, requirement: &SecurityRequirement, scheme: &str) -> Result<(), String> {
        let mut names = requirement.keys();
        let (Some(name), None) = (names.next(), names.next()) else {
            return Err(format!(
                "a requirement has exactly one scheme, since the client sends one credential; leave `{scheme}` in an \
                 overlay"
            ));
        };
        let components = self.document.components.as_ref();
        if components.is_none_or(|components| !components.security_schemes.contains_key(name)) {
            return Err(format!(
                "there is no security scheme `{name}`; correct the name in an overlay"
            ));
        }
        if name == scheme {
            Ok(())
        } else {
            Err(format!(
                "the client sends the credential of `{scheme}` to this server, not of `{name}`; correct it or the \
                 server in an overlay"
            ))
        }
    }
}

fn is_bearer(scheme: &ReferenceOr<SecurityScheme>) -> bool {
    matches!(
        scheme,
        ReferenceOr::Item(SecurityScheme::HTTP { scheme, .. }) if scheme.eq_ignore_ascii_case("bearer")
    )
}
