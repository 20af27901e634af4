//! The API in this process, for tests and examples.
//!
//! [`Fake`] is a [`Transport`](crate::Transport): a client built on it works without account and
//! network. It keeps Droplets, volumes, domains, tags and SSH keys as the API does, answers every
//! other operation with a sample of its type, fails as it is told to, and remembers what it was
//! asked. A sample that a [`Waiter`](crate::Waiter) looks at shows the state it waits for.
//!
//! ```
//! use digitalocean::fake::{Fake, Fault, Reply};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), digitalocean::Error> {
//! let fake = Fake::new();
//! fake.enqueue_for("account_get", Reply::status(503).header("retry-after", "1"));
//! fake.enqueue_for("account_get", Reply::fault(Fault::ResetAfterRead));
//! let client = fake.client()?;
//! assert_eq!(client.account().get().send().await?.attempts(), 3);
//! assert_eq!(fake.requests()[0].path(), "/v2/account");
//! # Ok(())
//! # }
//! ```
//!
//! Waits go by tokio's clock. A test with a paused clock (`tokio::time::pause`) waits for nothing.

#![warn(missing_debug_implementations)]

mod actions;
mod answers;
mod collection;
mod droplets;
mod fault;
mod known;
mod limits;
mod recorded;
mod reply;
mod samples;
mod service;
mod state;
mod tagging;
mod tags;
mod volumes;

pub use fault::Fault;
pub use recorded::Recorded;
pub use reply::Reply;
pub use service::Fake;
