//! Calls over `fetch`.

use std::future::IntoFuture as _;
use std::time::Duration;

use digitalocean::droplets::DropletAction;
use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
use digitalocean::stream::Event;
use digitalocean::transport::{BoxFuture, Payload, PayloadStream};
use digitalocean::{Client, Error, RetryPolicy};
use futures_util::future::{Either, select};
use futures_util::{TryStreamExt as _, stream};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{check, client, now, shown};

/// A client can be shared by threads on all platforms, so that the same programs compile.
const _: fn() = || {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
};

/// Returns the number of Droplets, read with a number of pages ahead.
#[wasm_bindgen]
pub async fn list(base_url: &str, token: &str, ahead: usize) -> Result<usize, JsError> {
    let items = client(base_url, token)?
        .droplets()
        .list()
        .per_page(100)
        .items();
    let ids: Vec<i64> = items
        .prefetch(ahead)
        .map_ok(|droplet| droplet.id)
        .try_collect()
        .await
        .map_err(shown)?;
    check(
        ids.windows(2).all(|pair| pair[0] < pair[1]),
        "the Droplets are not in order",
    )?;
    Ok(ids.len())
}

/// Returns the number of attempts of a call.
#[wasm_bindgen]
pub async fn attempts(base_url: &str, token: &str) -> Result<u32, JsError> {
    let response = client(base_url, token)?
        .droplets()
        .list()
        .send()
        .await
        .map_err(shown)?;
    check(
        response.rate_limit().is_some(),
        "the headers of the rate limit are lost",
    )?;
    Ok(response.attempts())
}

/// Returns the text of the error of a call that ends at a deadline, in milliseconds.
#[wasm_bindgen]
pub async fn deadline(base_url: &str, token: &str, millis: u32) -> Result<String, JsError> {
    let limit = Duration::from_millis(millis.into());
    let start = now();
    let result = client(base_url, token)?
        .droplets()
        .list()
        .timeout(limit)
        .await;
    let took = now() - start;
    check(
        took >= f64::from(millis) - 1.0,
        &format!("the call took {took} ms"),
    )?;
    match result {
        Err(error @ Error::Timeout(_)) => Ok(format!("{error:?}")),
        other => Err(JsError::new(&format!("{other:?}"))),
    }
}

/// Makes a call that is not repeated.
#[wasm_bindgen]
pub async fn once(base_url: &str) -> Result<(), JsError> {
    let client = client(base_url, "once")?;
    let call = client.droplets().list().retry(RetryPolicy::never());
    call.await.map_err(shown).map(drop)
}

/// Drops a call that waits for its response, once another one has ended at its deadline.
#[wasm_bindgen]
pub async fn dropped(base_url: &str) -> Result<(), JsError> {
    let (waiting, short) = (client(base_url, "dropped")?, client(base_url, "silent")?);
    let call = waiting.droplets().list().into_future();
    let timer = short
        .droplets()
        .list()
        .timeout(Duration::from_millis(300))
        .into_future();
    match select(call, timer).await {
        Either::Right((Err(Error::Timeout(_)), _)) => Ok(()),
        _ => Err(JsError::new("the call that should wait has ended")),
    }
}

/// Returns the states of an action.
#[wasm_bindgen]
pub async fn wait(base_url: &str, token: &str) -> Result<String, JsError> {
    let client = client(base_url, token)?;
    let droplets = client.droplets();
    let action = droplets
        .create_action(1, DropletAction::new("reboot"))
        .await
        .map_err(shown)?;
    let wait = droplets
        .wait_until_action_completed(1, action.id)
        .interval(Duration::from_millis(100));
    let steps: Vec<_> = wait.steps().try_collect().await.map_err(shown)?;
    Ok(format!("{} steps", steps.len()))
}

/// Returns the reply of a chat, and how long after its first word the last one arrived.
#[wasm_bindgen]
pub async fn chat(base_url: &str, token: &str) -> Result<String, JsError> {
    let question = ChatMessage::new("user").content("Hello");
    let body = ChatCompletionRequest::new("llama3.3-70b-instruct", [question]);
    let client = client(base_url, token)?;
    let chat = client.serverless_inference().create_chat_completion(body);
    let mut events = chat.stream().await.map_err(shown)?;
    let (mut reply, mut first) = (String::new(), None);
    while let Some(event) = events.next().await {
        first.get_or_insert_with(now);
        if let Event::Known(chunk) = event.map_err(shown)? {
            let texts = chunk
                .choices
                .into_iter()
                .filter_map(|choice| choice.delta.content);
            reply.extend(texts);
        }
    }
    let took = first.map_or(0.0, |first| now() - first);
    check(
        took > 300.0,
        &format!("the reply arrived at once, within {took} ms"),
    )?;
    Ok(reply)
}

/// Uploads a stream, which is read into memory.
#[wasm_bindgen]
pub async fn upload(base_url: &str) -> Result<(), JsError> {
    let open = || -> BoxFuture<'static, std::io::Result<PayloadStream>> {
        let chunks = ["{}\n", "{}\n"].map(|line| Ok(line.into()));
        Box::pin(async move { Ok(Box::pin(stream::iter(chunks)) as PayloadStream) })
    };
    let client = client(base_url, "upload")?;
    let url = format!("{base_url}/upload");
    let upload = client
        .batch_inference()
        .upload_file(url, Payload::stream(6, open));
    upload.await.map_err(shown)?;
    Ok(())
}
