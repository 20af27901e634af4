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
    let message = panic.downcast_ref::<String>().map(String::as_str);
    let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
    match message.unwrap_or_default() {
        message if message.contains("IO is disabled") => TransportError::new(
            TransportErrorKind::InvalidRequest,
            "the tokio runtime has no IO driver; build it with `enable_all`",
        ),
        message => {
            let message = format!("the HTTP library panicked: {message}");
            TransportError::new(TransportErrorKind::Other, message)
        }
    }
}
