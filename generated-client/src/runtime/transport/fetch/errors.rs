//! Errors of JavaScript as text.

use js_sys::{Error, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::runtime::transport::transport_error::{TransportError, TransportErrorKind};

/// How many causes of an error are shown.
const CAUSES: usize = 4;

/// Returns an error and its causes. A browser has no causes, other hosts of JavaScript name them.
pub(super) fn description(error: &JsValue) -> String {
    let mut texts = vec![line(error)];
    let mut next = cause(error);
    while let Some(error) = next.filter(|_| texts.len() <= CAUSES) {
        texts.push(line(&error));
        next = cause(&error);
    }
    texts.join(": ")
}

/// Returns the error of a request that cannot be sent as it is.
pub(super) fn invalid(error: &JsValue) -> TransportError {
    TransportError::new(TransportErrorKind::InvalidRequest, description(error))
}

fn line(error: &JsValue) -> String {
    match error.dyn_ref::<Error>() {
        Some(error) => String::from(error.to_string()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}

fn cause(error: &JsValue) -> Option<JsValue> {
    let cause = Reflect::get(error, &JsValue::from_str("cause")).ok()?;
    (!cause.is_undefined() && !cause.is_null()).then_some(cause)
}
