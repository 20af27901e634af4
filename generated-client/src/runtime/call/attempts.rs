//! One call: its attempts, their time limits, the waits between them. Compiled once, for all
//! operations.

use std::{pin::pin, sync::Arc, time::Duration};

use http::header::RANGE;
use http::{HeaderValue, Method, StatusCode};
use tracing::{Instrument as _, Span};

use crate::runtime::call::exchange::{AttemptError, Exchanged, MESSAGE_TIME};
use crate::runtime::call::{Call, Finished, content_status, html, span};
use crate::runtime::client::credential::Credential;
use crate::runtime::client::options::ReadMode;
use crate::runtime::client::retry::{FailedAttempt, RetryPolicy};
use crate::runtime::codec::DecodeLimits;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::call_error::CallError;
use crate::runtime::error::error_body::ErrorBody;
use crate::runtime::error::error_response::ErrorResponse;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::facts::CredentialFacts;
use crate::runtime::operation::meta::Content;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::platform::time::{Instant, sleep, timeout_at};
use crate::runtime::rate_limit::{Governor, LimitedCall, NotAdmitted, Permit};
use crate::runtime::transport::saturating_time::after;
use crate::runtime::transport::{ResponseBody, TransportError, TransportErrorKind};

/// How far a call has come.
struct CallProgress {
    /// When the first attempt was made: until then the call may have waited for the rate governor.
    first_sent: Instant,
    deadline: Instant,
    attempts: u32,
    may_have_been_applied: bool,
}

/// A successful response that is not the requested content.
struct Refused {
    response: RawResponse,
    body: Option<ResponseBody>,
    /// Why, unless it is an HTML page.
    problem: Option<String>,
}

impl Call {
    /// Sends the request until it succeeds or the policy says to stop.
    pub(crate) async fn run(&self, started: Instant) -> Result<Finished> {
        let mut now = started;
        let mut progress = CallProgress {
            first_sent: started,
            deadline: self.deadline(started),
            attempts: 0,
            may_have_been_applied: false,
        };
        loop {
            let result = self.attempt(&mut progress, now).await?;
            let failed = match result {
                Ok(exchanged) if self.is_success(&exchanged, &progress) => {
                    return match self.finish(*exchanged, &progress) {
                        Ok(finished) => Ok(finished),
                        Err(refused) => Err(Box::pin(self.refuse(refused)).await),
                    };
                }
                Ok(exchanged) => AttemptError::Status(exchanged),
                Err(error) => AttemptError::Transport(error),
            };
            let Some(wait) = self.wait_after(&failed, &mut progress) else {
                return Err(self.fail(failed, &progress));
            };
            // The call does not wait if the deadline passes meanwhile: this error says more than that
            // the time is up.
            let least = wait.max(self.governed_wait(&progress));
            let next = after(Instant::now(), least);
            if next >= progress.deadline || !self.policy().allows(next - progress.first_sent) {
                return Err(self.fail(failed, &progress));
            }
            span::log_retry(&failed, progress.attempts, wait);
            sleep(wait).await;
            now = Instant::now();
        }
    }

