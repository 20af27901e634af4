use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use digitalocean::{
    DecodeError, Error, ErrorSet, Event, Operation, Paginated, Request, Sending, Step, Streaming,
    Until, Waiter,
};
use serde::Serialize;
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

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// For the whole response.
    Send,
    /// For the headers alone.
    Head,
    /// For all items of a list or all events of a stream; for the response where there are neither.
    All,
}

impl Calling {
    pub(super) fn send<O: Operation>(request: Request<O>) -> Self {
        Self(Box::pin(Sent {
            request: Some(request),
            sending: None,
        }))
    }

    pub(super) fn head<O: Operation>(request: Request<O>) -> Self {
        Self(Box::pin(async {
            let response = request.head().await.map_err(failed)?;
            Ok(received(response.status().as_u16(), Ok(Value::Null)))
        }))
    }

    /// Tells the items.
    pub(super) fn items<O: Paginated<Item: Serialize>>(request: Request<O>) -> Self {
        let mut items = request.items();
        Self(Box::pin(async move {
            let mut told = Vec::new();
            while let Some(item) = items.next().await {
                told.push(serde_json::to_value(item.map_err(failed)?).unwrap_or_default());
            }
            Ok(received(200, Ok(told.into())))
        }))
    }

    /// Tells the number of events that are of the documented type.
    pub(super) fn events<O: Streaming>(request: Request<O>) -> Self {
        Self(Box::pin(async {
            let mut events = request.stream().await.map_err(failed)?;
            let mut known = 0;
            while let Some(event) = events.next().await {
                known += u64::from(matches!(event.map_err(failed)?, Event::Known(_)));
            }
            Ok(received(200, Ok(known.into())))
        }))
    }

    /// Tells the states that were seen.
    pub(super) fn wait<O: Operation, U: Until>(waiter: Waiter<O, U>) -> Self {
        let mut steps = waiter.steps();
        Self(Box::pin(async move {
            let mut states = Vec::new();
            while let Some(step) = steps.next().await {
                if let Step::State(state) = step.map_err(failed)? {
                    states.push(Value::from(state));
                }
            }
            Ok(received(200, Ok(states.into())))
        }))
    }
}

impl Future for Calling {
    type Output = Finished;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Finished> {
        self.0.as_mut().poll(context)
    }
}

/// Written by hand: an `async` block would be a state machine for each operation.
struct Sent<O> {
    /// Until it is sent, inside the task.
    request: Option<Request<O>>,
    sending: Option<Sending<O>>,
}

impl<O> Unpin for Sent<O> {}

impl<O: Operation> Future for Sent<O> {
    type Output = Finished;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Finished> {
        if let Some(request) = self.request.take() {
            self.sending = Some(request.send());
        }
        let Some(sending) = &mut self.sending else {
            return Poll::Pending;
        };
        let answer = ready!(Pin::new(sending).poll(context));
        Poll::Ready(match answer {
            Ok(response) => Ok(received(response.status().as_u16(), response.rewrite())),
            Err(error) => Err(failed(error)),
        })
    }
}

fn failed<E: ErrorSet>(error: Error<E>) -> Box<Failed> {
    let typed = match &error {
        Error::Api(failure) => failure.rewrite(),
        _ => None,
    };
    Box::new(Failed {
        error: error.into(),
        typed,
    })
}

fn received(status: u16, value: Result<Value, DecodeError>) -> Received {
    // What was read once is read again.
    let value = value.unwrap_or_default();
    Received { status, value }
}
