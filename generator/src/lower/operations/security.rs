//! Security: the credential that a server gets, and the scopes it needs.

use std::collections::BTreeSet;

use openapiv3::{Operation as OperationSource, ReferenceOr, SecurityRequirement, SecurityScheme};

use crate::component;
use crate::ir::Server;
use crate::json_pointer::escape;
use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;
use crate::lower::operations::credentials::{TOKEN, security_scheme};

impl Lowering<'_> {
    /// Errors in the schemes of the document, and in its requirements for every operation.
    pub(in crate::lower) fn root_security(&self) -> Vec<LowerError> {
        if self.config.api.scheme.is_none() {
            return self.credentials.error.clone().into_iter().collect();
        }
        let components = self.document.components.iter();
        let schemes = components.flat_map(|components| &components.security_schemes);
        let errors = schemes.filter(|(_, scheme)| !is_bearer(scheme));
        let mut errors: Vec<_> = errors
            .map(|(name, _)| {
                LowerError::new(
                    component::pointer("securitySchemes", name),
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
        }
        let sets = security.iter();
        let sets = sets.map(|schemes| schemes.values().flatten().cloned().collect::<Vec<_>>());
        Ok(sets.filter(|scopes| !scopes.is_empty()).collect())
    }

    /// The credentials that an operation requires, none where it is the token.
    pub(in crate::lower) fn required_credentials(
        &mut self,
        operation: &OperationSource,
        server: &Server,
        pointer: &str,
    ) -> Option<Vec<Vec<String>>> {
        match server {
            Server::Upload => return Some(Vec::new()),
            Server::Named(name) => {
                let host = self.config.api.hosts.get(name);
                return Some(vec![
                    host.map(|host| host.credential.clone())
                        .into_iter()
                        .collect(),
                ]);
            }
            Server::Api | Server::At(_) => {}
        }
        // With a configured scheme, every operation requires it. Without any, a token that is set is sent.
        if self.config.api.scheme.is_some() || self.credentials.setters.is_empty() {
            return None;
        }
        let (security, at) = match (&operation.security, &self.document.security) {
            (Some(own), _) => (own, format!("{pointer}/security")),
            (None, Some(inherited)) => (inherited, "#/security".to_owned()),
            (None, None) => return Some(Vec::new()),
        };
        let mut alternatives = Vec::new();
        for requirement in security {
            match self.setters(requirement) {
                Some(setters) if !alternatives.contains(&setters) => alternatives.push(setters),
                Some(_) => {}
                None => {
                    let names = requirement.keys().map(|name| format!("`{name}`"));
                    let names = names.collect::<Vec<_>>().join(" with ");
                    let message = format!(
                        "the client cannot send {names}, so that callers set it by a middleware"
                    );
                    self.report(at.as_str(), message);
                }
            }
        }
        match alternatives.as_slice() {
            [only] if only.len() == 1 && only[0] == TOKEN => None,
            _ => Some(alternatives),
        }
    }

    /// The credentials of a request that no operation describes: those that the document requires in general, or else
    /// the first set of those that its operations require.
    pub(in crate::lower) fn usual_security(&self) -> Vec<Vec<String>> {
        let token = || vec![vec![TOKEN.to_owned()]];
        if self.config.api.scheme.is_some() || self.credentials.setters.is_empty() {
            return token();
        }
        let operations = self.document.operations();
        let own = operations.flat_map(|(_, _, operation)| operation.security.iter().flatten());
        let mut sets: Vec<Vec<String>> = match &self.document.security {
            Some(security) => security
                .iter()
                .filter_map(|one| self.setters(one))
                .collect(),
            // Some operations may require none.
            None => {
                let own = own.filter_map(|one| self.setters(one));
                own.chain([Vec::new()]).collect()
            }
        };
        let mut seen = BTreeSet::new();
        sets.retain(|set| seen.insert(set.clone()));
        // A set of several credentials is complete before a part of it.
        sets.sort_by_key(|set| std::cmp::Reverse(set.len()));
        match sets.is_empty() {
            true => token(),
            false => sets,
        }
    }

    /// The setters of the credentials that are sent together, if they can be.
    fn setters(&self, requirement: &SecurityRequirement) -> Option<Vec<String>> {
        let setters = requirement
            .keys()
            .map(|name| self.credentials.setters.get(name).cloned());
        let setters = setters.collect::<Option<Vec<_>>>()?;
        let mut seen = BTreeSet::new();
        let setters: Vec<_> = setters
            .into_iter()
            .filter(|setter| seen.insert(setter.clone()))
            .collect();
        self.credentials.fit_together(&setters).then_some(setters)
    }

    /// Fails if a requirement names a scheme that the document does not have.
    fn check_schemes(&self, security: &[SecurityRequirement], at: &str) -> Result<(), LowerError> {
        for (index, requirement) in security.iter().enumerate() {
            let mut names = requirement.keys();
            if let Some(name) = names.find(|name| security_scheme(self.document, name).is_none()) {
                return Err(LowerError::new(
                    format!("{at}/{index}/{}", escape(name)),
                    format!("there is no security scheme `{name}`; correct the name in an overlay"),
                ));
            }
        }
        Ok(())
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
            Server::Named(name) => {
                let host = self.config.api.hosts.get(name);
                host.map_or("", |host| &host.scheme)
            }
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
