//! Calls that `node.test.mjs` makes, and checks the results of. Each function is one test.

mod faked;
mod limits;
mod network;

use std::time::Duration;

use digitalocean::{Client, Error};
use wasm_bindgen::JsError;

/// Returns a client for the server of the tests.
fn client(base_url: &str, token: &str) -> Result<Client, JsError> {
    let builder = Client::builder().token(token).base_url(base_url)?;
    Ok(builder.timeout(Duration::from_secs(20)).build()?)
}

/// Returns an error with its causes.
fn shown(error: Error) -> JsError {
    JsError::new(&format!("{error:?}"))
}

/// Returns the time since the program started, in milliseconds.
fn now() -> f64 {
    js_sys::Date::now()
}

/// Fails a test, unless a condition holds.
fn check(condition: bool, what: &str) -> Result<(), JsError> {
    match condition {
        true => Ok(()),
        false => Err(JsError::new(what)),
    }
}
