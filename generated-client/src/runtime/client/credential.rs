//! Credentials, and the headers that show them.

use std::{fmt, future::Future, sync::Arc};

use http::HeaderValue;

use crate::runtime::codec::Secret;
use crate::runtime::error::provider_error::ProviderError;
use crate::runtime::operation::authorization::Scheme;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::facts::CredentialFacts;
use crate::runtime::platform::future::{BoxFuture, MaybeSend};

type Provide = dyn Fn() -> BoxFuture<'static, Result<Secret, ProviderError>> + Send + Sync;

/// The value of a credential.
#[derive(Clone)]
pub(crate) enum Credential {
    Fixed(HeaderValue),
    Provided(Arc<Provide>),
}

impl Credential {
    /// Returns a credential that never changes.
    pub(crate) fn fixed(facts: &CredentialFacts, secret: &Secret) -> Result<Self, BuildError> {
        header(facts, secret).map(Self::Fixed)
    }

    /// Returns a credential that is provided before each attempt.
    pub(crate) fn provided<F, R>(provide: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Secret, ProviderError>> + MaybeSend + 'static,
    {
        Self::Provided(Arc::new(move || Box::pin(provide())))
    }

    /// Returns the header that shows the credential.
    pub(crate) async fn header(&self, facts: &CredentialFacts) -> Result<HeaderValue, BuildError> {
        match self {
            Self::Fixed(header) => Ok(header.clone()),
            Self::Provided(provide) => match provide().await {
                Ok(secret) => header(facts, &secret),
                Err(error) => {
                    Err(BuildError::new("the token provider returned an error").with_source(error))
                }
            },
        }
    }
}

/// Shows nothing of the secret.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fixed(_) => "Fixed(…)",
            Self::Provided(_) => "Provided(…)",
        })
    }
}

/// Returns the header with a credential. A token consists of visible ASCII characters.
fn header(facts: &CredentialFacts, secret: &Secret) -> Result<HeaderValue, BuildError> {
    let what = facts.noun();
    let token = clean(secret.expose());
    if token.is_empty() {
        return Err(BuildError::new(format!("the {what} is empty")));
    }
    let first = token.split(char::is_whitespace).next();
    let is_doubled = |first: &str| first != token && first.eq_ignore_ascii_case("bearer");
    if facts.scheme == Scheme::Bearer && first.is_some_and(is_doubled) {
        return Err(BuildError::new(format!(
            "the {what} starts with `Bearer`, which the client adds itself; pass the token alone"
        )));
    }
    let invalid = || {
        BuildError::new(format!(
            "the {what} contains a character that no credential has, such as a blank, a line break or a letter \
             that is not ASCII"
        ))
    };
    let is_visible = token.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_visible && facts.scheme != Scheme::Basic {
        return Err(invalid());
    }
    let header = HeaderValue::from_str(&facts.scheme.value(token));
    let mut header = header.map_err(|_| invalid())?;
    header.set_sensitive(true);
    Ok(header)
}

/// Removes blanks and quotes at both ends, which get into environment variables by accident.
pub(crate) fn clean(text: &str) -> &str {
    text.trim()
        .trim_matches(|character| matches!(character, '"' | '\''))
        .trim()
}
