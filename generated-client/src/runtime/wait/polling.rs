//! Polls a resource until a wait is over. Compiled once, for all waiters.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use serde_json::Value;

use crate::runtime::call::Call;
use crate::runtime::call::decoding::{Decoding, is_large};
use crate::runtime::call::start::start;
use crate::runtime::client::retry::is_transient_status;
use crate::runtime::codec::{self, DecodeError};
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::invalid_response::InvalidResponse;
use crate::runtime::error::wait_error::{WaitError, WaitReason};
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::operation::wait_spec::{PolledState, WaitSpec};
use crate::runtime::platform::time::{Instant, sleep};
use crate::runtime::transport::headers::requested_wait;

/// The largest number of transient errors in a row that a wait tolerates, in addition to the retries
/// of each call. Successes without the resource are such errors, too.
const TOLERATED_ERRORS: u32 = 3;

/// How long after the start a resource may not exist yet.
const CREATION: Duration = Duration::from_secs(30);

/// The goal of a wait, and its settings.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) goal: Goal,
    pub(crate) deadline: Duration,
    pub(crate) interval: Duration,
    pub(crate) longest_interval: Duration,
    pub(crate) progress: Option<Arc<OnProgress>>,
    /// Whether a resource that does not exist is what the wait is for.
    pub(crate) until_gone: bool,
}

/// The goal of a wait.
#[derive(Clone)]
pub(crate) enum Goal {
    /// The resource is in a state.
    State(&'static WaitSpec),
    /// The caller accepts the response.
    Condition(Arc<Condition>),
}

pub(crate) type Condition = dyn Fn(&RawResponse) -> Result<bool, DecodeError> + Send + Sync;

pub(crate) type OnProgress = dyn Fn(Option<&str>) + Send + Sync;

/// Makes the request for one poll, which may take as long as given.
pub(crate) type Make = Box<dyn Fn(Duration) -> Result<Box<Call>, BuildError> + Send>;

/// The observations of a wait so far.
struct Watch {
    meta: &'static Meta,
    /// The path that the caller chose instead of an operation.
    path: Option<Arc<str>>,
    plan: Plan,
    started: Instant,
    polls: u32,
    /// The number of polls with a 404.
    not_found: u32,
    errors: u32,
    state: Option<String>,
    last: Option<RawResponse>,
}

/// Polls until the resource is ready or gone, and returns its last response.
pub(crate) async fn poll<T>(
    meta: &'static Meta,
    make: Make,
    plan: Plan,
    take: fn(Option<RawResponse>) -> Option<T>,
) -> Result<T> {
    let mut watch = Watch {
        meta,
        path: None,
        started: Instant::now(),
        polls: 0,
        not_found: 0,
        errors: 0,
        state: None,
        last: None,
        plan,
    };
    let found = watch.run(make).await?;
    take(found).ok_or_else(|| watch.end(WaitReason::Gone))
}

/// The result of a poll: the end with the last response, or another poll, no sooner than after a time.
type PollOutcome = ControlFlow<Option<RawResponse>, Duration>;

impl Watch {
    async fn run(&mut self, make: Make) -> Result<Option<RawResponse>> {
        let mut interval = self.plan.interval;
        loop {
            let left = self.left();
            if left.is_zero() {
                return Err(self.time_is_up());
            }
            self.polls += 1;
            let call = make(left);
            self.path = call.as_ref().ok().and_then(|call| call.path.clone());
            let outcome = match start(call).await {
                Ok(response) => self.observe(response).await?,
                Err(error) => {
                    // The server knows best when it is worth asking again.
                    let wait = requested_pause(&error);
                    self.tolerate(error)?.map_continue(|least| least.max(wait))
                }
            };
            let least = match outcome {
                PollOutcome::Break(found) => return Ok(found),
                PollOutcome::Continue(least) => least,
            };
            let jitter = 0.9 + 0.2 * fastrand::f64();
            let pause = interval.mul_f64(jitter).max(least);
            sleep(pause.min(self.left())).await;
            interval = interval.mul_f64(1.5).min(self.plan.longest_interval);
        }
    }

    fn left(&self) -> Duration {
        self.plan.deadline.saturating_sub(self.started.elapsed())
    }

    /// Judges a response. Large ones are read on another thread, so that other tasks go on meanwhile.
    async fn observe(&mut self, response: RawResponse) -> Result<PollOutcome> {
        let (goal, meta) = (self.plan.goal.clone(), self.meta);
        if !is_large(&response) {
            return self.take(evaluate(&goal, meta, response));
        }
        let mut decoding = Decoding::start(response, move |response| {
            let evaluated: Result<Evaluated> = Ok(evaluate(&goal, meta, response));
            Box::new(evaluated)
        });
        match poll_fn(|context| decoding.poll_as(context)).await {
            Ok(evaluated) => self.take(evaluated),
            Err(error) => self.tolerate(error),
        }
    }

    fn take(&mut self, evaluated: Evaluated) -> Result<PollOutcome> {
        let Evaluated {
            mut response,
            state,
            outcome,
        } = evaluated;
        let seen = match outcome {
            Ok(seen) => seen,
            Err(Unfit::NoResource(cause)) => {
                return self.count(Error::Decode(InvalidResponse::new(response, cause)));
            }
            Err(Unfit::Condition(cause)) => {
                return Err(Error::Decode(InvalidResponse::new(response, cause)));
            }
        };
        self.errors = 0;
        self.state = state;
        self.report();
        if seen == PolledState::Ready {
            return Ok(PollOutcome::Break(Some(response)));
        }
        response.close();
        self.last = Some(response);
        if seen == PolledState::Failed {
            return Err(self.end(WaitReason::Failed));
        }
        Ok(PollOutcome::Continue(Duration::ZERO))
    }

