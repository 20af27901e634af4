//! Requests, and the responses to them.

pub(crate) mod ignore_not_found;
mod optional_arguments;
mod page;
pub(crate) mod pending;
pub(crate) mod reads;
pub(crate) mod response;
pub(crate) mod setters;

use std::{borrow::Cow, fmt, future::IntoFuture, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue, Method};
use serde_core::Serialize;

use crate::runtime::call::Call;
use crate::runtime::call::curl;
use crate::runtime::call::prepare::prepare;
use crate::runtime::client::Client;
use crate::runtime::client::options::{Options, ReadMode};
use crate::runtime::client::retry::{FailedAttempt, RetryPolicy};
use crate::runtime::codec::param::Param;
use crate::runtime::operation::Operation;
use crate::runtime::operation::arguments::Arguments;
use crate::runtime::operation::body::payload::Payload;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::custom::{Custom, FromResponse};
use crate::runtime::operation::meta::Meta;
use crate::runtime::request::pending::{Head, Pending, Sending};

/// An operation with its arguments and options, not sent yet.
///
/// | to | use |
/// |---|---|
/// | send it | `.await`, or [`send`](#method.send) for status, headers and raw body |
/// | send it without async (feature `blocking`) | [`call`](#method.call), [`call_response`](#method.call_response), [`call_head`](#method.call_head), [`call_stream`](#method.call_stream), [`call_download`](#method.call_download) |
/// | give a custom request a body | [`json`](#method.json), [`body`](#method.body) |
/// | read a list | [`items`](#method.items), [`pages`](#method.pages) |
/// | set where a list starts | [`page`](#method.page), [`per_page`](#method.per_page), [`page_size`](#method.page_size), [`cursor`](#method.cursor) |
/// | read events, or a file in chunks | [`stream`](#method.stream), [`download`](#method.download) |
/// | read the headers alone | [`head`](#method.head) |
/// | wait for a condition | [`wait_until`](#method.wait_until) |
/// | accept that a resource is gone | [`ignore_not_found`](#method.ignore_not_found) |
/// | limit the time, repeat, go first | [`timeout`](#method.timeout), [`retry`](#method.retry), [`retry_if`](#method.retry_if), [`urgent`](#method.urgent) |
/// | add what the document lacks | [`query`](#method.query), [`header`](#method.header) |
/// | see it | [`to_curl`](#method.to_curl), [`operation`](#method.operation), [`span`](#method.span) |
///
/// The options of one operation are methods, too: the documentation of the operation's method lists
/// them; below they are in blocks such as `impl Request<List>`.
///
/// `.await` sends it and returns the result; [`send`](Self::send) returns the whole response. A
/// request owns what it needs: it can be returned from functions, kept, cloned and spawned.
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<O> {
    pub(crate) client: Client,
    pub(crate) operation: Arc<O>,
    pub(crate) options: Options,
}

impl<O> Clone for Request<O> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            operation: Arc::clone(&self.operation),
            options: self.options.clone(),
        }
    }
}

impl<O> Request<O> {
    /// Sets the time limit of the whole call: all attempts and the waits between them.
    ///
    /// A single attempt may take as long, too, unless the client has an
    /// [`attempt_timeout`](crate::ClientBuilder::attempt_timeout): a call that is given more time
    /// is one that receives a slow response.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self.options.attempt_timeout = Some(limit);
        self
    }

    /// Sets when this call is repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Repeats the call also after failures that `predicate` picks, whatever the method: the
    /// caller guarantees that a repetition does no harm.
    pub fn retry_if(
        mut self,
        predicate: impl Fn(&FailedAttempt<'_>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.options.retry_if = Some(Arc::new(predicate));
        self
    }

    /// Sets a header. The client's own (`authorization`, `host`) cannot be set.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.header_text(name, value)
    }

    /// Sets a query parameter that the document does not declare.
    pub fn query(mut self, name: &str, value: impl Param) -> Self {
        let value = value.to_param().into_owned();
        self.options.set_query(Cow::Owned(name.to_owned()), value);
        self
    }

    /// Lets the call pass others that wait for the rate governor, and use the calls that it keeps
    /// back ([`Limits::reserve`](crate::rate_limit::Limits::reserve)).
    pub fn urgent(mut self) -> Self {
        self.options.urgent = true;
        self
    }

    /// Makes the call's `tracing` span a child of `span`.
    pub fn span(mut self, span: tracing::Span) -> Self {
        self.options.span = Some(span);
        self
    }

    pub(crate) fn new(client: &Client, operation: O) -> Self {
        Self {
            client: client.clone(),
            operation: Arc::new(operation),
            options: Options::default(),
        }
    }

    fn header_text(mut self, name: &str, value: &str) -> Self {
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            (Ok(name), Ok(value)) => {
                self.options.headers.insert(name, value);
            }
            (Err(_), _) => self.mistake(format!("{name:?} is not a valid header name")),
            (_, Err(_)) => self.mistake(format!("the value of header `{name}` is not allowed")),
        }
        self
    }

    fn mistake(&mut self, message: String) {
        self.options.blame(BuildError::new(message));
    }
}

