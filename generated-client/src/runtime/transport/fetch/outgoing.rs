//! A request in the form that `fetch` takes.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, Method};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{
    Headers, ReferrerPolicy, Request, RequestCache, RequestCredentials, RequestInit, RequestMode,
    RequestRedirect,
};

use crate::runtime::transport::TransportRequest;
use crate::runtime::transport::fetch::abort::Abort;
use crate::runtime::transport::fetch::errors::invalid;
use crate::runtime::transport::transport_error::TransportError;

/// Returns a request. Its body is read into memory: only some browsers can send one while it is read.
pub(super) async fn request(
    request: TransportRequest,
    abort: &Abort,
) -> Result<Request, TransportError> {
    let body = match request.body {
        Some(body) if body.length() > 0 => {
            Some(body.collect().await.map_err(TransportError::unreadable)?)
        }
        _ => None,
    };
    let init = init(&request.method, &request.headers, body.as_ref(), abort);
    let init = init.map_err(|error| invalid(&error))?;
    Request::new_with_str_and_init(request.url.as_str(), &init).map_err(|error| invalid(&error))
}

fn init(
    method: &Method,
    headers: &HeaderMap,
    body: Option<&Bytes>,
    abort: &Abort,
) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(method.as_str());
    init.set_mode(RequestMode::Cors);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Manual);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&abort.signal()));
    init.set_headers_headers(&outgoing(headers)?);
    if let Some(body) = body {
        init.set_body_opt_u8_array(Some(&Uint8Array::from(body.as_ref())));
    }
    Ok(init)
}

/// Returns the headers without those that belong to the browser. Setting one of these may need a permission of the
/// server (CORS).
fn outgoing(headers: &HeaderMap) -> Result<Headers, JsValue> {
    let outgoing = Headers::new()?;
    for (name, value) in headers {
        if *name == USER_AGENT || *name == ACCEPT_ENCODING || *name == CONTENT_LENGTH {
            continue;
        }
        let value: String = value.as_bytes().iter().copied().map(char::from).collect();
        outgoing.append(name.as_str(), &value)?;
    }
    Ok(outgoing)
}
