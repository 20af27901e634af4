use std::{fmt, sync::Arc};

use url::Url;

use crate::generated::facts::FACTS;
use crate::runtime::operation::meta::Server;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::transport::headers::is_reserved;
use crate::runtime::transport::{
    Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// Observes, and may change, every attempt and its response.
///
/// The credential is removed from a request that a middleware sends to another host. A presigned URL
/// never gets one. Headers that frame messages, such as `content-length`, cannot be set.
///
/// ```
/// use digitalocean::Middleware;
/// use digitalocean::transport::{BoxFuture, Next};
/// use digitalocean::transport::{TransportError, TransportRequest, TransportResponse};
/// # use digitalocean::fake::Fake;
///
/// /// Adds a header to each request.
/// struct OnBehalfOf(http::HeaderValue);
///
/// impl Middleware for OnBehalfOf {
///     fn handle<'a>(
///         &'a self,
///         mut request: TransportRequest,
///         next: Next<'a>,
///     ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
///         request.headers.insert("x-on-behalf-of", self.0.clone());
///         Box::pin(async move {
///             let response = next.run(request).await?;
///             println!("{}", response.status);
///             Ok(response)
///         })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), digitalocean::Error> {
/// # let fake = Fake::new();
/// let me = OnBehalfOf(http::HeaderValue::from_static("me"));
/// let client = fake.client_builder().middleware(me).build()?;
/// client.account().get().await?;
/// assert_eq!(fake.requests()[0].header("x-on-behalf-of"), Some("me"));
/// # Ok(())
/// # }
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Handles one attempt. `next.run(request)` passes it on; it may be called more than once, or not
    /// at all.
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>>;
}

/// The rest of the chain after a middleware: the next one, or the transport.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    middleware: &'a [Arc<dyn Middleware>],
    transport: &'a dyn Transport,
    target: &'a Url,
}

impl<'a> Next<'a> {
    pub(crate) fn new(
        middleware: &'a [Arc<dyn Middleware>],
        transport: &'a dyn Transport,
        target: &'a Url,
    ) -> Self {
        Self {
            middleware,
            transport,
            target,
        }
    }

    /// Passes the request on.
    pub fn run(
        self,
        mut request: TransportRequest,
    ) -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
        if let Some((first, rest)) = self.middleware.split_first() {
            let next = Next {
                middleware: rest,
                ..self
            };
            return first.handle(request, next);
        }
        let credentials = FACTS.credentials.iter();
        let credentials: Vec<_> = credentials.map(|known| known.scheme.header()).collect();
        let mut names = request.headers.keys();
        if let Some(name) = names.find(|name| is_reserved(name) && !credentials.contains(name)) {
            let message = format!("a middleware set header `{name}`, which is set by the client");
            let error = TransportError::new(TransportErrorKind::InvalidRequest, message);
            return Box::pin(async { Err(error) });
        }
        let is_bound_here = is_same_host(&request.url, self.target);
        if !is_bound_here || request.operation.server == Server::Upload {
            for known in FACTS.credentials {
                known.scheme.remove(&mut request.url, &mut request.headers);
            }
        }
        // A middleware may have set another one.
        for (name, value) in &mut request.headers {
            if credentials.contains(name) {
                value.set_sensitive(true);
            }
        }
        self.transport.send(request)
    }
}

/// Shows how many middlewares follow.
impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("middleware", &self.middleware.len())
            .finish_non_exhaustive()
    }
}

/// Returns whether two addresses share scheme, host and port.
pub(crate) fn is_same_host(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
}
