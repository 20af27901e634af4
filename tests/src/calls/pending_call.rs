use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use digitalocean::__testing::rewrite_response;
use digitalocean::error::DecodeError;
use digitalocean::operation::{Operation, Sending};
use digitalocean::pagination::Paginated;
use digitalocean::stream::{Event, Streaming};
use digitalocean::wait::{Step, Until};
use digitalocean::{Error, Request, Waiter};
use serde::Serialize;
use serde_json::Value;

/// The result of a call.
pub type CallOutcome = Result<ReceivedValue, Error>;

/// A successful response.
#[derive(Debug)]
pub struct ReceivedValue {
    /// The status.
    pub status: u16,
    /// The decoded response, encoded again.
    pub value: Value,
}

/// A call on its way, whatever the operation.
pub struct PendingCall(Pin<Box<dyn Future<Output = CallOutcome> + Send>>);

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallMode {
    /// For the whole response.
    Send,
    /// For the headers alone.
    Head,
    /// For all items of a list or all events of a stream; for the response where there are neither.
    All,
}

impl PendingCall {
    pub(crate) fn send<O: Operation>(request: Request<O>) -> Self {
        Self(Box::pin(SentCall {
            request: Some(request),
            sending: None,
        }))
    }

    pub(crate) fn head<O: Operation>(request: Request<O>) -> Self {
        Self(Box::pin(async {
            let response = request.head().await?;
            Ok(received(response.status().as_u16(), Ok(Value::Null)))
        }))
    }

    /// Returns the items.
    pub(crate) fn items<O: Paginated<Item: Serialize>>(request: Request<O>) -> Self {
        let mut items = request.items();
        Self(Box::pin(async move {
            let mut values = Vec::new();
            while let Some(item) = items.next().await {
                values.push(serde_json::to_value(item?).unwrap_or_default());
            }
            Ok(received(200, Ok(values.into())))
        }))
    }

    /// Returns the number of events that are of the documented type.
    pub(crate) fn events<O: Streaming>(request: Request<O>) -> Self {
        Self(Box::pin(async {
            let mut events = request.stream().await?;
            let mut known = 0;
            while let Some(event) = events.next().await {
                known += u64::from(matches!(event?, Event::Known(_)));
            }
            Ok(received(200, Ok(known.into())))
        }))
    }

    /// Returns the observed states.
    pub(crate) fn wait<O: Operation, U: Until>(waiter: Waiter<O, U>) -> Self {
        let mut steps = waiter.steps();
        Self(Box::pin(async move {
            let mut states = Vec::new();
            while let Some(step) = steps.next().await {
                if let Step::State(state) = step? {
                    states.push(Value::from(state));
                }
            }
            Ok(received(200, Ok(states.into())))
        }))
    }
}

impl Future for PendingCall {
    type Output = CallOutcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CallOutcome> {
        self.0.as_mut().poll(context)
    }
}

/// Written by hand: an `async` block would be a state machine for each operation.
struct SentCall<O> {
    /// Until it is sent, inside the task.
    request: Option<Request<O>>,
    sending: Option<Sending<O>>,
}

impl<O> Unpin for SentCall<O> {}

impl<O: Operation> Future for SentCall<O> {
    type Output = CallOutcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CallOutcome> {
        if let Some(request) = self.request.take() {
            self.sending = Some(request.send());
        }
        let Some(sending) = &mut self.sending else {
            return Poll::Pending;
        };
        let response = ready!(Pin::new(sending).poll(context));
        Poll::Ready(match response {
            Ok(response) => {
                let value = rewrite_response(&response);
                Ok(received(response.status().as_u16(), value))
            }
            Err(error) => Err(error),
        })
    }
}

fn received(status: u16, value: Result<Value, DecodeError>) -> ReceivedValue {
    // The encoded value is decoded again.
    let value = value.unwrap_or_default();
    ReceivedValue { status, value }
}
