//! Security: the credential that a server gets, and the scopes it needs.

use openapiv3::{Operation as Source, ReferenceOr, SecurityRequirement, SecurityScheme};

use crate::ir::Server;
use crate::lower::Lowering;
use crate::lower::error::LowerError;
use crate::lower::schemas::compose::escape;

/// The scheme of the API host.
const API: &str = "bearer_auth";

/// The scheme of the inference host and of agents.
const INFERENCE: &str = "inference_bearer_auth";

impl Lowering<'_> {
    /// Errors in the schemes of the document, and in its requirements for every operation.
    pub(in crate::lower) fn root_security(&self) -> Vec<LowerError> {
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
            let checked = self.requirements(security, Server::Api, "#/security");
            errors.extend(checked.err());
        }
        errors
    }

    /// Alternatives of scopes, each a set.
    pub(in crate::lower) fn scopes(
        &self,
        operation: &Source,
        server: Server,
        pointer: &str,
    ) -> Result<Vec<Vec<String>>, LowerError> {
        let (security, at) = match (&operation.security, &self.document.security) {
            (Some(own), _) => (own, format!("{pointer}/security")),
            (None, Some(inherited)) => (inherited, pointer.to_owned()),
            (None, None) => return Ok(Vec::new()),
        };
        self.requirements(security, server, &at)?;
        let sets = security.iter();
        let sets = sets.map(|schemes| schemes.values().flatten().cloned().collect::<Vec<_>>());
        Ok(sets.filter(|scopes| !scopes.is_empty()).collect())
    }

    /// Fails if the client would send another credential than what is required.
    fn requirements(
        &self,
        security: &[SecurityRequirement],
        server: Server,
        at: &str,
    ) -> Result<(), LowerError> {
        let scheme = match server {
            Server::Api => API,
            Server::Inference | Server::Agent => INFERENCE,
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
