use std::fmt;
use std::sync::Arc;

use crate::runtime::operation::Operation;
use crate::runtime::operation::arguments::Arguments;
use crate::runtime::operation::meta::Meta;
use crate::runtime::operation::response_kind::ResponseKind;
use crate::runtime::operation::sealed::Sealed;
use crate::runtime::request::Request;

/// An operation that deletes.
pub trait Deletion: Operation {}

/// A deletion of what may be gone already, as [`Request::ignore_not_found`] makes it.
///
/// It returns what the deletion `O` returns, in an `Option` unless that is nothing.
pub struct IfPresent<O>(Arc<O>);

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

impl<O: Deletion> Sealed for IfPresent<O> {}

impl<O: Deletion> Operation for IfPresent<O> {
    type Output = <Self::ResponseKind as ResponseKind>::Output;
    type ResponseKind = <O::ResponseKind as ResponseKind>::IfPresent;
    const META: &'static Meta = O::META;

    fn meta(&self) -> &'static Meta {
        self.0.meta()
    }

    fn write(&self, parts: &mut Arguments) {
        self.0.write(parts);
    }
}

/// Shows the operation.
impl<O: Deletion> fmt::Debug for IfPresent<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        O::META.show(f, "IfPresent")
    }
}