impl<O: Operation> Request<O> {
    /// Returns the facts of the operation.
    pub fn operation(&self) -> &'static Meta {
        self.operation.meta()
    }

    /// Sends the request and returns the whole response: status, headers, rate limit, raw body.
    pub fn send(self) -> Sending<O> {
        Sending::new(self.prepare())
    }

    /// Asks for the headers only, by the method HEAD: rate limit, totals, content length.
    ///
    /// ```
    /// # use digitalocean::fake::Fake;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), digitalocean::Error> {
    /// # let client = Fake::new().client()?;
    /// let response = client.droplets().list().head().await?;
    /// println!("{:?}, {:?}", response.rate_limit(), response.headers());
    /// # Ok(())
    /// # }
    /// ```
    pub fn head(mut self) -> Head<O> {
        self.options.mode = ReadMode::Head;
        Head::new(self.prepare())
    }

    /// Returns a command line that sends the same request, with the credential as a variable.
    ///
    /// ```
    /// # fn main() -> Result<(), digitalocean::Error> {
    /// # let client = digitalocean::fake::Fake::new().client()?;
    /// let command = client.droplets().list().tag_name("web").to_curl();
    /// assert!(command.contains("$DIGITALOCEAN_TOKEN"), "{command}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_curl(&self) -> String {
        match self.clone().prepare() {
            Ok(call) => curl::command(&call),
            Err(error) => format!("# not sent: {error}"),
        }
    }

    pub(crate) fn prepare(self) -> Result<Box<Call>, BuildError> {
        let meta = self.operation.meta();
        let mut arguments = Arguments::new(meta);
        self.operation.write(&mut arguments);
        prepare(self.client.shared, arguments, meta, self.options)
    }
}

impl<O: Operation> IntoFuture for Request<O> {
    type Output = <Pending<O> as std::future::Future>::Output;
    type IntoFuture = Pending<O>;

    fn into_future(self) -> Pending<O> {
        Pending::new(self.send())
    }
}

/// Shows the operation and the options, and nothing of the body.
impl<O: Operation> fmt::Debug for Request<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.meta().id)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<T> Request<Custom<T>> {
    /// Sets the body, as JSON.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.options.body = Some(Payload::json(json.into())),
            Err(error) => self.options.blame(BuildError::from_encoding(error)),
        }
        self
    }

    /// Sets the body, sent as it is. Its media type is `application/octet-stream` unless
    /// [`header`](Self::header) sets another `content-type`.
    pub fn body(mut self, body: impl Into<Payload>) -> Self {
        self.options.body = Some(body.into());
        self
    }
}

impl Client {
    /// Returns a request to a path of the API, for what no method covers.
    ///
    /// It is sent as any other request: to the same host, with the same credential, retries, rate
    /// governor, spans and errors. The response is read as `T`: a type of your own that serde reads,
    /// `serde_json::Value`, `()` if the body does not matter, or a [`File`](crate::File). A path
    /// to another host, or with segments such as `..`, is an error.
    ///
    /// ```
    /// use digitalocean::{File, http::Method};
    /// # use digitalocean::fake::{Fake, Reply};
    /// # use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> digitalocean::Result<()> {
    /// # let fake = Fake::new();
    /// # let client = fake.client()?;
    /// # let spec = json!({ "github": { "repo": "a/b" } });
    /// # fake.enqueue(Reply::json(&json!({ "components": [] })));
    /// let request = client.request(Method::POST, "/v2/apps/detect");
    /// let detect: serde_json::Value = request.json(&spec).await?;
    ///
    /// # fake.enqueue(Reply::json(&json!({ "domains": [] })));
    /// let list = client.request::<serde_json::Value>(Method::GET, "/v2/domains");
    /// let list = list.query("per_page", 200);
    /// println!("{}", list.to_curl());
    /// let domains = list.await?;
    ///
    /// # fake.enqueue(Reply::body("application/pdf", "%PDF-1.7"));
    /// let path = "/v2/customers/my/invoices/22737513/pdf";
    /// let invoice = client.request::<File>(Method::GET, path).download().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request<T: FromResponse>(&self, method: Method, path: &str) -> Request<Custom<T>> {
        Request::new(self, Custom::new(method, path))
    }
}
