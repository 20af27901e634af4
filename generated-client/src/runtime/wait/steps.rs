use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::runtime::error::Result;
use crate::runtime::operation::Operation;
use crate::runtime::wait::goal::{Ready, Until};
use crate::runtime::wait::waiter::{Waiter, Waiting};

/// A wait, step by step: the states that are seen, and at the end the result. Dropping it stops it.
///
/// ```
/// use digitalocean::wait::Step;
/// # use digitalocean::droplets::DropletCreate;
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let client = Fake::new().client()?;
/// # let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64");
/// # let id = client.droplets().create(body).await?.droplet.id;
/// let mut steps = client.droplets().wait_until_active(id).steps();
/// while let Some(step) = steps.next().await {
///     match step? {
///         Step::State(state) => println!("the Droplet is {state:?}"),
///         Step::Done(droplet) => println!("{} is there", droplet.name),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Steps<O: Operation, U: Until = Ready> {
    states: UnboundedReceiver<Option<String>>,
    /// `None` once the result is there.
    waiting: Option<Waiting<O, U>>,
    result: Option<WaitOutcome<O, U>>,
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    client: crate::runtime::client::Client,
}

/// The result of a wait.
type WaitOutcome<O, U> = Result<<U as Until>::Output<<O as Operation>::Output>>;

/// The events of a wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// The resource is in a state, or does not exist yet.
    State(Option<String>),
    /// The wait is over.
    Done(T),
}

impl<O: Operation, U: Until> Waiter<O, U> {
    /// Waits, and returns the state after each poll as a stream.
    pub fn steps(self) -> Steps<O, U> {
        Steps::new(self)
    }
}

impl<O: Operation, U: Until> Steps<O, U> {
    pub(crate) fn new(waiter: Waiter<O, U>) -> Self {
        let (sender, states) = unbounded_channel();
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        let client = waiter.client().clone();
        let waiter = waiter.also_on_progress(move |state| {
            // The other end is dropped together with the wait.
            let _ = sender.send(state.map(str::to_owned));
        });
        Self {
            states,
            waiting: Some(waiter.into_future()),
            result: None,
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            client,
        }
    }

    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.client
    }

    /// Returns the next step, `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Step<U::Output<O::Output>>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O: Operation, U: Until> Unpin for Steps<O, U> {}

impl<O: Operation, U: Until> Stream for Steps<O, U> {
    type Item = Result<Step<U::Output<O::Output>>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(waiting) = &mut this.waiting
            && let Poll::Ready(result) = Pin::new(waiting).poll(context)
        {
            this.result = Some(result);
            this.waiting = None;
        }
        // The states come first. With the wait its end of the channel is gone.
        if let Some(state) = ready!(this.states.poll_recv(context)) {
            return Poll::Ready(Some(Ok(Step::State(state))));
        }
        let result = this.result.take();
        Poll::Ready(result.map(|result| result.map(Step::Done)))
    }
}

/// Shows the operation.
impl<O: Operation, U: Until> fmt::Debug for Steps<O, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Steps")
    }
}
