//! One call: its attempts, their time limits, the waits between them. Compiled once, for all
//! operations.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use url::Url;

use crate::runtime::answer::Answer;
use crate::runtime::build_error::BuildError;
use crate::runtime::call_failure::{CallFacts, CallFailure};
use crate::runtime::client::Shared;
use crate::runtime::error_response::{ErrorParts, message_of};
use crate::runtime::exchange::{Exchanged, Failed};
use crate::runtime::governor::{Governor, Permit};
use crate::runtime::meta::{Content, Meta, Verb};
use crate::runtime::options::{Mode, Options};
use crate::runtime::payload::Payload;
use crate::runtime::retry::Attempted;
use crate::runtime::transport::{ResponseBody, TransportError, TransportErrorKind};

/// A request that is ready to be sent, as often as it takes.
pub(crate) struct Call {
    pub(crate) shared: Arc<Shared>,
    pub(crate) meta: &'static Meta,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Payload>,
    pub(crate) options: Options,
}

/// Why a call ended without a result.
#[derive(Debug)]
pub(crate) enum Failure {
    Api(Box<ErrorParts>),
    Build(BuildError),
    Transport(CallFailure),
    Timeout(CallFailure),
}

impl Failure {
    /// Returns the failure of an answer that has started to arrive.
    pub(crate) fn while_reading(answer: &Answer, error: TransportError) -> Self {
        let is_timeout = error.kind() == TransportErrorKind::Timeout;
        let failure = CallFailure::new(CallFacts::of(answer), error);
        if is_timeout {
            return Self::Timeout(failure);
        }
        Self::Transport(failure)
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

/// How far a call has come.
struct Progress {
    started: Instant,
    deadline: Instant,
    attempts: u32,
    may_have_been_applied: bool,
}

/// The end of a call that succeeded, its body read or not.
pub(crate) struct Finished {
    pub(crate) answer: Answer,
    pub(crate) body: Option<ResponseBody>,
}

impl Call {
    /// Sends the request until it succeeds or the policy says to stop.
    pub(crate) async fn run(self) -> Result<Finished, Failure> {
        let started = Instant::now();
        let limit = self.options.timeout.unwrap_or(self.shared.timeout);
        let mut progress = Progress {
            started,
            deadline: started + limit,
            attempts: 0,
            may_have_been_applied: false,
        };
        loop {
            let result = self.attempt(&mut progress).await?;
            let failed = match result {
                Ok(exchanged) if self.is_success(&exchanged, &progress) => {
                    return Ok(self.finish(exchanged, &progress));
                }
                Ok(exchanged) => Failed::Status(exchanged),
                Err(error) => Failed::Transport(error),
            };
            let Some(wait) = self.wait_after(&failed, &mut progress) else {
                return Err(self.fail(failed, &progress));
            };
            // A wait that the deadline would cut short is not worth the while: this failure says
            // more than that the time is up.
            if Instant::now() + wait.max(self.governed_wait()) >= progress.deadline {
                return Err(self.fail(failed, &progress));
            }
            tracing::debug!(
                attempt = progress.attempts,
                ?wait,
                "the attempt failed and is repeated"
            );
            sleep(wait).await;
        }
    }

    /// Sends the request once, within the time limits.
    async fn attempt(
        &self,
        progress: &mut Progress,
    ) -> Result<Result<Exchanged, TransportError>, Failure> {
        let authorization = match self.shared.hosts.credential(self.meta.server) {
            Ok(None) => None,
            Ok(Some(credential)) => Some(credential.header().await.map_err(|e| e.of(self.meta))?),
            Err(error) => return Err(error.of(self.meta).into()),
        };
        let permit = match self.admit(progress).await {
            Ok(permit) => permit,
            Err(error) => return Ok(Err(error)),
        };
        progress.attempts += 1;
        let left = progress.deadline.saturating_duration_since(Instant::now());
        let limit = self.attempt_limit().min(left);
        let exchange = self.exchange(progress.attempts, authorization);
        let result = timeout(limit, exchange).await;
        if let (Some(permit), Ok(Ok(exchanged))) = (permit, &result) {
            permit.settle(exchanged.status, &exchanged.headers);
        }
        Ok(result.unwrap_or_else(|_| {
            Err(TransportError::new(
                TransportErrorKind::Timeout,
                format!("no complete answer after {limit:?}"),
            ))
        }))
    }

    /// Waits for the rate governor, but not beyond the deadline.
    async fn admit(&self, progress: &Progress) -> Result<Option<Permit>, TransportError> {
        let Some(governor) = &self.shared.governor else {
            return Ok(None);
        };
        let admitted = governor.admit(self.meta, self.body_bytes(), self.options.urgent);
        timeout_at(progress.deadline, admitted).await.map_err(|_| {
            TransportError::new(
                TransportErrorKind::Timeout,
                "the rate governor let nothing through within the call's time limit",
            )
        })
    }

    /// Returns how long the rate governor would keep a call back.
    fn governed_wait(&self) -> Duration {
        match &self.shared.governor {
            Some(governor) if Governor::knows(self.meta) => governor.predicted_wait(),
            _ => Duration::ZERO,
        }
    }

    fn attempt_limit(&self) -> Duration {
        self.shared.attempt_timeout
    }

    /// Any 2xx is a success, and a deletion of what does not exist where the caller, or an earlier
    /// attempt that may have done it, says so.
    fn is_success(&self, exchanged: &Exchanged, progress: &Progress) -> bool {
        if exchanged.status.is_success() {
            return true;
        }
        let is_gone = exchanged.status == StatusCode::NOT_FOUND
            && self.meta.verb == Verb::Delete
            && self.meta.content == Content::Empty;
        is_gone && (self.options.ignore_not_found || progress.may_have_been_applied)
    }

    /// Notes what an attempt may have done, and returns how long to wait before the next.
    fn wait_after(&self, failed: &Failed, progress: &mut Progress) -> Option<Duration> {
        let message = failed.body().and_then(|body| message_of(body));
        let attempted = Attempted {
            attempt: progress.attempts,
            status: failed.status(),
            message: message.as_deref(),
            headers: failed.headers(),
            error: failed.error(),
        };
        if !self.meta.verb.is_safe() && !attempted.is_harmless() {
            progress.may_have_been_applied = true;
        }
        let policy = self.options.retry.as_ref().unwrap_or(&self.shared.retry);
        let wanted = self
            .options
            .retry_if
            .as_ref()
            .is_some_and(|want| want(&attempted));
        policy.wait(self.meta, &attempted, wanted, progress.started.elapsed())
    }

    fn finish(&self, exchanged: Exchanged, progress: &Progress) -> Finished {
        Finished {
            answer: Answer {
                meta: self.meta,
                status: exchanged.status,
                headers: exchanged.headers,
                body: exchanged.bytes,
                attempts: progress.attempts,
                page: self.options.page,
                drift: Arc::clone(&self.shared.drift),
            },
            body: exchanged.rest,
        }
    }

    fn fail(&self, failed: Failed, progress: &Progress) -> Failure {
        let facts = CallFacts {
            meta: self.meta,
            attempts: progress.attempts,
            page: self.options.page,
            may_have_been_applied: progress.may_have_been_applied,
        };
        match failed {
            Failed::Status(Exchanged {
                status,
                headers,
                bytes,
                is_cut,
                ..
            }) => {
                let parts = ErrorParts::new(facts, status, headers, bytes, is_cut);
                Failure::Api(Box::new(parts))
            }
            Failed::Transport(error) if error.kind() == TransportErrorKind::Timeout => {
                Failure::Timeout(CallFailure::new(facts, error))
            }
            Failed::Transport(error) => Failure::Transport(CallFailure::new(facts, error)),
        }
    }

    pub(crate) fn is_stream(&self) -> bool {
        self.options.mode == Mode::Stream
    }

    /// Returns the bytes of the body, for showing the request.
    pub(crate) fn body_bytes(&self) -> Option<&Bytes> {
        self.body.as_ref()?.as_bytes()
    }
}
