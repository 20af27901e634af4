use std::sync::Arc;

use crate::runtime::operation::Retrieval;
use crate::runtime::operation::response_kind::ResponseKind as _;
use crate::runtime::request::Request;
use crate::runtime::wait::polling::Goal;
use crate::runtime::wait::waiter::Waiter;

impl<O: Retrieval> Request<O> {
    /// Waits until `condition` accepts what the request returns, and returns it.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # use digitalocean::fake::Fake;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), digitalocean::Error> {
    /// # let client = Fake::new().client()?;
    /// # let (cluster, pool) = ("bd5f5959-5e1e-4205-a714-a914373942af", "cdda885e-7663-40c8-bc74-3a036c66545d");
    /// let request = client.kubernetes().get_node_pool(cluster, pool);
    /// let waiter = request.wait_until(|pool| pool.count >= 0);
    /// let pool = waiter.timeout(Duration::from_secs(900)).await?;
    /// println!("{} has {} nodes", pool.name, pool.count);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_until(
        self,
        condition: impl Fn(&O::Output) -> bool + Send + Sync + 'static,
    ) -> Waiter<O> {
        let goal = Goal::Condition(Arc::new(move |response| {
            O::ResponseKind::read(response).map(|value| condition(&value))
        }));
        Waiter::with_goal(self, goal)
    }
}
