//! The methods of the builder for credentials and hosts of one API.

use quote::{format_ident, quote};

use super::{
    context::Context,
    docs,
    module::{CodeItem, MemberCode, Module, Unit},
    type_printer::TypePrinter,
};
use crate::ir::{Credential, Facts, NamedHost, Scheme};
use crate::names::Name;

/// The type that has the methods.
const BUILDER: &str = "ClientBuilder";

/// The name of the module.
pub(super) const MODULE: &str = "client_builder";

/// Returns whether the API has credentials in addition to the token, or other hosts.
pub(super) fn has_methods(facts: &Facts) -> bool {
    facts.settable_credentials().next().is_some() || !facts.hosts.is_empty()
}

/// Returns the module of the methods, if there are any.
pub(super) fn module(context: Context<'_>) -> Option<Module> {
    let facts = &context.api.facts;
    if !has_methods(facts) {
        return None;
    }
    let mut types = TypePrinter::new(context);
    types.runtime(BUILDER);
    let setters = setters(facts, &mut types);
    Some(Module {
        path: vec![MODULE.to_owned()],
        docs: "Settings for the credentials and hosts of the API.".to_owned(),
        units: vec![Unit {
            uses: types.uses,
            code_items: setters.into_iter().map(CodeItem::Member).collect(),
            ..Unit::default()
        }],
        handle: Some(Name::new(BUILDER)),
        ..Module::default()
    })
}

/// Returns the methods.
fn setters(facts: &Facts, types: &mut TypePrinter<'_>) -> Vec<MemberCode> {
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
    let mut setters: Vec<_> = facts
        .settable_credentials()
        .flat_map(|(method, one)| credential(method, one, &hosts_of(one), types))
        .collect();
    setters.extend(facts.hosts.iter().map(|one| host(one, types)));
    setters
}

/// Returns the method for a credential.
fn credential(
    method: &str,
    credential: &Credential,
    target: &str,
    types: &mut TypePrinter<'_>,
) -> [MemberCode; 2] {
    types.runtime("Secret");
    let name = &credential.setter;
    let noun = method.trim_end_matches('_').replace('_', " ");
    let sent = match &credential.scheme {
        Scheme::Bearer => "as a bearer token".to_owned(),
        Scheme::Basic => "by basic authentication".to_owned(),
        Scheme::Header(name) => format!("in the header `{name}`"),
        Scheme::Query(name) => format!("in the query parameter `{name}`"),
        Scheme::Cookie(name) => format!("in the cookie `{name}`"),
    };
    let mut text = format!("Sets the {noun}, which is sent {sent}{target}.");
    if credential.or_token {
        text.push_str(" The token is sent instead if it is not set.");
    }
    text.push_str(&read_from(&credential.variables));
    let docs = docs::wrap(&text, 4);
    let provider = provider(method, credential, &noun, types);
    let method = format_ident!("{method}");
    let code = match credential.scheme {
        Scheme::Basic => quote! {
            pub fn #method(self, user: &str, password: impl Into<Secret>) -> Self {
                let pair = format!("{user}:{}", password.into().expose());
                self.credential(#name, pair.into())
            }
        },
        _ => quote! {
            pub fn #method(self, credential: impl Into<Secret>) -> Self {
                self.credential(#name, credential.into())
            }
        },
    };
    [MemberCode { docs, code }, provider]
}

/// Returns the method for a function that provides a credential.
fn provider(
    method: &str,
    credential: &Credential,
    noun: &str,
    types: &mut TypePrinter<'_>,
) -> MemberCode {
    types.runtime("MaybeSend");
    types.runtime("ProviderError");
    let name = &credential.setter;
    let method = format_ident!("{}_provider", method.trim_end_matches('_'));
    let form = match credential.scheme {
        Scheme::Basic => ", as user name and password with a colon between them",
        _ => "",
    };
    let text = format!(
        "Sets a function that provides the {noun}{form}. It is called before each attempt."
    );
    let docs = docs::wrap(&text, 4);
    let code = quote! {
        pub fn #method<F, R>(self, provide: F) -> Self
        where
            F: Fn() -> R + Send + Sync + 'static,
            R: Future<Output = Result<Secret, ProviderError>> + MaybeSend + 'static,
        {
            self.provided_credential(#name, provide)
        }
    };
    MemberCode { docs, code }
}

/// Returns the method for the URL of a host.
fn host(host: &NamedHost, types: &mut TypePrinter<'_>) -> MemberCode {
    types.runtime("BuildError");
    let (name, method) = (&host.name, format_ident!("{}", host.setter));
    let default = host.url.as_ref();
    let default = default.map(|url| format!(", by default `{url}`"));
    let text = format!(
        "Sets the base URL of the host `{name}`{}; without a scheme it is https.{}",
        default.unwrap_or_default(),
        read_from(host.variable.as_slice()),
    );
    let docs = docs::wrap(&text, 4);
    let code = quote! {
        pub fn #method(self, url: &str) -> Result<Self, BuildError> {
            self.host(#name, url)
        }
    };
    MemberCode { docs, code }
}

/// Returns a sentence about the environment variables of a setting, if it has any.
fn read_from(variables: &[String]) -> String {
    let shown: Vec<_> = variables
        .iter()
        .map(|variable| format!("`{variable}`"))
        .collect();
    match shown.as_slice() {
        [] => String::new(),
        shown => format!(
            " `ClientBuilder::from_env` reads it from {}.",
            shown.join(" or ")
        ),
    }
}
