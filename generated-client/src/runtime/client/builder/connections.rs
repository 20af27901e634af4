//! The settings of connections, which a browser makes by itself.

use std::time::Duration;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::operation::build_error::BuildError;
use crate::runtime::transport::reqwest::{ProxySetting, parse_proxy};

/// Settings of connections. In a browser they do not exist.
impl ClientBuilder {
    /// Sets the time limit of connecting, 10 s by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.network.connect_timeout = limit;
        self
    }

    /// Sends everything through an HTTP proxy, except requests to this machine, such as
    /// `http://localhost:4010`. Without this call the environment decides (`HTTPS_PROXY`,
    /// `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).
    pub fn proxy(mut self, url: &str) -> Result<Self, BuildError> {
        self.network.proxy = ProxySetting::Fixed(parse_proxy("`ClientBuilder::proxy`", url)?);
        Ok(self)
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.network.proxy = ProxySetting::None;
        self
    }

    /// Trusts certificates in addition to those of the system. Takes PEM, one or many.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.network.root_certificates.push(pem.into());
        self
    }

    /// Sets whether responses may be compressed, which they may by default.
    #[cfg(feature = "gzip")]
    pub fn gzip(mut self, allowed: bool) -> Self {
        self.network.gzip = allowed;
        self
    }

    /// Sets whether HTTP/2 may be used, which it may by default.
    #[cfg(feature = "http2")]
    pub fn http2(mut self, allowed: bool) -> Self {
        self.network.http2 = allowed;
        self
    }

    /// Sets how many idle connections to one host are kept, 32 by default.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.network.pool_max_idle_per_host = connections;
        self
    }

    /// Sets how long an idle connection is kept, 90 s by default, for ever with `None`.
    pub fn pool_idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.network.pool_idle_timeout = limit.into();
        self
    }
}
