//! Starts a call, inside its span.

use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::Handle;
use tracing::Instrument;

use crate::runtime::call::attempts::{Call, Finished};
use crate::runtime::call::span;
use crate::runtime::error::Result;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::BoxFuture;

/// Starts a call that is read as a whole.
pub(crate) fn start(call: Result<Call, BuildError>) -> BoxFuture<'static, Result<RawResponse>> {
    Box::pin(async move { run(call).await.map(|finished| finished.response) })
}

/// Runs a call.
pub(crate) async fn run(call: Result<Call, BuildError>) -> Result<Finished> {
    let call = call?;
    let is_ready = check_runtime().and_then(|()| call.shared.process.check());
    is_ready.map_err(|error| error.of(call.meta, call.path.clone()))?;
    let span = span::open(&call);
    let mut result = call.run().instrument(span.clone()).await;
    span::record(&span, &result);
    if let Ok(finished) = &mut result {
        // Reading the response is part of the call.
        finished.response.span = span;
    }
    result
}

/// Returns an error if timers cannot be used here.
fn check_runtime() -> Result<(), BuildError> {
    if Handle::try_current().is_err() {
        return Err(BuildError::new(
            "the call runs outside of a tokio runtime, which it needs",
        ));
    }
    // tokio has no function that returns whether a runtime has timers: creating one panics.
    let timer = catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)));
    timer.map_err(|_| {
        BuildError::new(
            "the tokio runtime has no timers, which the call needs; build it with `enable_all`",
        )
    })
}
