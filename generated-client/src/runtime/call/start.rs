//! Puts a call on the heap, inside its span.

use tokio::runtime::Handle;
use tracing::Instrument;

use crate::runtime::call::attempts::{Call, Failure, Finished};
use crate::runtime::call::span;
use crate::runtime::error::build_error::BuildError;
use crate::runtime::operation::raw_response::RawResponse;
use crate::runtime::transport::BoxFuture;

/// Starts a call that is read as a whole.
pub(crate) fn start(
    call: Result<Call, BuildError>,
) -> BoxFuture<'static, Result<RawResponse, Failure>> {
    Box::pin(async move { run(call).await.map(|finished| finished.answer) })
}

/// Runs a call.
pub(crate) async fn run(call: Result<Call, BuildError>) -> Result<Finished, Failure> {
    let call = call?;
    if Handle::try_current().is_err() {
        let error = BuildError::new("the call runs outside of a tokio runtime, which it needs");
        return Err(error.of(call.meta).into());
    }
    let span = span::open(&call);
    let mut result = call.run().instrument(span.clone()).await;
    span::record(&span, &result);
    if let Ok(finished) = &mut result {
        // Reading the answer is part of the call.
        finished.answer.span = span;
    }
    result
}
