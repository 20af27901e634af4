use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::runtime::call::decoding::{Decoding, is_large};
use crate::runtime::error::Result;
use crate::runtime::operation::Operation;
use crate::runtime::operation::wait_spec::WaitSpec;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::request::Request;
use crate::runtime::request::reads::Reads;
use crate::runtime::transport::saturating_time::FAR;
use crate::runtime::wait::goal::{Ready, Until};
use crate::runtime::wait::polling::{Goal, Make, Plan, poll};

/// Waits until a resource is ready or gone, and returns it. Dropping it stops it.
///
/// `U` says what it returns: the resource that is [`Ready`], or the last response of one that is
/// [`Gone`](crate::wait::Gone).
///
/// It polls at once, again after 5 s, and less often the longer it takes. Each poll counts towards
/// the rate limit and waits for the governor. A resource may be missing in its first 30 s, and a few
/// polls may fail. A state that the resource does not leave ends the wait with
/// [`Error::Wait`](crate::Error::Wait).
///
/// ```
/// use std::time::Duration;
///
/// use digitalocean::droplets::DropletCreate;
/// # use digitalocean::fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let client = Fake::new().client()?;
/// let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64");
/// let created = client.droplets().create(body).await?;
/// let droplet = client
///     .droplets()
///     .wait_until_active(created.droplet.id)
///     .timeout(Duration::from_secs(300))
///     .on_progress(|state| println!("{state:?}"))
///     .await?;
/// assert_eq!(droplet.status.as_str(), "active");
/// # Ok(())
/// # }
/// ```
#[must_use = "a waiter does nothing until it is awaited"]
pub struct Waiter<O, U = Ready> {
    request: Request<O>,
    plan: Plan,
    until: PhantomData<fn() -> U>,
}

impl<O, U> Waiter<O, U> {
    #[allow(
        dead_code,
        reason = "what is called depends on the groups that are compiled"
    )]
    pub(crate) fn new(request: Request<O>, spec: &'static WaitSpec) -> Self {
        Self::with_goal(request, Goal::State(spec))
    }

    pub(super) fn with_goal(request: Request<O>, goal: Goal) -> Self {
        Self {
            request,
            plan: Plan {
                goal,
                deadline: Duration::from_secs(600),
                interval: Duration::from_secs(5),
                longest_interval: Duration::from_secs(30),
                progress: None,
                until_gone: false,
            },
            until: PhantomData,
        }
    }

    /// Sets how long to wait, 10 minutes by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.plan.deadline = limit;
        self
    }

    /// Sets the time between two polls, 5 s by default. It grows by half each time, up to six times as
    /// much, and varies by a tenth.
    pub fn interval(mut self, interval: Duration) -> Self {
        let interval = interval.min(FAR);
        self.plan.interval = interval;
        self.plan.longest_interval = interval * 6;
        self
    }

    /// Calls `progress` after each poll with the state, `None` while the resource does not exist or has
    /// no state.
    pub fn on_progress(mut self, progress: impl Fn(Option<&str>) + Send + Sync + 'static) -> Self {
        self.plan.progress = Some(Arc::new(progress));
        self
    }

    /// Calls `progress` in addition to what was set before.
    pub(crate) fn also_on_progress(
        self,
        progress: impl Fn(Option<&str>) + Send + Sync + 'static,
    ) -> Self {
        let before = self.plan.progress.clone();
        self.on_progress(move |state| {
            if let Some(before) = &before {
                before(state);
            }
            progress(state);
        })
    }

    /// Changes the request that polls, for example the time limit of each poll, which never exceeds
    /// the time that is left.
    pub fn request(mut self, change: impl FnOnce(Request<O>) -> Request<O>) -> Self {
        self.request = change(self.request);
        self
    }
}

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
impl<O, U> Waiter<O, U> {
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.request.client
    }
}

impl<O: Operation, U: Until> IntoFuture for Waiter<O, U> {
    type Output = Result<U::Output<O::Output>>;
    type IntoFuture = Waiting<O, U>;

    fn into_future(self) -> Waiting<O, U> {
        let Self {
            request, mut plan, ..
        } = self;
        plan.until_gone = U::UNTIL_GONE;
        #[cfg(feature = "fake")]
        let spec = match &plan.goal {
            Goal::State(spec) => Some(*spec),
            Goal::Condition(_) => None,
        };
        let own = request.options.timeout.unwrap_or(Duration::MAX);
        let make: Make = Box::new(move |left| {
            let mut poll = request.clone();
            poll.options.timeout = Some(left.min(own));
            #[cfg(feature = "fake")]
            {
                poll.options.awaited = spec;
            }
            poll.prepare()
        });
        Waiting {
            state: WaitingState::Polling(Box::pin(poll(O::META, make, plan, U::take))),
            reads: PhantomData,
        }
    }
}

/// Shows the operation that is asked.
impl<O: Operation, U> fmt::Debug for Waiter<O, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// A wait on its way.
#[must_use = "futures do nothing unless awaited"]
pub struct Waiting<O, U: Until = Ready> {
    state: WaitingState<U>,
    reads: Reads<O>,
}

enum WaitingState<U: Until> {
    Polling(BoxFuture<'static, Result<U::Found>>),
    /// The wait is over, and a large response is read on another thread.
    Decoding(Decoding),
}

impl<O: Operation, U: Until> Future for Waiting<O, U> {
    type Output = Result<U::Output<O::Output>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let found = match &mut self.state {
                WaitingState::Polling(polling) => ready!(polling.as_mut().poll(context))?,
                WaitingState::Decoding(decoding) => return decoding.poll_as(context),
            };
            let Some(response) = U::response(&found).filter(|response| is_large(response)) else {
                return Poll::Ready(U::read::<O>(found));
            };
            let response = response.clone();
            self.state = WaitingState::Decoding(Decoding::start(response, move |response| {
                Box::new(U::read::<O>(U::take(Some(response)).unwrap_or(found)))
            }));
        }
    }
}

/// Shows the operation.
impl<O: Operation, U: Until> fmt::Debug for Waiting<O, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "Waiting")
    }
}
