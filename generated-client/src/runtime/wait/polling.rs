//! Looks at a resource again and again. Compiled once, for all waiters.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::runtime::call::attempts::Call;
use crate::runtime::call::start::start;
use crate::runtime::client::retry::is_transient_status;
use crate::runtime::error::build_error::BuildError;
use crate::runtime::error::call_context::CallContext;
use crate::runtime::error::wait_error::{WaitError, WaitReason};
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::wait::wait_spec::{Seen, WaitSpec};

/// How many transient failures in a row a wait puts up with, retries of each call not counted.
const TOLERATED_FAILURES: u32 = 3;

/// How long after the start a resource may not exist yet.
const CREATION: Duration = Duration::from_secs(30);

/// What to wait for, and how.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) spec: &'static WaitSpec,
    pub(crate) deadline: Duration,
    pub(crate) interval: Duration,
    pub(crate) longest_interval: Duration,
    pub(crate) progress: Option<Arc<Progress>>,
    /// Whether a resource that does not exist is what is waited for.
    pub(crate) until_gone: bool,
}

pub(crate) type Progress = dyn Fn(Option<&str>) + Send + Sync;

/// Makes the request for one look, which may take as long as given.
pub(crate) type Make = Box<dyn Fn(Duration) -> Result<Call, BuildError> + Send>;

/// What a wait has seen so far.
struct Watch {
    meta: &'static Meta,
    /// The path that the caller chose instead of an operation.
    path: Option<Arc<str>>,
    plan: Plan,
    started: Instant,
    polls: u32,
    failures: u32,
    state: Option<String>,
    last: Option<RawResponse>,
}

/// Looks until the resource is ready or gone, and returns what was seen of it last.
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
        failures: 0,
        state: None,
        last: None,
        plan,
    };
    let found = watch.run(make).await?;
    take(found).ok_or_else(|| watch.end(WaitReason::Gone))
}

/// What a look led to: the end with what was found, or another one, no sooner than after a time.
type Look = ControlFlow<Option<RawResponse>, Duration>;

impl Watch {
    async fn run(&mut self, make: Make) -> Result<Option<RawResponse>> {
        let mut interval = self.plan.interval;
        loop {
            let left = self.left();
            if left.is_zero() {
                return Err(self.end(WaitReason::Deadline(self.plan.deadline)));
            }
            self.polls += 1;
            let call = make(left);
            self.path = call.as_ref().ok().and_then(|call| call.path.clone());
            let look = match start(call).await {
                Ok(answer) => self.see(answer)?,
                Err(error) => self.miss(error)?,
            };
            let least = match look {
                Look::Break(found) => return Ok(found),
                Look::Continue(least) => least,
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

    fn see(&mut self, mut answer: RawResponse) -> Result<Look> {
        self.failures = 0;
        self.state = self.plan.spec.state(&answer.body);
        self.tell();
        let seen = self.plan.spec.sort(self.state.as_deref());
        if seen == Seen::Ready {
            return Ok(Look::Break(Some(answer)));
        }
        answer.close();
        self.last = Some(answer);
        if seen == Seen::Failed {
            return Err(self.end(WaitReason::Failed));
        }
        Ok(Look::Continue(Duration::ZERO))
    }

    fn miss(&mut self, error: Error) -> Result<Look> {
        if error.is_not_found() {
            return self.miss_resource(error);
        }
        match &error {
            Error::Api(api) if !is_transient_status(api.response().status()) => return Err(error),
            // The request had no more time than the wait itself.
            Error::Timeout(_) if self.left().is_zero() => {
                return Err(self.end(WaitReason::Deadline(self.plan.deadline)));
            }
            // Reading the state again is no use before the rate limits allow it.
            Error::Timeout(call) if call.is_rate_limited_locally() => {
                let wait = call.retry_after().unwrap_or_default();
                return match wait > self.left() {
                    true => Err(error),
                    false => Ok(Look::Continue(wait)),
                };
            }
            Error::Api(_) | Error::Transport(_) | Error::Timeout(_) => {}
            Error::Build(_) | Error::Decode(_) | Error::Paging(_) | Error::Wait(_) => {
                return Err(error);
            }
        }
        self.failures += 1;
        if self.failures > TOLERATED_FAILURES {
            return Err(error);
        }
        Ok(Look::Continue(Duration::ZERO))
    }

    /// A resource that is not there is gone, or not there yet.
    fn miss_resource(&mut self, error: Error) -> Result<Look> {
        if self.plan.until_gone {
            return Ok(Look::Break(self.last.take()));
        }
        if self.last.is_some() {
            return Err(self.end(WaitReason::Gone));
        }
        if self.started.elapsed() > CREATION {
            return Err(error);
        }
        self.tell();
        Ok(Look::Continue(Duration::ZERO))
    }

    fn tell(&self) {
        if let Some(progress) = &self.plan.progress {
            progress(self.state.as_deref());
        }
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
