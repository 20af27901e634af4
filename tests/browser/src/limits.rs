//! The rate governor.

use std::future::IntoFuture as _;
use std::time::Duration;

use digitalocean::fake::Fake;
use digitalocean::rate_limit::Limits;
use digitalocean::{Error, Governor};
use futures_util::future::join_all;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{check, now, shown};

/// Makes four calls where two are allowed at once, and one that cannot wait. Returns how long the four took, in
/// milliseconds.
#[wasm_bindgen]
pub async fn governor() -> Result<f64, JsError> {
    // Two calls in each second.
    let governor = Governor::new(&Limits::default().per_minute(2).shorten_windows(60));
    let client = Fake::new().client_builder().governor(governor).build()?;
    let start = now();
    let calls = (0..4).map(|_| client.droplets().list().into_future());
    for result in join_all(calls).await {
        result.map_err(shown)?;
    }
    let took = now() - start;
    let short = client
        .droplets()
        .list()
        .timeout(Duration::from_millis(10))
        .await;
    match short {
        Err(Error::Timeout(error)) => {
            check(error.to_string().contains("rate limits"), "another limit")?
        }
        other => return Err(JsError::new(&format!("{other:?}"))),
    }
    Ok(took)
}
