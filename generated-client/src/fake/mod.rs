//! The API in this process, for tests and examples.
//!
//! [`Fake`] is a [`Transport`](crate::Transport): a client built on it works without account and network.
//!
//! - Resources that are created are stored: they contain the fields of the request, and are listed, changed and deleted as
//!   by the API. Droplets, volumes, snapshots, domains, tags, SSH keys and database users do not exist until they are
//!   created. All other lists return a sample until a resource is created in them.
//! - All other operations return a sample of their type with the fields of the request. A [`Waiter`](crate::Waiter) finds
//!   the state that it waits for.
//! - Replies and errors of the connection can be scripted, and all requests are recorded.
//!
//! ```
//! use digitalocean::fake::{Fake, Fault, Reply};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), digitalocean::Error> {
//! let fake = Fake::new();
//! fake.enqueue_for("account_get", Reply::status(503).header("retry-after", "1"))?;
//! fake.enqueue_for("account_get", Reply::fault(Fault::ResetAfterRead))?;
//! let client = fake.client()?;
//! assert_eq!(client.account().get().send().await?.attempts(), 3);
//! assert_eq!(fake.requests()[0].path(), "/v2/account");
//! assert!(fake.unused_replies().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Waits use tokio's clock. In a test with a paused clock (`tokio::time::pause`) they take no time.

#![warn(missing_debug_implementations)]

mod actions;
mod collection;
mod databases;
mod droplets;
mod echo;
mod fault;
mod faulty_response;
mod kubernetes;
mod limits;
mod operation_index;
mod recorded;
mod reply;
mod samples;
mod script;
mod service;
mod snapshots;
mod state;
mod stored;
mod tagging;
mod tags;
mod volumes;

pub use fault::Fault;
pub use recorded::RecordedRequest;
pub use reply::Reply;
pub use service::Fake;
