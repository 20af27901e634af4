//! Calls without a network: the fake, and transports and token providers of a program.

use std::time::Duration;

use digitalocean::droplets::DropletCreate;
use digitalocean::fake::{Fake, Reply};
use digitalocean::transport::{
    BoxFuture, ResponseBody, TransportError, TransportRequest, TransportResponse,
};
use digitalocean::{Client, RetryPolicy, Transport};
use js_sys::Promise;
use js_sys::futures::JsFuture;
use wasm_bindgen::JsError;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{check, now, shown};

/// Creates a Droplet and waits for it, on the fake.
#[wasm_bindgen]
pub async fn fake() -> Result<String, JsError> {
    let client = Fake::new().client()?;
    let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64");
    let id = client
        .droplets()
        .create(body)
        .await
        .map_err(shown)?
        .droplet
        .id;
    let wait = client
        .droplets()
        .wait_until_active(id)
        .interval(Duration::from_millis(10));
    Ok(wait.await.map_err(shown)?.name)
}

/// Makes calls that wait between their attempts. Returns the longest and the shortest time of one, in milliseconds.
#[wasm_bindgen]
pub async fn jitter(calls: usize) -> Result<Vec<f64>, JsError> {
    let policy = RetryPolicy::new().backoff(Duration::from_millis(100), Duration::from_millis(100));
    let fake = Fake::new();
    let client = fake.client_builder().retry(policy.attempts(2)).build()?;
    let mut times = Vec::new();
    for _ in 0..calls {
        fake.enqueue(Reply::status(503));
        let start = now();
        client.droplets().list().await.map_err(shown)?;
        times.push(now() - start);
    }
    Ok(times)
}

/// A transport whose futures hold values of JavaScript, which cannot move to another thread.
struct Own;

impl Transport for Own {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let text = JsFuture::from(Promise::resolve(&JsValue::from_str("{\"droplets\": []}")));
            let text = text.await.ok().and_then(|text| text.as_string());
            let body = ResponseBody::bytes(text.unwrap_or_default());
            let credential = request.headers.get("authorization");
            let status = match credential.is_some_and(|value| value == "Bearer provided") {
                true => 200,
                false => 401,
            };
            let status = http(status);
            Ok(TransportResponse::new(status, Default::default(), body))
        })
    }
}

fn http(status: u16) -> digitalocean::http::StatusCode {
    digitalocean::http::StatusCode::from_u16(status).unwrap_or_default()
}

/// Sends a call through a transport of the program, with a token that JavaScript provides.
#[wasm_bindgen]
pub async fn own_transport() -> Result<(), JsError> {
    let provide = || async {
        let token = JsFuture::from(Promise::resolve(&JsValue::from_str("provided")));
        let token = token.await.ok().and_then(|token| token.as_string());
        Ok(token.unwrap_or_default().into())
    };
    let client = Client::builder()
        .token_provider(provide)
        .transport(Own)
        .build()?;
    let page = client.droplets().list().await.map_err(shown)?;
    check(page.is_empty(), "the list has items")
}
