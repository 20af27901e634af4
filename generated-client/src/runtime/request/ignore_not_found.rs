use std::sync::Arc;

use crate::runtime::operation::deletion::{Deletion, IfPresent};
use crate::runtime::request::Request;

impl<O: Deletion> Request<O> {
    /// Takes a resource that does not exist for deleted: gone is gone.
    ///
    /// A deletion that returns something returns `None` if the API reports that there is nothing
    /// to delete, perhaps because an earlier attempt whose response was lost has deleted it, or returns
    /// nothing at all. Options of the operation, such as its query parameters, are set before.
    ///
    /// ```
    /// # use digitalocean::fake::{Fake, Reply};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), digitalocean::Error> {
    /// # let fake = Fake::new();
    /// # let client = fake.client()?;
    /// # fake.enqueue_for("apps_delete", Reply::status(404))?;
    /// client.droplets().destroy(3164444).ignore_not_found().await?;
    ///
    /// match client.apps().delete("4f6c71e2").ignore_not_found().await? {
    ///     Some(id) => println!("{id} is deleted"),
    ///     None => println!("there was no such app"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn ignore_not_found(mut self) -> Request<IfPresent<O>> {
        self.options.ignore_not_found = true;
        Request {
            client: self.client,
            operation: Arc::new(IfPresent(self.operation)),
            options: self.options,
        }
    }
}