    /// Sends the request once, within the time limits.
    async fn attempt(
        &self,
        progress: &mut CallProgress,
        mut now: Instant,
    ) -> Result<Result<Box<Exchanged>, TransportError>> {
        let credentials = self.shared.hosts.credentials(self.meta);
        let credentials = credentials.map_err(|error| self.unauthorized(error, progress))?;
        let permit = self.admit(progress).await?;
        if permit.is_some() {
            now = Instant::now();
        }
        if progress.attempts == 0 {
            progress.first_sent = now;
        }
        // A token may have a short life, so it is asked for after the queue.
        let mut authorization = Vec::new();
        for (facts, credential) in credentials {
            let header = match credential {
                Credential::Fixed(header) => header.clone(),
                Credential::Provided(_) => {
                    let header = Box::pin(self.authorize(facts, credential, progress)).await?;
                    now = Instant::now();
                    header
                }
            };
            authorization.push((facts.scheme, header));
        }
        progress.attempts += 1;
        let left = progress.deadline.saturating_duration_since(now);
        let limit = self.attempt_limit().min(left);
        let span = span::attempt(self, progress.attempts);
        let exchange = pin!(self.exchange(progress.attempts, &authorization));
        let result = timeout_at(now + limit, exchange.instrument(span.clone())).await;
        let result = result.unwrap_or_else(|_| {
            Err(TransportError::new(
                TransportErrorKind::Timeout,
                format!("no complete response after {limit:?}; `Request::timeout` gives more time"),
            ))
        });
        span::record_attempt(&span, &result);
        if let (Some(permit), Ok(exchanged)) = (permit, &result) {
            permit.settle(exchanged.status, &exchanged.headers);
        }
        Ok(result)
    }

    /// Waits for the rate governor, unless that would take longer than the call may.
    async fn admit(&self, progress: &CallProgress) -> Result<Option<Permit>> {
        let caller = self.caller(progress);
        let Some(governor) = self.governor(&caller) else {
            return Ok(None);
        };
        let admitted = governor.admit(&caller).await;
        let permit = admitted.map_err(|cause| {
            let context = self.context(progress);
            Error::Timeout(match cause {
                NotAdmitted::TooLong(wait) => CallError::rate_limits(context, wait),
                NotAdmitted::Unavailable => CallError::rate_limits_unknown(context),
            })
        })?;
        Ok(Some(permit))
    }

    /// Returns how long the rate governor would keep the call back.
    fn governed_wait(&self, progress: &CallProgress) -> Duration {
        let caller = self.caller(progress);
        let governor = self.governor(&caller);
        governor.map_or(Duration::ZERO, |governor| {
            governor.predicted_wait_of(&caller)
        })
    }

    /// Returns the rate governor, if there is one for the call's host.
    fn governor(&self, caller: &LimitedCall<'_>) -> Option<&Governor> {
        let governor = self.shared.governor.as_ref();
        governor.filter(|_| caller.is_governed())
    }

