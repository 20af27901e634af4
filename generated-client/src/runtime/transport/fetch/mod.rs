//! The default transport in a browser: its `fetch`.
//!
//! A browser opens connections, decompresses bodies and checks certificates by itself. It has no cookies and no cache
//! for these requests, and does not follow redirects: it would not say where to.

mod abort;
pub(crate) mod body;
mod errors;
mod origin;
mod outgoing;
mod start;

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use js_sys::Array;
use url::Url;
use wasm_bindgen::JsValue;
use web_sys::{Response, ResponseType};

use crate::runtime::platform::future::BoxFuture;
use crate::runtime::transport::fetch::abort::Abort;
use crate::runtime::transport::fetch::body::NetworkBody;
use crate::runtime::transport::fetch::errors::{description, invalid};
use crate::runtime::transport::fetch::start::start;
use crate::runtime::transport::{
    ResponseBody, Transport, TransportError, TransportErrorKind, TransportRequest,
    TransportResponse,
};

/// A browser has no settings of connections.
#[derive(Debug, Default)]
pub(crate) struct NetworkOptions;

/// A browser always has TLS.
pub(crate) const TLS_IS_AVAILABLE: bool = true;

/// No feature brings TLS.
pub(crate) const TLS_FEATURES: &str = "";

/// Sends requests by `fetch`.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// The permissions (CORS) with which the page could read a response. A later error has another reason.
    granted: Mutex<BTreeSet<String>>,
}

impl Network {
    /// Returns the error of a request without a response.
    async fn failure(&self, url: &Url, permission: &str, error: &JsValue) -> TransportError {
        let origin = url.origin().ascii_serialization();
        let is_granted = self.lock().contains(permission);
        let message = description(error);
        match origin::page() {
            Some(page) if page != origin && !is_granted && origin::responds(url).await => {
                let message = format!(
                    "{message}; {origin} can be reached, but does not allow this request from pages of \
                     {page} (CORS)"
                );
                TransportError::new(TransportErrorKind::Blocked, message)
            }
            Some(_) => {
                let message = format!("{message}; the browser's console says why");
                TransportError::new(TransportErrorKind::Interrupted, message)
            }
            None => TransportError::new(TransportErrorKind::Interrupted, message),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.granted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let (url, permission) = (request.url.clone(), permission(&request));
            let abort = Abort::new().map_err(|error| invalid(&error))?;
            let outgoing = outgoing::request(request, &abort).await?;
            let response = match start(&outgoing) {
                Ok(response) => response,
                Err(error) => return Err(invalid(&error)),
            };
            let response = match response.await {
                Ok(response) => Response::from(response),
                Err(error) => return Err(self.failure(&url, &permission, &error).await),
            };
            if response.type_() == ResponseType::Opaqueredirect {
                let text =
                    "the redirect was not followed: a browser does not say where it points to";
                return Err(TransportError::new(TransportErrorKind::Other, text));
            }
            self.lock().insert(permission);
            let status = StatusCode::from_u16(response.status())
                .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
            Ok(TransportResponse {
                status,
                headers: headers(&response),
                body: ResponseBody::network(NetworkBody::new(response.body(), abort)),
            })
        })
    }
}

/// Returns what a preflight request asks for: the origin of the server, the method, the names of the headers.
fn permission(request: &TransportRequest) -> String {
    let mut names: Vec<_> = request.headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    let origin = request.url.origin().ascii_serialization();
    format!("{origin} {} {}", request.method, names.join(","))
}

/// Returns the headers that the page may read. Those that describe a compressed body are left out: the browser has
/// decompressed it.
fn headers(response: &Response) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for entry in response.headers().entries().into_iter().flatten() {
        let entry = Array::from(&entry);
        let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) else {
            continue;
        };
        let bytes: Result<Vec<u8>, _> = value
            .chars()
            .map(|byte| u8::try_from(u32::from(byte)))
            .collect();
        let value = bytes
            .ok()
            .and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name), value) {
            headers.append(name, value);
        }
    }
    if headers.contains_key(CONTENT_ENCODING) {
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
    headers
}
