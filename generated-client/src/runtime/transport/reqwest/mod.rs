//! The default transport: reqwest.

mod errors;
mod options;
mod request_body;
mod tls;

use http::header::ACCEPT_ENCODING;
use http::{HeaderValue, Method};

use crate::runtime::error::build_error::BuildError;
use crate::runtime::operation::meta::Content;
use crate::runtime::transport::{
    BoxFuture, Incoming, ResponseBody, Transport, TransportError, TransportRequest,
    TransportResponse,
};

pub(crate) use errors::transport_error;
pub(crate) use options::{NetworkOptions, ProxySetting};
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
                // An answer that is compressed on the way does not tell the length of the content.
                let headers = outgoing.headers_mut().entry(ACCEPT_ENCODING);
                headers.or_insert(HeaderValue::from_static("identity"));
            }
            if let Some(body) = request.body {
                *outgoing.body_mut() = Some(request_body::open(body).await?);
            }
            let answer = self
                .client
                .execute(outgoing)
                .await
                .map_err(transport_error)?;
            let (parts, body) = http::Response::<reqwest::Body>::from(answer).into_parts();
            Ok(TransportResponse {
                status: parts.status,
                headers: parts.headers,
                body: ResponseBody(Incoming::Network(body)),
            })
        })
    }
}
