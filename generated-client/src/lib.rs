//! A client of the [DigitalOcean API](https://docs.digitalocean.com/reference/api/), with every operation of its OpenAPI
//! document.
//!
//! ```no_run
//! use digitalocean::Client;
//! use digitalocean::droplets::{Droplet, DropletSingleCreate};
//! use futures_util::TryStreamExt;
//!
//! # async fn run() -> Result<(), digitalocean::Error> {
//! let client = Client::from_env()?; // DIGITALOCEAN_TOKEN
//!
//! // One object, unwrapped.
//! let droplet: Droplet = client.droplets().get(3164444).await?;
//!
//! // One page, with what came beside it.
//! let page = client.droplets().list().tag_name("web").per_page(200).await?;
//! println!("{} of {:?}", page.len(), page.total());
//!
//! // Everything: pages are fetched ahead, order is kept, nothing is cut off silently.
//! let names: Vec<String> = client.droplets().list().items().map_ok(|d| d.name).try_collect().await?;
//!
//! // Create, and wait until it is there.
//! let body = DropletSingleCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64").region("nyc3").tags(["web"]);
//! let created = client.droplets().create(body).await?;
//! let droplet = client.droplets().wait_until_active(created.droplet.id).await?;
//! # Ok(())
//! # }
//! ```
//!
//! An operation is a method of its group: `client.droplets().get(id)`. It returns a [`Request`], which holds its arguments
//! and options. `.await` sends it and returns the result, [`Request::send`] returns the whole [`Response`]: status, headers,
//! rate limit, raw body. Requests, waiters and streams own what they need: return them from functions, spawn them.
//!
//! # Errors
//!
//! Documented failures have types, everything else has predicates. The text of an error names the operation, the status,
//! the message, the request ID and the number of attempts.
//!
//! ```no_run
//! use digitalocean::{Client, Error, droplets};
//!
//! # async fn run(client: Client) -> Result<(), Error> {
//! match client.droplets().get(1).await {
//!     Err(Error::Api(droplets::GetError::NotFound(error))) => eprintln!("{}", error.message),
//!     Err(error) if error.is_rate_limited() => {
//!         tokio::time::sleep(error.retry_after().unwrap_or_default()).await;
//!     }
//!     other => drop(other?),
//! }
//!
//! // A deletion may be repeated: gone is gone.
//! client.droplets().destroy(1).ignore_not_found().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Retries and time limits
//!
//! Transient failures are repeated where that does no harm, see [`RetryPolicy`]. A POST whose answer got lost is not: its
//! error says that it [may have been applied](Error::may_have_been_applied). Connecting, each attempt and the whole call
//! have time limits, see [`ClientBuilder`].
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use digitalocean::{Client, RetryPolicy};
//!
//! # async fn run() -> Result<(), digitalocean::Error> {
//! let client = Client::builder()
//!     .token("dop_v1_…")
//!     .retry(RetryPolicy::new().attempts(3))
//!     .timeout(Duration::from_secs(60))
//!     .build()?;
//! // Some refusals are transient. The caller knows which.
//! let account = client
//!     .account()
//!     .get()
//!     .retry_if(|attempted| attempted.message.is_some_and(|message| message.contains("try again")))
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Rate limits
//!
//! The API allows 250 calls a minute and 5,000 an hour. A [`Governor`] keeps within them, shared by all clones of the client.
//!
//! ```no_run
//! use digitalocean::{Client, Governor};
//!
//! # async fn run() -> Result<(), digitalocean::Error> {
//! let client = Client::builder().token("dop_v1_…").governor(Governor::default()).build()?;
//! let waiting = client.governor().map(Governor::predicted_wait);
//! client.droplets().get(1).urgent().await?; // passes those that wait
//! # Ok(())
//! # }
//! ```
//!
//! # Waiting
//!
//! Every resource with a state has a waiter. It ends with the resource, or with the state in which it failed.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! # async fn run(client: digitalocean::Client) -> Result<(), digitalocean::Error> {
//! let droplet = client
//!     .droplets()
//!     .wait_until_active(3164444)
//!     .timeout(Duration::from_secs(300))
//!     .on_progress(|state| println!("{state:?}"))
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Streams
//!
//! Inference operations answer as a whole, or event by event.
//!
//! ```no_run
//! use digitalocean::Event;
//! use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
//!
//! # async fn run(client: digitalocean::Client) -> Result<(), digitalocean::Error> {
//! let body = ChatCompletionRequest::new("llama3.3-70b-instruct", [ChatMessage::new("user").content("Hello")]);
//! let mut events = client.serverless_inference().create_chat_completion(body).stream().await?;
//! while let Some(event) = events.next().await {
//!     if let Event::Known(chunk) = event? {
//!         println!("{:?}", chunk.choices.first().map(|choice| &choice.delta));
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Uploads
//!
//! Files are read from disk while they are sent. A presigned address sees no credential.
//!
//! ```no_run
//! use digitalocean::Payload;
//! use digitalocean::batch_inference::{BatchCreate, BatchFileCreate};
//!
//! # async fn run(client: digitalocean::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let batches = client.batch_inference();
//! let file = batches.create_file(BatchFileCreate::new("input.jsonl")).await?;
//! batches.upload_file(file.upload_url.expose(), Payload::file("input.jsonl")?).await?;
//! let batch = batches.create(BatchCreate::new(file.file_id, "openai", "my-request-1")).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Without async
//!
//! With the feature `blocking`, requests and waiters have `call()`, and lists have `blocking()`.
//!
//! ```no_run
//! # #[cfg(feature = "blocking")]
//! # fn run(client: digitalocean::Client) -> Result<(), digitalocean::Error> {
//! let account = client.account().get().call()?;
//! for droplet in client.droplets().list().items().blocking() {
//!     println!("{}", droplet?.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Seeing what happens
//!
//! [`Request::to_curl`] shows a request as a command line, without the token. Each call is a `tracing` span with the
//! attributes of OpenTelemetry's HTTP clients. A [`Middleware`] sees and changes each attempt.
//! [`ClientBuilder::read_only`] refuses everything that changes something.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | one per group (`droplets`, `domains`, …) | the operations and types of the group |
//! | `full` (default) | all groups |
//! | `rustls-ring` (default), `rustls-aws-lc`, `native-tls` | the TLS library; without one of them https is an error |
//! | `blocking` | calls without async |
//! | `fake` | the API in this process, for tests and examples: the module `fake` |

mod ext;
#[cfg(feature = "fake")]
pub mod fake;
#[rustfmt::skip]
mod generated;
mod runtime;

pub use generated::*;
pub use runtime::*;
