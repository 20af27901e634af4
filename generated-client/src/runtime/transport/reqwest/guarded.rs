use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::runtime::transport::transport_error::{TransportError, TransportErrorKind};

/// A future of the HTTP library whose panics are errors. It panics if the runtime has no IO driver,
/// which tokio has no function to find out.
pub(super) struct Guarded<F>(pub(super) F);

impl<F: Future + Unpin> Future for Guarded<F> {
    type Output = Result<F::Output, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = pin!(&mut self.0);
        match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
            Ok(output) => output.map(Ok),
            Err(panic) => Poll::Ready(Err(error(&*panic))),
        }
    }
}

fn error(panic: &(dyn Any + Send)) -> TransportError {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    match text.unwrap_or_default() {
        text if text.contains("IO is disabled") => TransportError::new(
            TransportErrorKind::InvalidRequest,
            "the tokio runtime has no IO driver; build it with `enable_all`",
        ),
        text => {
            let text = format!("the HTTP library panicked: {text}");
            TransportError::new(TransportErrorKind::Other, text)
        }
    }
}
