use std::time::Duration;

use crate::runtime::operation::build_error::BuildError;
use crate::runtime::transport::reqwest::proxy::ProxySetting;
use crate::runtime::transport::reqwest::tls;
use crate::runtime::transport::saturating_time::FAR;

/// How the default transport connects.
#[derive(Clone, Debug)]
pub(crate) struct NetworkOptions {
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: ProxySetting,
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) gzip: bool,
    pub(crate) http2: bool,
    pub(crate) pool_idle_timeout: Option<Duration>,
    pub(crate) pool_max_idle_per_host: usize,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy: ProxySetting::Environment,
            root_certificates: Vec::new(),
            gzip: cfg!(feature = "gzip"),
            http2: true,
            pool_idle_timeout: Some(Duration::from_secs(90)),
            pool_max_idle_per_host: 32,
        }
    }
}

impl NetworkOptions {
    pub(crate) fn builder(&self) -> Result<reqwest::ClientBuilder, BuildError> {
        tls::prepare();
        let mut builder = reqwest::Client::builder()
            // The client itself repeats requests and follows redirects: it knows what may be sent
            // twice, and which host may see a credential.
            .retry(reqwest::retry::never())
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            // Decompressed here, in steps of limited time and memory.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .pool_idle_timeout(self.pool_idle_timeout.map(|limit| limit.min(FAR)))
            .pool_max_idle_per_host(self.pool_max_idle_per_host);
        if !self.http2 {
            builder = builder.http1_only();
        }
        let builder = self.proxy.apply(builder)?;
        self.trust(builder)
    }

    #[cfg(any(
        feature = "rustls-ring",
        feature = "rustls-aws-lc",
        feature = "native-tls"
    ))]
    fn trust(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, BuildError> {
        use crate::runtime::operation::error_chain::Chain;

        let invalid = |error: reqwest::Error| {
            BuildError::new(format!("invalid root certificate: {}", Chain(&error)))
        };
        let mut certificates = Vec::new();
        for pem in &self.root_certificates {
            let bundle = reqwest::Certificate::from_pem_bundle(pem).map_err(invalid)?;
            if bundle.is_empty() {
                return Err(BuildError::new(
                    "invalid root certificate: no `BEGIN CERTIFICATE` block; pass PEM",
                ));
            }
            certificates.extend(bundle);
        }
        if certificates.is_empty() {
            return Ok(builder);
        }
        Ok(builder.tls_certs_merge(certificates))
    }

    #[cfg(not(any(
        feature = "rustls-ring",
        feature = "rustls-aws-lc",
        feature = "native-tls"
    )))]
    fn trust(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, BuildError> {
        if self.root_certificates.is_empty() {
            return Ok(builder);
        }
        let features = tls::FEATURES;
        Err(BuildError::new(format!(
            "root certificates need TLS; turn on one of the features {features}"
        )))
    }
}
