//! Errors of calls.

pub(crate) mod build_error;
pub(crate) mod call_failure;
pub(crate) mod decode_failure;
pub(crate) mod error_response;
pub(crate) mod error_set;
pub(crate) mod wait_failure;

use std::{error, fmt, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::runtime::error::build_error::BuildError;
use crate::runtime::error::call_failure::CallFailure;
use crate::runtime::error::decode_failure::DecodeFailure;
use crate::runtime::error::error_response::{ErrorParts, ErrorResponse, RawBody};
use crate::runtime::error::error_set::{ApiFailure, ErrorSet};
use crate::runtime::error::wait_failure::WaitFailure;
use crate::runtime::operation::meta::Meta;
use crate::runtime::transport::TransportErrorKind;

/// A failure that the API answered, whatever the operation.
pub type AnyApiError = ErrorResponse<RawBody>;

/// Why a call failed.
///
/// `E` holds the documented failures of one operation; `?` converts into the untyped `Error`.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = AnyApiError> {
    /// The API answered with a failure.
    Api(E),
    /// The request could not be built. Nothing was sent.
    Build(BuildError),
    /// The request did not arrive, or the answer did not.
    Transport(CallFailure),
    /// A time limit was reached.
    Timeout(CallFailure),
    /// The answer is not what the operation is documented to answer.
    Decode(DecodeFailure),
    /// The pages of a list do not lead on, or do not add up.
    Paging(CallFailure),
    /// What was waited for failed or did not become ready in time.
    Wait(WaitFailure),
}

impl<E: ApiFailure> Error<E> {
    fn api(&self) -> Option<&ErrorParts> {
        match self {
            Self::Api(error) => Some(error.parts()),
            _ => None,
        }
    }

    /// Returns the operation that failed, if it was one.
    pub fn operation(&self) -> Option<&'static Meta> {
        match self {
            Self::Api(error) => Some(error.parts().operation()),
            Self::Build(error) => error.operation(),
            Self::Transport(error) | Self::Timeout(error) | Self::Paging(error) => {
                Some(error.operation())
            }
            Self::Decode(error) => Some(error.operation()),
            Self::Wait(error) => Some(error.operation()),
        }
    }

    /// Returns the status that the API answered with.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Decode(error) => Some(error.status()),
            _ => self.api().map(ErrorParts::status),
        }
    }

    /// Returns the headers that the API answered with.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Decode(error) => Some(error.headers()),
            _ => self.api().map(ErrorParts::headers),
        }
    }

    /// Returns the message that the API answered with.
    pub fn message(&self) -> Option<&str> {
        self.api().map(ErrorParts::message)
    }

    /// Returns the ID under which DigitalOcean's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Decode(error) => error.request_id(),
            Self::Transport(error) | Self::Timeout(error) => error.request_id(),
            _ => self.api().and_then(ErrorParts::request_id),
        }
    }

    /// Returns the time after which the API wants to be asked again, or the rate governor expects
    /// room, where it let nothing through.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Timeout(error) => error.retry_after(),
            _ => self.api().and_then(ErrorParts::retry_after),
        }
    }

    /// Returns the number of times the request was sent.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Api(error) => error.parts().attempts(),
            Self::Build(_) => 0,
            Self::Transport(error) | Self::Timeout(error) | Self::Paging(error) => error.attempts(),
            Self::Decode(error) => error.attempts(),
            Self::Wait(error) => error.polls(),
        }
    }

    /// Returns whether the server may have done what it was asked although the call failed.
    ///
    /// # Troubleshooting
    ///
    /// A POST or PATCH whose answer got lost is not repeated. Look whether the resource exists
    /// before you create it again.
    ///
    /// A DELETE whose answer got lost is repeated. Where it then finds nothing, it counts as done
    /// if it returns nothing; if it returns something, the failure [is that there is
    /// nothing](Self::is_not_found), and this tells that it was probably done.
    /// [`ignore_not_found`](crate::Request::ignore_not_found) makes it `None`.
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::Api(error) => error.parts().may_have_been_applied(),
            Self::Transport(error) | Self::Timeout(error) => error.may_have_been_applied(),
            Self::Decode(error) => !error.operation().verb.is_safe(),
            Self::Build(_) | Self::Paging(_) | Self::Wait(_) => false,
        }
    }

    /// Returns whether the resource does not exist.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Wait(error) => error.is_gone(),
            _ => self.status() == Some(StatusCode::NOT_FOUND),
        }
    }

    /// Returns whether the token is not valid.
    ///
    /// # Troubleshooting
    ///
    /// Make a new token in the control panel and pass it in `DIGITALOCEAN_TOKEN`.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the token lacks a scope. The error's text names those that are needed.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Returns whether the resource is in a state that does not allow the call.
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Returns whether the API refused the arguments.
    pub fn is_invalid(&self) -> bool {
        matches!(
            self.status(),
            Some(StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST)
        ) && matches!(self, Self::Api(_))
    }

    /// Returns whether too many requests were made, or would have been: then the rate governor let
    /// nothing through within the call's time limit.
    ///
    /// # Troubleshooting
    ///
    /// Wait for [`retry_after`](Self::retry_after), allow more attempts in the retry policy, or
    /// let the client's rate governor keep within the limits. With one, give the call more time.
    pub fn is_rate_limited(&self) -> bool {
        match self {
            Self::Timeout(error) => error.is_held(),
            _ => self.status() == Some(StatusCode::TOO_MANY_REQUESTS),
        }
    }

    /// Returns whether the API itself failed.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Returns whether a time limit was reached, that of a wait included.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Wait(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Returns whether no connection came about.
    pub fn is_connect(&self) -> bool {
        let (Self::Transport(error) | Self::Timeout(error)) = self else {
            return false;
        };
        matches!(
            error.kind(),
            Some(TransportErrorKind::Connect | TransportErrorKind::Tls)
        )
    }

    /// Returns whether the request could not be built, so that nothing was sent.
    pub fn is_build(&self) -> bool {
        matches!(self, Self::Build(_))
    }

    /// Returns whether the answer could not be read.
    pub fn is_decode(&self) -> bool {
        matches!(self, Self::Decode(_))
    }
}

