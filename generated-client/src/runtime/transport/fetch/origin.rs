//! The origin of the page, and whether another one can be reached at all: a browser reports both a server that is down
//! and one that does not allow the request as the same error.

use std::time::Duration;

use js_sys::{Reflect, global};
use url::Url;
use wasm_bindgen::JsValue;
use web_sys::{Request, RequestCache, RequestCredentials, RequestInit, RequestMode};

use crate::runtime::platform::time::timeout;
use crate::runtime::transport::fetch::abort::Abort;
use crate::runtime::transport::fetch::start::start;

/// How long a server has to respond.
const LIMIT: Duration = Duration::from_secs(3);

/// Returns the origin of the page, or of the page of a worker. Other hosts of JavaScript have none, and no CORS.
pub(super) fn page() -> Option<String> {
    let location = Reflect::get(&global(), &JsValue::from_str("location")).ok()?;
    let origin = Reflect::get(&location, &JsValue::from_str("origin")).ok()?;
    origin.as_string()
}

/// Returns whether the server of a URL responds to a request that any page may send, and whose response none may read.
/// It has neither a path nor a credential.
pub(super) async fn responds(url: &Url) -> bool {
    let Ok(root) = url.join("/") else {
        return false;
    };
    let Ok(abort) = Abort::new() else {
        return false;
    };
    let init = RequestInit::new();
    init.set_method("HEAD");
    init.set_mode(RequestMode::NoCors);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&abort.signal()));
    let request = Request::new_with_str_and_init(root.as_str(), &init);
    match request.and_then(|request| start(&request)) {
        Ok(response) => matches!(timeout(LIMIT, response).await, Ok(Ok(_))),
        Err(_) => false,
    }
}
