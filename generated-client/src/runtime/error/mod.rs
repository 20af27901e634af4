//! Errors: one type for all calls, [`Error`], and what its variants hold.

mod api_error;
pub(crate) mod call_context;
pub(crate) mod call_error;
pub(crate) mod error_body;
pub(crate) mod error_response;
pub(crate) mod invalid_response;
mod json;
pub(crate) mod provider_error;
mod quoted_secrets;
pub(crate) mod wait_error;

use std::{error, fmt, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::generated::api_error::ApiError;
pub(crate) use crate::runtime::error::call_error::CallError;
pub(crate) use crate::runtime::error::error_response::ErrorResponse;
pub(crate) use crate::runtime::error::invalid_response::InvalidResponse;
pub(crate) use crate::runtime::error::wait_error::WaitError;
pub(crate) use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::error_chain::Chain;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The reason why a call failed, whatever the operation.
///
/// It converts with `?` into `anyhow::Error`, `eyre::Report`, `Box<dyn Error>` and an error type of
/// your own (`#[from]` of `thiserror`). `Debug` writes the message and its causes on one line, so
/// that an error returned from `main` can be read.
///
/// ```
/// use digitalocean::{ApiError, Error};
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> digitalocean::Result<()> {
/// # let client = Fake::new().client()?;
/// match client.droplets().get(1).await {
///     Err(Error::Api(ApiError::NotFound(e))) => eprintln!("{}", e.message()),
///     Err(e) if e.is_rate_limited() => {
///         tokio::time::sleep(e.retry_after().unwrap_or_default()).await;
///     }
///     other => println!("{}", other?.name),
/// }
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub enum Error {
    /// The API returned an error status, which selects the variant of [`ApiError`].
    Api(ApiError),
    /// The request could not be built. Nothing was sent.
    Build(BuildError),
    /// The request or the response was lost.
    Transport(CallError),
    /// A time limit was reached.
    Timeout(CallError),
    /// The response is not what the operation is documented to return.
    Decode(InvalidResponse),
    /// The pages of a list are inconsistent.
    Paging(CallError),
    /// The resource of a wait failed, or was not ready in time.
    Wait(WaitError),
}

impl Error {
    /// Returns the response, where it had an error status.
    pub fn response(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Api(error) => Some(error.response()),
            _ => None,
        }
    }

    /// Returns the operation, unless the client itself could not be built.
    pub fn operation(&self) -> Option<&'static Meta> {
        match self {
            Self::Api(error) => Some(error.response().operation()),
            Self::Build(error) => error.operation(),
            Self::Transport(error) | Self::Timeout(error) | Self::Paging(error) => {
                Some(error.operation())
            }
            Self::Decode(error) => Some(error.operation()),
            Self::Wait(error) => Some(error.operation()),
        }
    }

    /// Returns the status of the response.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Decode(error) => Some(error.status()),
            _ => self.response().map(ErrorResponse::status),
        }
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Decode(error) => Some(error.headers()),
            _ => self.response().map(ErrorResponse::headers),
        }
    }

    /// Returns the message of the API.
    pub fn message(&self) -> Option<&str> {
        self.response().map(ErrorResponse::message)
    }

    /// Returns the ID under which the provider's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Decode(error) => error.request_id(),
            Self::Transport(error) | Self::Timeout(error) => error.request_id(),
            _ => self.response().and_then(ErrorResponse::request_id),
        }
    }

    /// Returns how long the API asks to wait, or how long the client's rate governor would have kept
    /// the call waiting.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Timeout(error) => error.retry_after(),
            _ => self.response().and_then(ErrorResponse::retry_after),
        }
    }

    /// Returns how often the request was sent; of a wait, how often the state was read.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Api(error) => error.response().attempts(),
            Self::Build(_) => 0,
            Self::Transport(error) | Self::Timeout(error) | Self::Paging(error) => error.attempts(),
            Self::Decode(error) => error.attempts(),
            Self::Wait(error) => error.polls(),
        }
    }

    /// Returns whether the request may have been applied although the call failed.
    ///
    /// # Troubleshooting
    ///
    /// A POST or PATCH whose response was lost is not repeated. Check whether the resource exists
    /// before you create it again.
    ///
    /// A DELETE whose response was lost is repeated. If the resource is then gone, the call succeeds
    /// where the operation returns nothing. Where it returns something, the error
    /// [is a 404](Self::is_not_found), and this method returns `true`;
    /// [`ignore_not_found`](crate::Request::ignore_not_found) turns it into `None`.
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::Api(error) => error.response().may_have_been_applied(),
            Self::Transport(error) | Self::Timeout(error) => error.may_have_been_applied(),
            Self::Decode(error) => error.may_have_been_applied(),
            Self::Build(_) | Self::Paging(_) | Self::Wait(_) => false,
        }
    }

    /// Returns whether the resource does not exist: the status is 404, whatever the body. A resource
    /// that was deleted during a wait is [`WaitError::is_gone`].
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns whether the token is invalid (401).
    ///
    /// # Troubleshooting
    ///
    /// Create a token, and pass it to the builder or in the environment variable that
    /// [`Client::from_env`](crate::Client::from_env) reads.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the token lacks a scope (403). The error's text names the required scopes.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Returns whether the state of the resource does not allow the call (409).
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Returns whether the API rejected the arguments (400, 422).
    pub fn is_invalid(&self) -> bool {
        matches!(
            self.status(),
            Some(StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST)
        ) && matches!(self, Self::Api(_))
    }

    /// Returns whether too many requests were made (429), or the client's rate governor did not let
    /// the call through within its time limit.
    ///
    /// # Troubleshooting
    ///
    /// Wait for [`retry_after`](Self::retry_after), allow more attempts in the retry policy, or give
    /// the client a rate governor. If it has one, give the call more time.
    pub fn is_rate_limited(&self) -> bool {
        match self {
            Self::Timeout(error) => error.is_rate_limited_locally(),
            _ => self.status() == Some(StatusCode::TOO_MANY_REQUESTS),
        }
    }

    /// Returns whether the API itself failed (5xx).
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Returns whether a time limit was reached, including that of a wait.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Wait(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Returns whether the client could not connect.
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

    /// Returns whether the response could not be decoded.
    pub fn is_decode(&self) -> bool {
        matches!(self, Self::Decode(_))
    }

    /// Returns the error of a response that had started to arrive.
    pub(crate) fn while_reading(response: &RawResponse, cause: TransportError) -> Self {
        let is_timeout = cause.kind() == TransportErrorKind::Timeout;
        let error = CallError::while_reading(response, cause);
        match is_timeout {
            true => Self::Timeout(error),
            false => Self::Transport(error),
        }
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => fmt::Display::fmt(error, f),
            Self::Build(error) => fmt::Display::fmt(error, f),
            Self::Transport(error) | Self::Timeout(error) | Self::Paging(error) => {
                fmt::Display::fmt(error, f)
            }
            Self::Decode(error) => fmt::Display::fmt(error, f),
            Self::Wait(error) => fmt::Display::fmt(error, f),
        }
    }
}

/// Shows the message and the causes on one line.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Chain(self), f)
    }
}

impl error::Error for Error {
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