    fn caller(&self, progress: &CallProgress) -> LimitedCall<'_> {
        LimitedCall {
            meta: self.meta,
            method: &self.method,
            path: self.path.as_deref(),
            body: self.body_bytes(),
            is_urgent: self.options.urgent,
            deadline: progress.deadline,
            longest: self.attempt_limit(),
        }
    }

    /// Returns the header with the credential, which has to be provided before the deadline.
    async fn authorize(
        &self,
        facts: &CredentialFacts,
        credential: &Credential,
        progress: &CallProgress,
    ) -> Result<HeaderValue> {
        match timeout_at(progress.deadline, credential.header(facts)).await {
            Ok(header) => header.map_err(|error| self.unauthorized(error, progress)),
            Err(_) => {
                let message = "the token provider returned nothing within the call's time limit";
                Err(self.too_late(message, progress))
            }
        }
    }

    /// Returns the error of a call whose time was up before the next attempt.
    fn too_late(&self, message: &str, progress: &CallProgress) -> Error {
        let error = TransportError::new(TransportErrorKind::Timeout, message);
        Error::Timeout(CallError::transport(self.context(progress), error))
    }

    /// Returns the error of a call without a credential. Only before the first attempt does it mean
    /// that nothing was sent.
    fn unauthorized(&self, error: BuildError, progress: &CallProgress) -> Error {
        if progress.attempts == 0 {
            return error.of(self.meta, self.path.clone()).into();
        }
        Error::Transport(CallError::credential(self.context(progress), error))
    }

    /// Any 2xx is a success. So is a deletion of something that does not exist, if the caller says so,
    /// or if it returns nothing and an earlier attempt may have deleted it.
    fn is_success(&self, exchanged: &Exchanged, progress: &CallProgress) -> bool {
        if exchanged.status.is_success() {
            return true;
        }
        let is_gone =
            exchanged.status == StatusCode::NOT_FOUND && self.meta.method == Method::DELETE;
        let was_done = progress.may_have_been_applied && self.meta.content == Content::Empty;
        is_gone && (self.options.ignore_not_found || was_done)
    }

    /// Records whether an attempt may have been applied, and returns how long to wait before the next.
    fn wait_after(&self, failed: &AttemptError, progress: &mut CallProgress) -> Option<Duration> {
        let message = failed.body().and_then(|body| ErrorBody::read(body).message);
        let attempted = FailedAttempt {
            attempt: progress.attempts,
            status: failed.status(),
            message: message.as_deref(),
            headers: failed.headers(),
            error: failed.error(),
        };
        if !self.meta.method.is_safe() && !attempted.is_unprocessed() {
            progress.may_have_been_applied = true;
        }
        let wanted = self
            .options
            .retry_if
            .as_ref()
            .is_some_and(|want| want(&attempted));
        self.policy().wait(self.meta, &attempted, wanted)
    }

    fn policy(&self) -> &RetryPolicy {
        self.options.retry.as_ref().unwrap_or(&self.shared.retry)
    }

    /// Returns the result of a success, unless it is not the requested content.
    fn finish(
        &self,
        exchanged: Exchanged,
        progress: &CallProgress,
    ) -> Result<Finished, Box<Refused>> {
        let response = RawResponse {
            meta: self.meta,
            path: self.path.clone(),
            status: exchanged.status,
            headers: exchanged.headers,
            body: exchanged.bytes,
            attempts: progress.attempts,
            deadline: progress.deadline,
            limits: DecodeLimits::new(self.shared.max_response_bytes),
            page: self.options.page,
            drift: Arc::clone(&self.shared.drift),
            span: Span::none(),
        };
        if !response.status.is_success() || self.options.mode == ReadMode::Head {
            return Ok(Finished {
                response,
                body: None,
            });
        }
        let is_part_requested = self.headers.contains_key(RANGE);
        let body = exchanged.rest;
        let problem = content_status::problem(&response, is_part_requested);
        let is_page = match &body {
            _ if self.meta.content == Content::Html => false,
            Some(_) => html::has_html_type(&response.headers),
            None => html::is_page(&response.headers, &response.body),
        };
        match problem.is_some() || is_page {
            false => Ok(Finished { response, body }),
            true => Err(Box::new(Refused {
                response,
                body,
                problem,
            })),
        }
    }

    /// Returns the error of such a response, with the start of its body.
    async fn refuse(&self, refused: Box<Refused>) -> Error {
        let Refused {
            mut response,
            body,
            problem,
        } = *refused;
        if let Some(body) = body {
            let limit = self.shared.max_error_bytes;
            (response.body, _) = body.read_start(limit, MESSAGE_TIME).await;
        }
        match problem {
            Some(problem) => content_status::error(response, problem),
            None => html::error(response),
        }
    }

    fn context(&self, progress: &CallProgress) -> CallContext {
        CallContext {
            meta: self.meta,
            path: self.path.clone(),
            attempts: progress.attempts,
            page: self.options.page,
            may_have_been_applied: progress.may_have_been_applied,
        }
    }

    fn fail(&self, failed: AttemptError, progress: &CallProgress) -> Error {
        let context = self.context(progress);
        match failed {
            AttemptError::Status(exchanged) => {
                let Exchanged {
                    status,
                    headers,
                    bytes,
                    is_cut,
                    refusal,
                    ..
                } = *exchanged;
                let response = ErrorResponse::new(context, status, headers, bytes, is_cut);
                response.with_message(refusal).into()
            }
            AttemptError::Transport(error) if error.kind() == TransportErrorKind::Timeout => {
                Error::Timeout(CallError::transport(context, error))
            }
            AttemptError::Transport(error) => {
                Error::Transport(CallError::transport(context, error))
            }
        }
    }
}
