//! The default transport: reqwest.

mod errors;
mod foreign_features;
mod guarded;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(not(feature = "gzip"))]
#[path = "no_gzip.rs"]
mod gzip;
pub(crate) mod network_body;
mod options;
mod proxy;
mod request_body;
mod tls;

use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Method};

use crate::runtime::operation::build_error::BuildError;
use crate::runtime::operation::error_chain::Chain;
use crate::runtime::operation::meta::Content;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::transport::headers::has_defined_content;
use crate::runtime::transport::reqwest::errors::transport_error;
use crate::runtime::transport::reqwest::guarded::Guarded;
use crate::runtime::transport::reqwest::network_body::NetworkBody;
use crate::runtime::transport::{
    ResponseBody, Transport, TransportError, TransportRequest, TransportResponse,
};

pub(crate) use options::NetworkOptions;
pub(crate) use proxy::{ProxySetting, parse_proxy};
pub(crate) use tls::{FEATURES as TLS_FEATURES, IS_AVAILABLE as TLS_IS_AVAILABLE};

/// Sends requests over the network.
#[derive(Debug)]
pub(crate) struct Network {
    client: reqwest::Client,
    gzip: bool,
}

impl Network {
    pub(crate) fn new(options: &NetworkOptions) -> Result<Self, BuildError> {
        let client = options.builder()?.build().map_err(|error| {
            BuildError::new(format!(
                "could not build the HTTP client: {}",
                Chain(&error)
            ))
        })?;
        Ok(Self {
            client,
            gzip: options.gzip,
        })
    }

    /// Returns a transport over a client that tests have set up.
    #[cfg(all(test, feature = "fake", feature = "http2"))]
    pub(crate) fn over(client: reqwest::Client) -> Self {
        Self {
            client,
            gzip: cfg!(feature = "gzip"),
        }
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let method = request.method.clone();
            let mut outgoing = reqwest::Request::new(request.method, request.url);
            *outgoing.headers_mut() = request.headers;
            // A compressed response does not report the length of its content.
            let needs_length = request.operation.content == Content::File || method == Method::HEAD;
            let encoding = match (needs_length, self.gzip) {
                (true, _) => Some("identity"),
                (false, true) => Some("gzip"),
                (false, false) => None,
            };
            if let Some(encoding) = encoding {
                let accepted = outgoing.headers_mut().entry(ACCEPT_ENCODING);
                accepted.or_insert(HeaderValue::from_static(encoding));
            }
            match request.body {
                Some(body) if body.length() > 0 => {
                    *outgoing.body_mut() = Some(request_body::open(body).await?);
                }
                // Some servers reject these methods without a length, by status 411.
                _ if has_defined_content(outgoing.method()) => {
                    let zero = HeaderValue::from_static("0");
                    outgoing.headers_mut().insert(CONTENT_LENGTH, zero);
                }
                _ => {}
            }
            let response = Guarded(self.client.execute(outgoing)).await?;
            let response = response.map_err(transport_error)?;
            let (status, headers, body) = NetworkBody::new(response.into(), &method)?;
            Ok(TransportResponse {
                status,
                headers,
                body: ResponseBody::network(body),
            })
        })
    }
}
