//! Starts a call, inside its span. Futures are moved before they are large, and pinned where they are.

use std::future::ready;
use std::pin::pin;

use tracing::Instrument;

use crate::runtime::call::span;
use crate::runtime::call::{Call, Finished};
use crate::runtime::error::Result;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::platform::time::{self, Instant};

/// Starts a call that is read as a whole.
pub(crate) fn start(
    call: Result<Box<Call>, BuildError>,
) -> BoxFuture<'static, Result<RawResponse>> {
    match call {
        Ok(call) => Box::pin(async move { run(&call).await.map(|finished| finished.response) }),
        Err(error) => Box::pin(ready(Err(error.into()))),
    }
}

/// Runs a call.
pub(crate) async fn run(call: &Call) -> Result<Finished> {
    let started = Instant::now();
    let has_timers = time::check(started).map_err(BuildError::new);
    let is_ready = has_timers.and_then(|()| call.shared.process.check());
    is_ready.map_err(|error| error.of(call.meta, call.path.clone()))?;
    let span = span::open(call);
    let attempts = pin!(call.run(started));
    let mut result = attempts.instrument(span.clone()).await;
    span::record(&span, &result);
    if let Ok(finished) = &mut result {
        // Reading the response is part of the call.
        finished.response.span = span;
    }
    result
}
