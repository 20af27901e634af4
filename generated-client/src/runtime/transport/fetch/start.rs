use js_sys::futures::JsFuture;
use js_sys::{Function, Promise, Reflect, global};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Request;

/// Calls `fetch`. Pages, workers and other hosts of JavaScript have it in different places of their types.
pub(super) fn start(request: &Request) -> Result<JsFuture, JsValue> {
    let fetch = Reflect::get(&global(), &JsValue::from_str("fetch"))?;
    let fetch: Function = fetch
        .dyn_into()
        .map_err(|_| JsValue::from_str("there is no `fetch` here"))?;
    let response: JsValue = fetch.call1(&JsValue::UNDEFINED, request)?;
    Ok(JsFuture::from(response.dyn_into::<Promise>()?))
}