impl<E: ApiFailure> Error<E> {
    /// Returns the error without the type of the operation's documented failures. `?` does the same
    /// where a function returns [`Error`]; errors of your own convert with it:
    ///
    /// ```
    /// use digitalocean::ApiFailure;
    ///
    /// #[derive(Debug)]
    /// enum Failure {
    ///     Cloud(digitalocean::Error),
    /// }
    ///
    /// impl<E: ApiFailure> From<digitalocean::Error<E>> for Failure {
    ///     fn from(error: digitalocean::Error<E>) -> Self {
    ///         Self::Cloud(error.untyped())
    ///     }
    /// }
    ///
    /// async fn name(client: &digitalocean::Client) -> Result<String, Failure> {
    ///     Ok(client.droplets().get(3164444).await?.name)
    /// }
    /// ```
    pub fn untyped(self) -> Error {
        match self {
            Self::Api(error) => Error::Api(error.into_parts().raw()),
            Self::Build(error) => Error::Build(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::Decode(error) => Error::Decode(error),
            Self::Paging(error) => Error::Paging(error),
            Self::Wait(error) => Error::Wait(error),
        }
    }
}

impl<E: ErrorSet> From<Error<E>> for Error {
    fn from(error: Error<E>) -> Self {
        error.untyped()
    }
}

impl<E> From<BuildError> for Error<E> {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Build(error) => error.fmt(f),
            Self::Transport(error) | Self::Timeout(error) | Self::Paging(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Wait(error) => error.fmt(f),
        }
    }
}

impl<E: error::Error + 'static> error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Api(error) => error.source(),
            Self::Build(error) => error.source(),
            Self::Transport(error) | Self::Timeout(error) | Self::Paging(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Wait(error) => error.source(),
        }
    }
}
