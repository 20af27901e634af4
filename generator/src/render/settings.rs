//! The methods of the builder for credentials and hosts of one API.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs, scope::Types};
use crate::ir::{Credential, Facts, NamedHost, Scheme};

/// The type that has the methods.
pub(super) const BUILDER: &str = "ClientBuilder";

/// Returns the methods of an API that has credentials in addition to the token, or other hosts.
pub(super) fn setters(facts: &Facts, types: &mut Types<'_>) -> Vec<TokenStream> {
    let named = facts.credentials.iter();
    let named = named.filter(|one| one.alias.is_some() || one.setter != "token");
    let hosts_of = |credential: &Credential| match facts.hosts.as_slice() {
        [] => " where an operation requires it".to_owned(),
        hosts => {
            let host = hosts
                .iter()
                .find(|host| host.credential == credential.setter);
            host.map_or_else(String::new, |host| {
                format!(", to the host `{}` only", host.name)
            })
        }
    };
    let mut setters: Vec<_> = named
        .map(|one| credential(one, &hosts_of(one), types))
        .collect();
    setters.extend(facts.hosts.iter().map(|one| host(one, types)));
    if !setters.is_empty() {
        types.runtime(BUILDER);
    }
    setters
}

/// Returns the method for a credential.
fn credential(credential: &Credential, target: &str, types: &mut Types<'_>) -> TokenStream {
    types.runtime("Secret");
    let name = &credential.setter;
    let method = credential.alias.as_ref().unwrap_or(name);
    let noun = method.trim_end_matches('_').replace('_', " ");
    let method = format_ident!("{method}");
    let sent = match &credential.scheme {
        Scheme::Bearer => "as a bearer token".to_owned(),
        Scheme::Basic => "by basic authentication".to_owned(),
        Scheme::Header(name) => format!("in the header `{name}`"),
        Scheme::Query(name) => format!("in the query parameter `{name}`"),
        Scheme::Cookie(name) => format!("in the cookie `{name}`"),
    };
    let docs = docs::text(
        &format!("Sets the credential `{noun}`, which is sent {sent}{target}."),
        4,
    );
    match credential.scheme {
        Scheme::Basic => quote! {
            #docs
            pub fn #method(self, user: &str, password: impl Into<Secret>) -> Self {
                let pair = format!("{user}:{}", password.into().expose());
                self.credential(#name, pair.into())
            }
        },
        _ => quote! {
            #docs
            pub fn #method(self, credential: impl Into<Secret>) -> Self {
                self.credential(#name, credential.into())
            }
        },
    }
}

/// Returns the method for the URL of a host.
fn host(host: &NamedHost, types: &mut Types<'_>) -> TokenStream {
    types.runtime("BuildError");
    let (name, method) = (&host.name, format_ident!("{}", host.setter));
    let docs = docs::text(
        &format!("Sets the base URL of the host `{name}`; without a scheme it is https."),
        4,
    );
    quote! {
        #docs
        pub fn #method(self, url: &str) -> Result<Self, BuildError> {
            self.host(#name, url)
        }
    }
}
