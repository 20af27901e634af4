use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use digitalocean::{Error, ErrorSet as _, Operation, Request, Sending};
use serde_json::Value;

/// What came of a call.
pub type Finished = Result<Received, Box<Failed>>;

/// A successful answer.
#[derive(Debug)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// What the client read, written back.
    pub value: Value,
}

/// A call without success.
#[derive(Debug)]
pub struct Failed {
    /// Why.
    pub error: Error,
    /// The body of a documented failure as the client read it, written back; none where it is kept raw.
    pub typed: Option<Value>,
}

/// A call on its way, whatever the operation.
pub struct Calling(Pin<Box<dyn Future<Output = Finished> + Send>>);

impl Calling {
    pub(super) fn new<O: Operation>(request: Request<O>) -> Self {
        Self(Box::pin(Erased(request.send())))
    }
}

impl Future for Calling {
    type Output = Finished;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Finished> {
        self.0.as_mut().poll(context)
    }
}

/// Written by hand: an `async` block would be a state machine for each operation.
struct Erased<O>(Sending<O>);

impl<O: Operation> Future for Erased<O> {
    type Output = Finished;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Finished> {
        let answer = ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(match answer {
            Ok(response) => received(response.status().as_u16(), response.rewrite()),
            Err(error) => {
                let typed = match &error {
                    Error::Api(failure) => failure.rewrite(),
                    _ => None,
                };
                Err(Box::new(Failed {
                    error: error.into(),
                    typed,
                }))
            }
        })
    }
}

fn received(status: u16, value: Result<Value, digitalocean::DecodeError>) -> Finished {
    // What was read once is read again.
    let value = value.unwrap_or_default();
    Ok(Received { status, value })
}
