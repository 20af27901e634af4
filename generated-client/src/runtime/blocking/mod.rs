//! The same requests without async, on a runtime thread that belongs to the client. Not available in a browser, whose
//! thread must not wait.

mod call;
mod iterators;
mod reading;
mod thread;

use crate::runtime::operation::Operation;
use crate::runtime::operation::paginated::Paginated;
use crate::runtime::pagination::{Items, Pages};
use crate::runtime::wait::goal::Until;
use crate::runtime::wait::steps::Steps;

pub use iterators::Blocking;

impl<O: Operation, U: Until> Steps<O, U> {
    /// Returns the steps as an iterator, without async.
    ///
    /// ```
    /// use digitalocean::wait::Step;
    /// # use digitalocean::fake::{Fake, Reply};
    /// # fn main() -> Result<(), digitalocean::Error> {
    /// # let fake = Fake::new();
    /// # let client = fake.client()?;
    /// # let action = serde_json::json!({ "action": { "id": 1, "status": "completed" } });
    /// # fake.enqueue(Reply::json(&action));
    /// let wait = client.actions().wait_until_completed(1);
    /// # let wait = wait.interval(std::time::Duration::from_millis(1));
    /// for step in wait.steps().blocking() {
    ///     match step? {
    ///         Step::State(state) => println!("the action is {state:?}"),
    ///         Step::Done(action) => println!("it took until {:?}", action.completed_at),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.client().clone(), self)
    }
}

impl<O: Paginated> Items<O> {
    /// Returns the items as an iterator, without async.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.client().clone(), self)
    }
}

impl<O: Paginated> Pages<O> {
    /// Returns the pages as an iterator, without async.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.client().clone(), self)
    }
}
