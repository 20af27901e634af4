//! A client of the [DigitalOcean API](https://docs.digitalocean.com/reference/api/), with every operation of its OpenAPI
//! document.
//!
//! ```no_run
//! use digitalocean::{Client, Secret, droplets::{Droplet, DropletCreate}};
//! use futures_util::TryStreamExt;
//! # use digitalocean::droplets::DropletCreateMany;
//! # use std::time::Duration;
//!
//! # async fn run(secret: &str, uuid: &str, id: &str) -> Result<(), digitalocean::Error> {
//! # let mins = Duration::from_mins;
//! let client = Client::from_env()?;                 // DIGITALOCEAN_TOKEN, then DIGITALOCEAN_ACCESS_TOKEN
//! let client = Client::builder().token(secret).base_url("http://localhost:4010")?.build()?;
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
//! let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64").region("nyc3").tags(["web"]);
//! let created = client.droplets().create(body).await?;
//! let droplet = client.droplets().wait_until_active(created.droplet.id).timeout(mins(5)).await?;
//! # let two = DropletCreateMany::new(["web-1", "web-2"], "s-1vcpu-1gb", "ubuntu-24-04-x64");
//! let created = client.droplets().create_many(two).await?; // takes many names
//!
//! // Status, headers, rate limit, raw bytes.
//! let response = client.account().get().send().await?;
//! println!("{:?} {:?}", response.request_id(), response.rate_limit());
//! let anything: serde_json::Value = response.json()?;
//!
//! // Files.
//! let pdf = client.billing().get_invoice_pdf(uuid).await?; // bytes, with file name
//! let kubeconfig: Secret = client.kubernetes().get_kubeconfig(id).await?;
//!
//! // See what would be sent, without the token.
//! println!("{}", client.droplets().list().tag_name("web").to_curl());
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
//! All calls return one [`Error`]. The status of the response selects the variant of [`ApiError`], whatever the body is;
//! [`ErrorResponse`] has the code, the message and the request ID of the body. The text of an error names the operation,
//! the status, the message, the request ID and the number of attempts.
//!
//! ```
//! use digitalocean::{ApiError, Error};
//! # use digitalocean::fake::Fake;
//! # use tokio::time::sleep;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> digitalocean::Result<()> {
//! # let client = Fake::new().client()?;
//! match client.droplets().get(1).await {
//!     Err(Error::Api(ApiError::NotFound(e))) => eprintln!("{}", e.message()),
//!     Err(e) if e.is_rate_limited() => sleep(e.retry_after().unwrap_or_default()).await,
//!     other => { other?; }
//! }
//!
//! // DELETE may be repeated: gone is gone.
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
//! ```
//! use std::time::Duration;
//! use digitalocean::RetryPolicy;
//! # use digitalocean::fake::{Fake, Reply};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), digitalocean::Error> {
//! # let fake = Fake::new();
//! # fake.enqueue(Reply::status(503).header("retry-after", "1"));
//! let client = fake
//!     .client_builder() // `Client::builder()`, but for the transport
//!     .retry(RetryPolicy::new().attempts(3))
//!     .timeout(Duration::from_secs(60))
//!     .build()?;
//! let response = client.account().get().send().await?;
//! assert_eq!(response.attempts(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! # Rate limits
//!
//! The API allows 250 calls a minute and 5,000 an hour. A [`Governor`] keeps within them, shared by all clones of the client.
//!
//! # Lists
//!
//! A list is a page, or a stream of all pages: [`Items`](pagination::Items) and [`Pages`](pagination::Pages) fetch pages
//! ahead, keep the order, and report the number of a page whose request fails. A list that ends with fewer items than it
//! announced is reported to [`on_drift`](ClientBuilder::on_drift), or is an error with
//! [`complete`](pagination::Items::complete).
//!
//! # Waiting
//!
//! Every resource with a state has a waiter. It ends with the resource, or with the state in which it failed, see
//! [`Waiter`]. What was created leads to the wait for its action.
//!
//! ```
//! use digitalocean::droplets::DropletCreate;
//! # use digitalocean::fake::Fake;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), digitalocean::Error> {
//! # let client = Fake::new().client()?;
//! let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64");
//! let created = client.droplets().create(body).await?;
//! for wait in created.links.waits(&client) {
//!     let action = wait.await?;
//!     println!("{:?}", action.status);
//! }
//! let droplet = client
//!     .droplets()
//!     .wait_until_active(created.droplet.id)
//!     .on_progress(|state| println!("{state:?}"))
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Streams, files and uploads
//!
//! Inference operations return a whole response, or its events as an [`EventStream`](stream::EventStream). A stream that
//! ends without its last event is an error, as a broken connection is. A PDF or CSV is a [`File`], or a
//! [`Download`](stream::Download), which is received in chunks. An uploaded file is a [`Payload`], read while it is sent.
//! A request to a presigned URL has no credential:
//!
//! ```
//! use digitalocean::Payload;
//! use digitalocean::batch_inference::{BatchCreate, BatchFileCreate};
//! # use digitalocean::fake::{Fake, Reply};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let fake = Fake::new();
//! # let file = serde_json::json!({ "file_id": "1", "upload_url": "https://bucket.example/key?s=1" });
//! # fake.enqueue(Reply::json(&file));
//! # let client = fake.client()?;
//! # let path = std::env::temp_dir().join(format!("upload-{}.jsonl", std::process::id()));
//! # std::fs::write(&path, "{}")?;
//! let batches = client.batch_inference();
//! let file = batches.create_file(BatchFileCreate::new("input.jsonl")).await?;
//! batches.upload_file(file.upload_url.expose(), Payload::file(&path)?).await?;
//! let batch = batches.create(BatchCreate::new(file.file_id, "openai", "my-request-1")).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Hosts and credentials
//!
//! A credential belongs to a host, and goes to no other: not by redirects, `next` links or uploads. A call to a host without
//! one fails before it is sent, and names the variable to set.
//!
//! ```
//! use digitalocean::{Client, Secret};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), digitalocean::Error> {
//! let client = Client::builder()
//!     .token_provider(|| async { Ok(Secret::from("token-from-a-vault")) }) // asked before each attempt
//!     .model_access_key("key-of-the-inference-host") // without it the token serves there, too
//!     .agent_endpoint("my-agent.agents.do-ai.run")?
//!     .agent_key("key-of-the-agent")
//!     .build()?;
//! assert!(!format!("{client:?}").contains("key-of-the-agent"));
//! # Ok(())
//! # }
//! ```
//!
//! # Seeing what happens
//!
//! [`Request::to_curl`] shows a request as a command line, without the token. Each call is a `tracing` span, open
//! until the response is read, and each attempt is a span in it, with the attributes of OpenTelemetry's HTTP clients. A
//! [`Middleware`] observes and changes each attempt. A [read-only](ClientBuilder::read_only) client refuses all requests that
//! may change something.
//!
//! ```
//! # use digitalocean::fake::Fake;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), digitalocean::Error> {
//! let fake = Fake::new();
//! let client = fake
//!     .client_builder()
//!     .read_only()
//!     .on_drift(|operation, drift| println!("{operation} lacks {}: {:?}", drift.path, drift.kind))
//!     .build()?;
//! let refused = client.droplets().destroy(1).await;
//! assert!(refused.is_err_and(|error| error.is_build()));
//!
//! // The span of a call is a child of the current one, or of the one that is given.
//! let request = client.droplets().list().tag_name("web").span(tracing::info_span!("inventory"));
//! println!("{}", request.to_curl());
//! let page = request.await?;
//!
//! // The headers alone: rate limit, totals, content length.
//! let limit = client.droplets().list().head().await?.rate_limit();
//! # Ok(())
//! # }
//! ```
//!
//! # Without async
//!
//! With the feature `blocking`, requests and waiters have `call()`; lists and the steps of a wait have `blocking()`, which
//! makes them iterators. `call_stream()` iterates over events, `call_download()` returns what implements [`std::io::Read`],
//! `call_head()` and `call_response()` return the headers, too.
//!
//! ```
//! # #[cfg(feature = "blocking")]
//! # fn main() -> Result<(), digitalocean::Error> {
//! # let client = digitalocean::fake::Fake::new().client()?;
//! let account = client.account().get().call()?;
//! for droplet in client.droplets().list().items().blocking() {
//!     println!("{}", droplet?.name);
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "blocking"))]
//! # fn main() {}
//! ```
//!
//! # Tests of one's own
//!
//! With the feature `fake`, the module `fake` is the API in this process: it keeps Droplets, volumes, domains, tags and SSH
//! keys, answers everything else with samples, and fails as it is told to. The examples of this crate run on it.
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

/// What the tests of this repository need. It may change or disappear in any version.
#[cfg(feature = "__testing")]
#[doc(hidden)]
pub mod __testing {
    pub use crate::runtime::test_support::testing::{
        rewrite, rewrite_response, sample, sample_event,
    };
}

pub use generated::*;
pub use runtime::*;

// Their types occur in signatures.
pub use {bytes, futures_core, http, jiff, serde_json};
