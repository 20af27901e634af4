//! Hosts and credentials of the client's API. The generated code states them.

use std::borrow::Cow;

use crate::runtime::operation::authorization::Scheme;
use crate::runtime::operation::counted::Counted;
use crate::runtime::operation::meta::TOKEN;
use crate::runtime::operation::page_style::Style;
use crate::runtime::operation::product::Product;

/// Hosts, environment variables and credentials of an API.
///
/// A variable that is an empty string does not exist.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub(crate) struct Facts {
    /// The names by which programs recognise the client.
    pub(crate) product: Product,
    /// The base URL, empty if it has to be set.
    pub(crate) base_url: &'static str,
    /// The variable with another base URL.
    pub(crate) base_url_variable: &'static str,
    /// The credentials. That of `ClientBuilder::token` is the first.
    pub(crate) credentials: &'static [CredentialFacts],
    /// The credentials of requests that no operation describes: alternatives, each a set.
    pub(crate) security: &'static [&'static [&'static str]],
    /// Whether the paths of operations start with a version, so that the base URL ends with none.
    pub(crate) has_versioned_paths: bool,
    /// The other hosts that have names.
    pub(crate) hosts: &'static [HostFacts],
    /// Whether requests without a body have the type JSON if they may change something.
    pub(crate) has_type_without_body: bool,
    /// The boolean member of bodies that chooses between a stream of events and a whole response.
    pub(crate) stream_member: Option<&'static str>,
    /// The base URLs of operations that are sent to another host.
    pub(crate) servers: &'static [&'static str],
    /// How many items the pages have of lists for which the document has no maximum, by the style of the list.
    pub(crate) page_sizes: &'static [(Style, u32)],
    /// How many calls the API accepts in a minute and in an hour, if it has such limits.
    pub(crate) calls: Option<(usize, usize)>,
    /// The operations with special rate limits.
    pub(crate) counted: &'static [Counted],
}

impl Facts {
    /// Returns a credential by its name.
    pub(crate) fn credential(&self, name: &str) -> Option<&'static CredentialFacts> {
        self.credentials.iter().find(|known| known.setter == name)
    }

    /// Returns the page size for lists whose document states no maximum. `None` leaves it to the API.
    pub(crate) fn page_size(&self, style: Style) -> Option<u32> {
        let mut sizes = self.page_sizes.iter();
        let size = sizes.find(|(known, _)| *known == style);
        size.map(|(_, size)| *size)
    }

    /// Returns a host by its name.
    pub(crate) fn host(&self, name: &str) -> Option<&'static HostFacts> {
        self.hosts.iter().find(|known| known.name == name)
    }
}

/// A credential of an API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CredentialFacts {
    /// The method of `ClientBuilder` that sets it, by which operations name it.
    pub(crate) setter: &'static str,
    /// How it is sent.
    pub(crate) scheme: Scheme,
    /// The variables with it, the first of which is named in errors.
    pub(crate) variables: &'static [&'static str],
    /// Whether the token is sent if this one is not set.
    pub(crate) or_token: bool,
    /// Whether operations that name it cannot be called without it.
    pub(crate) is_required: bool,
}

impl CredentialFacts {
    /// Returns its name in messages.
    pub(crate) fn noun(&self) -> Cow<'static, str> {
        match self.setter {
            TOKEN => "token".into(),
            setter => setter.replace('_', " ").into(),
        }
    }

    /// Returns the variable that errors and commands name.
    pub(crate) fn variable(&self) -> &'static str {
        self.variables.first().copied().unwrap_or_default()
    }
}

/// A host of an API in addition to that of the base URL.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HostFacts {
    /// The name by which operations refer to it.
    pub(crate) name: &'static str,
    /// The method of `ClientBuilder` that sets its base URL.
    pub(crate) setter: &'static str,
    /// Its base URL. A host without one needs a setting.
    pub(crate) base_url: Option<&'static str>,
    /// The variable with its base URL.
    pub(crate) variable: Option<&'static str>,
    /// Whether its responses take so long that attempts have no time limit of their own.
    pub(crate) is_slow: bool,
}
