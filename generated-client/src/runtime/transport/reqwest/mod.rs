//! The default transport: reqwest.

mod errors;
mod options;
mod proxy;
mod request_body;
mod tls;

use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Method};

use crate::runtime::error::build_error::BuildError;
use crate::runtime::operation::meta::Content;
use crate::runtime::transport::{
    BoxFuture, Incoming, ResponseBody, Transport, TransportError, TransportRequest,
    TransportResponse,
};

pub(crate) use errors::transport_error;
pub(crate) use options::NetworkOptions;
pub(crate) use proxy::{ProxySetting, parse_proxy};
pub(crate) use tls::{FEATURES as TLS_FEATURES, IS_AVAILABLE as TLS_IS_AVAILABLE};

/// Sends requests over the network.
#[derive(Debug)]
pub(crate) struct Network {
    client: reqwest::Client,
}

impl Network {
    pub(crate) fn new(options: &NetworkOptions) -> Result<Self, BuildError> {
        tls::prepare();
        let client = options.builder()?.build().map_err(|error| {
            BuildError::new(format!("the HTTP client could not be built: {error}"))
                .with_source(error)
        })?;
        Ok(Self { client })
    }

    /// Returns a transport over a client that tests have set up.
    #[cfg(all(test, feature = "fake"))]
    pub(crate) fn over(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let mut outgoing = reqwest::Request::new(request.method, request.url);
            *outgoing.headers_mut() = request.headers;
            if request.operation.content == Content::File || outgoing.method() == Method::HEAD {
                // A compressed response does not report the length of its content.
                let headers = outgoing.headers_mut().entry(ACCEPT_ENCODING);
                headers.or_insert(HeaderValue::from_static("identity"));
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
            let response = self
                .client
                .execute(outgoing)
                .await
                .map_err(transport_error)?;
            let (parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
            Ok(TransportResponse {
                status: parts.status,
                headers: parts.headers,
                body: ResponseBody(Incoming::Network(body)),
            })
        })
    }
}

/// Returns whether the method gives the content of a request a meaning, so that an empty one has a
/// length.
pub(crate) fn has_defined_content(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}
