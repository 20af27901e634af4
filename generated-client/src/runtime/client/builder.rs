#[cfg(not(target_arch = "wasm32"))]
mod connections;

use std::{fmt, future::Future, sync::Arc, time::Duration};

use http::HeaderValue;
use url::Url;

use crate::generated::facts::FACTS;
use crate::runtime::client::credential::Credential;
use crate::runtime::client::hosts::{Hosts, parse_root};
use crate::runtime::client::middleware::Middleware;
use crate::runtime::client::process::OwnProcess;
use crate::runtime::client::retry::RetryPolicy;
use crate::runtime::client::{Client, Shared};
use crate::runtime::codec::{Drift, Secret};
use crate::runtime::error::provider_error::ProviderError;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::drift_reporter::DriftReporter;
use crate::runtime::operation::meta::{Meta, TOKEN};
use crate::runtime::platform::future::MaybeSend;
use crate::runtime::rate_limit::Governor;
use crate::runtime::transport::Transport;
use crate::runtime::transport::network::{Network, NetworkOptions, TLS_FEATURES, TLS_IS_AVAILABLE};

/// Settings of a [`Client`].
///
/// | to set | methods |
/// |---|---|
/// | credentials | [`token`](#method.token), [`token_provider`](#method.token_provider) |
/// | hosts | [`base_url`](#method.base_url), [`server`](#method.server), [`allow_plain_http`](#method.allow_plain_http) |
/// | time limits | [`timeout`](#method.timeout), [`attempt_timeout`](#method.attempt_timeout), [`connect_timeout`](#method.connect_timeout), [`stream_idle_timeout`](#method.stream_idle_timeout) |
/// | repetitions and rate limits | [`retry`](#method.retry), [`governor`](#method.governor) |
/// | connections | [`proxy`](#method.proxy), [`no_proxy`](#method.no_proxy), [`root_certificates`](#method.root_certificates), [`gzip`](#method.gzip), [`http2`](#method.http2), [`pool_max_idle_per_host`](#method.pool_max_idle_per_host), [`pool_idle_timeout`](#method.pool_idle_timeout) |
/// | how requests are sent | [`transport`](#method.transport), [`middleware`](#method.middleware), [`user_agent`](#method.user_agent), [`read_only`](#method.read_only) |
/// | responses | [`max_response_bytes`](#method.max_response_bytes), [`max_error_bytes`](#method.max_error_bytes), [`on_drift`](#method.on_drift) |
///
/// Where the API has other credentials or hosts, each has a method of its own.
/// [`from_env`](#method.from_env) takes credentials and hosts from the environment;
/// [`build`](#method.build) returns the client.
pub struct ClientBuilder {
    /// By the names of their setters.
    credentials: Vec<(&'static str, CredentialSource)>,
    base_url: Option<Url>,
    /// By the names of the hosts, or by the URLs of servers.
    others: Vec<(&'static str, Url)>,
    allow_plain_http: bool,
    user_agent: String,
    network: NetworkOptions,
    transport: Option<Box<dyn Transport>>,
    attempt_timeout: Option<Duration>,
    timeout: Duration,
    stream_idle_timeout: Duration,
    retry: RetryPolicy,
    max_response_bytes: usize,
    max_error_bytes: usize,
    read_only: bool,
    drift: DriftReporter,
    middleware: Vec<Arc<dyn Middleware>>,
    governor: Option<Governor>,
}

enum CredentialSource {
    Secret(Secret),
    Provider(Credential),
}

impl CredentialSource {
    fn into_credential(self, name: &str) -> Result<Credential, BuildError> {
        match (self, FACTS.credential(name)) {
            (Self::Provider(credential), _) => Ok(credential),
            (Self::Secret(secret), Some(facts)) => Credential::fixed(facts, &secret),
            (Self::Secret(_), None) => Err(BuildError::new(format!(
                "the API has no credential `{name}`"
            ))),
        }
    }
}

impl Client {
    /// Returns a client with an API token.
    pub fn new(token: impl Into<Secret>) -> Result<Self, BuildError> {
        Self::builder().token(token).build()
    }

    /// Returns a builder.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl ClientBuilder {
    /// Returns the default settings, without a credential.
    pub fn new() -> Self {
        Self {
            credentials: Vec::new(),
            base_url: None,
            others: Vec::new(),
            allow_plain_http: false,
            user_agent: FACTS.product.user_agent.to_owned(),
            network: NetworkOptions::default(),
            transport: None,
            attempt_timeout: None,
            timeout: Duration::from_secs(300),
            stream_idle_timeout: Duration::from_secs(120),
            retry: RetryPolicy::default(),
            max_response_bytes: 64 << 20,
            max_error_bytes: 64 << 10,
            read_only: false,
            drift: DriftReporter::default(),
            middleware: Vec::new(),
            governor: None,
        }
    }

    /// Sets the API token. It is sent to the hosts of the API that accept it, and nowhere else.
    pub fn token(self, token: impl Into<Secret>) -> Self {
        self.credential(TOKEN, token.into())
    }

    /// Sets a function that provides the API token. It is called before each attempt.
    pub fn token_provider<F, R>(self, provide: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Secret, ProviderError>> + MaybeSend + 'static,
    {
        self.provided_credential(TOKEN, provide)
    }

    /// Sets a function that provides the credential that operations call by this name.
    pub(crate) fn provided_credential<F, R>(self, name: &'static str, provide: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Secret, ProviderError>> + MaybeSend + 'static,
    {
        let provided = Credential::provided(provide);
        self.with_credential(name, CredentialSource::Provider(provided))
    }

    /// Sets the credential that operations call by this name.
    pub(crate) fn credential(self, name: &'static str, secret: Secret) -> Self {
        self.with_credential(name, CredentialSource::Secret(secret))
    }

    fn with_credential(mut self, name: &'static str, source: CredentialSource) -> Self {
        self.credentials.retain(|(other, _)| *other != name);
        self.credentials.push((name, source));
        self
    }

    /// Sets the base URL of the API, without the version. Other hosts of the API have the same one, unless a setting of
    /// their own names another.
    pub fn base_url(mut self, url: &str) -> Result<Self, BuildError> {
        self.base_url = Some(parse_root(url)?);
        Ok(self)
    }

    /// Sets another base URL for the operations that are sent to a server of their own, which `documented` names as the
    /// document does, with the defaults of its variables.
    pub fn server(self, documented: &str, url: &str) -> Result<Self, BuildError> {
        let documented = documented.trim_end_matches('/');
        let Some(known) = FACTS.servers.iter().find(|known| **known == documented) else {
            return Err(BuildError::new(format!(
                "no operation is sent to the server {documented:?}; there are {:?}",
                FACTS.servers
            )));
        };
        self.host(known, url)
    }

    /// Sets the base URL of the host that operations call by this name; without a scheme it is https.
    pub(crate) fn host(mut self, name: &'static str, url: &str) -> Result<Self, BuildError> {
        let url = match url.contains("://") {
            true => parse_root(url)?,
            false => parse_root(&format!("https://{url}"))?,
        };
        self.others.retain(|(other, _)| *other != name);
        self.others.push((name, url));
        Ok(self)
    }

    /// Allows plain http to hosts other than loopback: everyone on the way sees the token.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Adds a product before the client's own `user-agent`. A browser sends its own instead.
    pub fn user_agent(mut self, product: &str) -> Self {
        self.user_agent = format!("{product} {}", self.user_agent);
        self
    }

    /// Sets the time limit of one attempt, including reading the response. By default it is 60 s, or
    /// the time limit that a request sets itself if that is longer; uploads and hosts that respond slowly may take
    /// as long as the whole call.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets the time limit of a call with all its attempts and waits, 5 minutes by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Sets how long a caller waits for the next event of a stream, comments not counted, or for the
    /// next chunk of a download, 2 minutes by default.
    pub fn stream_idle_timeout(mut self, limit: Duration) -> Self {
        self.stream_idle_timeout = limit;
        self
    }

    /// Sends requests through another transport. The settings of connections (proxy, certificates,
    /// pool, compression) then have no effect.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets which calls are repeated, and when.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the size of the largest response that is read, 64 MiB by default, after decompression.
    ///
    /// The value that is decoded from it may take as much memory again, at least 1 MiB: elements count
    /// by the size of their type, texts and unknown fields by what keeping them takes. Types of your
    /// own that [`Client::request`](crate::Client::request) reads by serde are not counted.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets how much is read of the body of an error response, 64 KiB by default.
    pub fn max_error_bytes(mut self, limit: usize) -> Self {
        self.max_error_bytes = limit;
        self
    }

    /// Refuses all requests except GET and HEAD.
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Calls `callback` when a response differs from the document, with the kind of the
    /// [difference](crate::drift::DriftKind): those of values once per operation, JSON path and kind,
    /// those of lists each time. `tracing` events report them, too.
    pub fn on_drift(
        mut self,
        callback: impl Fn(&'static Meta, &Drift) + Send + Sync + 'static,
    ) -> Self {
        self.drift = DriftReporter::new(Some(Arc::new(callback)));
        self
    }

    /// Adds middleware around each attempt. The first one added is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Keeps calls within the rate limits, together with all clients that have a clone of the governor.
    pub fn governor(mut self, governor: Governor) -> Self {
        self.governor = Some(governor);
        self
    }

    /// Returns the client.
    pub fn build(self) -> Result<Client, BuildError> {
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(|_| {
            BuildError::new("the user agent contains a character that is not allowed in headers")
        })?;
        let in_process = self
            .transport
            .as_ref()
            .is_some_and(|own| own.is_in_process());
        let is_own_transport = self.transport.is_some();
        let has_own_url = self.base_url.is_some();
        let credentials = self.credentials.into_iter().map(|(name, source)| {
            let credential = source.into_credential(name)?;
            Ok::<_, BuildError>((name, credential))
        });
        let hosts = Hosts {
            api: api_root(self.base_url.clone(), in_process)?,
            has_own_url,
            others: others(self.others, self.base_url.as_ref())?,
            credentials: credentials.collect::<Result<_, _>>()?,
            allow_plain_http: self.allow_plain_http,
            in_process,
        };
        let others = hosts.others.iter().map(|(_, url)| url);
        for root in [&hosts.api].into_iter().chain(others) {
            hosts.check(root, "base")?;
            check_tls(root, is_own_transport)?;
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => network(&self.network)?,
        };
        Ok(Client {
            shared: Arc::new(Shared {
                transport,
                is_own_transport,
                hosts,
                user_agent,
                attempt_timeout: self.attempt_timeout,
                timeout: self.timeout,
                stream_idle_timeout: self.stream_idle_timeout,
                retry: self.retry,
                max_response_bytes: self.max_response_bytes,
                max_error_bytes: self.max_error_bytes,
                read_only: self.read_only,
                drift: Arc::new(self.drift),
                middleware: self.middleware,
                governor: self.governor,
                process: OwnProcess::default(),
                #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
                blocking: crate::runtime::client::runtime_thread::RuntimeThread::default(),
            }),
        })
    }
}

/// Returns the default transport.
#[cfg(not(target_arch = "wasm32"))]
fn network(options: &NetworkOptions) -> Result<Box<dyn Transport>, BuildError> {
    Ok(Box::new(Network::new(options)?))
}

/// Returns the default transport.
#[cfg(target_arch = "wasm32")]
fn network(NetworkOptions: &NetworkOptions) -> Result<Box<dyn Transport>, BuildError> {
    Ok(Box::new(Network::default()))
}

/// Returns the base URL of the API that is set, or the default.
fn api_root(own: Option<Url>, in_process: bool) -> Result<Url, BuildError> {
    match (own, FACTS.base_url) {
        (None, "") if in_process => parse_root("http://localhost"),
        (None, "") => Err(BuildError::new(format!(
            "the base URL is not known; set {} or call `ClientBuilder::base_url`",
            FACTS.base_url_variable
        ))),
        (own, default) => root(own, default),
    }
}

/// Returns the base URL that is set, or the default.
fn root(own: Option<Url>, default: &str) -> Result<Url, BuildError> {
    own.map_or_else(|| parse_root(default), Ok)
}

/// Adds the hosts that have no setting: they are at the base URL if that is set, or else where the document says.
fn others(
    mut others: Vec<(&'static str, Url)>,
    base_url: Option<&Url>,
) -> Result<Vec<(&'static str, Url)>, BuildError> {
    for host in FACTS.hosts {
        let is_set = others.iter().any(|(name, _)| *name == host.name);
        if let Some(documented) = host.base_url.filter(|_| !is_set) {
            others.push((host.name, root(base_url.cloned(), documented)?));
        }
    }
    Ok(others)
}

/// Refuses https if no TLS library is compiled in.
pub(crate) fn check_tls(url: &Url, is_own_transport: bool) -> Result<(), BuildError> {
    if url.scheme() != "https" || TLS_IS_AVAILABLE || is_own_transport {
        return Ok(());
    }
    Err(BuildError::new(format!(
        "https needs TLS; turn on one of the features {TLS_FEATURES} of `{}`",
        env!("CARGO_PKG_NAME")
    )))
}

/// Shows the base URL, and nothing of the credentials.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url.as_ref().map(Url::as_str))
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}