    /// Goes on after an error that may pass.
    fn tolerate(&mut self, error: Error) -> Result<PollOutcome> {
        match &error {
            Error::Api(api) if api.response().status() == StatusCode::NOT_FOUND => {
                let is_gone = reports_absence(api.response().body());
                return self.observe_absence(error, is_gone);
            }
            Error::Api(api) if !is_transient_status(api.response().status()) => return Err(error),
            // The request had no more time than the wait itself.
            Error::Timeout(_) if self.left().is_zero() => return Err(self.time_is_up()),
            // Polling again before the rate limits have room is useless.
            Error::Timeout(call) if call.is_rate_limited_locally() => {
                return match self.has_time_for(&error) {
                    true => Ok(PollOutcome::Continue(Duration::ZERO)),
                    false => Err(error),
                };
            }
            Error::Api(_) if !self.has_time_for(&error) => return Err(error),
            Error::Api(_) | Error::Transport(_) | Error::Timeout(_) => {}
            _ => return Err(error),
        }
        self.count(error)
    }

    /// Returns whether there is time for another poll once it is allowed.
    fn has_time_for(&self, error: &Error) -> bool {
        requested_pause(error) <= self.left()
    }

    /// Goes on after an error unless there were too many in a row.
    fn count(&mut self, error: Error) -> Result<PollOutcome> {
        self.errors += 1;
        if self.errors > TOLERATED_ERRORS {
            return Err(error);
        }
        Ok(PollOutcome::Continue(Duration::ZERO))
    }

    /// A resource that is not found is gone, or not there yet, or something on the way does not know
    /// it: only an error of the API itself says that it is gone.
    fn observe_absence(&mut self, error: Error, is_gone: bool) -> Result<PollOutcome> {
        self.not_found += 1;
        if self.plan.until_gone {
            return Ok(match is_gone {
                true => PollOutcome::Break(self.last.take()),
                false => PollOutcome::Continue(Duration::ZERO),
            });
        }
        if self.last.is_some() && is_gone {
            return Err(self.end(WaitReason::Gone));
        }
        if self.last.is_none() && self.started.elapsed() > CREATION {
            return Err(error);
        }
        self.report();
        Ok(PollOutcome::Continue(Duration::ZERO))
    }

    fn report(&self) {
        if let Some(progress) = &self.plan.progress {
            progress(self.state.as_deref());
        }
    }

    fn time_is_up(&mut self) -> Error {
        let deadline = self.plan.deadline;
        self.end(match self.not_found == self.polls && self.polls > 0 {
            true => WaitReason::NeverFound(deadline),
            false => WaitReason::Deadline(deadline),
        })
    }

    fn end(&mut self, reason: WaitReason) -> Error {
        let facts = CallContext {
            meta: self.meta,
            path: self.path.take(),
            attempts: self.polls,
            page: None,
            may_have_been_applied: false,
        };
        Error::Wait(WaitError::new(
            facts,
            self.state.take(),
            self.last.take(),
            reason,
        ))
    }
}

/// Returns for how long the server asks not to poll, or how long the client's own rate limit has no
/// room. The reset of a rate limit does not count: it may be that of the hour.
fn requested_pause(error: &Error) -> Duration {
    let pause = match error {
        Error::Api(api) => requested_wait(api.response().headers()),
        Error::Timeout(call) => call.retry_after(),
        _ => None,
    };
    pause.unwrap_or_default()
}

/// A response, and how far it is from the goal.
struct Evaluated {
    response: RawResponse,
    state: Option<String>,
    outcome: Result<PolledState, Unfit>,
}

/// The error of a response that cannot be judged.
enum Unfit {
    /// It does not have the resource, which may pass.
    NoResource(DecodeError),
    /// It is not what the caller's condition takes.
    Condition(DecodeError),
}

fn evaluate(goal: &Goal, meta: &Meta, response: RawResponse) -> Evaluated {
    let (state, outcome) = match goal {
        Goal::State(spec) => match spec.state(meta, &response.body, &response.limits) {
            Ok(state) => {
                let seen = spec.sort(state.as_deref());
                (state, Ok(seen))
            }
            Err(cause) => (None, Err(Unfit::NoResource(cause))),
        },
        Goal::Condition(condition) => {
            let outcome = response.span.in_scope(|| condition(&response));
            let outcome = outcome.map(|is_fulfilled| match is_fulfilled {
                true => PolledState::Ready,
                false => PolledState::Unfinished,
            });
            (None, outcome.map_err(Unfit::Condition))
        }
    };
    Evaluated {
        response,
        state,
        outcome,
    }
}

/// Returns whether the body of a 404 is an error of the API: a JSON object with an ID.
fn reports_absence(body: &[u8]) -> bool {
    let body = codec::json(body).unwrap_or_default();
    match body.get("id") {
        Some(Value::String(id)) => !id.is_empty(),
        id => id.is_some_and(Value::is_number),
    }
}
