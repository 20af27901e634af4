//! The part of the page that calls the API. The functions that it is given show what arrives.
//!
//! ```sh
//! cargo build -p page --release --target wasm32-unknown-unknown
//! wasm-bindgen --target web --out-dir pkg target/wasm32-unknown-unknown/release/page.wasm
//! ```
//!
//! Then any server of files shows `index.html`. Without the tool `wasm-bindgen`, `cargo run -p bindings` in
//! `tests/browser` does the same.

use std::time::Duration;

use digitalocean::droplets::DropletAction;
use digitalocean::wait::Step;
use digitalocean::{Client, Error};
use futures_util::TryStreamExt as _;
use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// How often the state of an action is asked for.
const INTERVAL: Duration = Duration::from_secs(2);

/// The calls of the page.
#[wasm_bindgen]
pub struct Panel {
    client: Client,
}

#[wasm_bindgen]
impl Panel {
    /// Returns the calls for a server and a token. A call may take so many seconds.
    #[wasm_bindgen(constructor)]
    pub fn new(base_url: &str, token: &str, seconds: f64) -> Result<Self, JsError> {
        let limit = Duration::try_from_secs_f64(seconds)?;
        let builder = Client::builder().token(token).timeout(limit);
        let client = builder.base_url(base_url)?.build()?;
        Ok(Self { client })
    }

    /// Calls `show` with the ID, the name and the state of each Droplet. Returns how many there are.
    pub async fn list(&self, show: &Function) -> Result<u32, JsError> {
        let droplets = self.client.droplets().list().per_page(200).items();
        let mut droplets = droplets.prefetch(2);
        let mut count = 0;
        while let Some(droplet) = droplets.try_next().await.map_err(shown)? {
            // IDs are far below the largest integer that JavaScript can represent.
            let id = JsValue::from_f64(droplet.id as f64);
            let (name, status) = (droplet.name.into(), droplet.status.as_str().into());
            called(show.call3(&JsValue::NULL, &id, &name, &status))?;
            count += 1;
        }
        Ok(count)
    }

    /// Reboots a Droplet and calls `show` with each state of the action.
    pub async fn reboot(&self, droplet: f64, show: &Function) -> Result<(), JsError> {
        let (id, droplets) = (droplet as i64, self.client.droplets());
        let body = DropletAction::new("reboot");
        let action = droplets.create_action(id, body).await.map_err(shown)?;
        let wait = droplets.wait_until_action_completed(id, action.id);
        let mut steps = wait.interval(INTERVAL).steps();
        while let Some(step) = steps.try_next().await.map_err(shown)? {
            let state = match step {
                Step::State(state) => state.unwrap_or_default(),
                Step::Done(_) => "done".to_owned(),
            };
            called(show.call1(&JsValue::NULL, &state.into()))?;
        }
        Ok(())
    }

    /// Asks a model and calls `show` with each part of the reply.
    #[cfg(feature = "chat")]
    pub async fn chat(&self, question: &str, show: &Function) -> Result<(), JsError> {
        use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
        use digitalocean::stream::Event;

        let question = ChatMessage::new("user").content(question);
        let body = ChatCompletionRequest::new("llama3.3-70b-instruct", [question]);
        let chat = self
            .client
            .serverless_inference()
            .create_chat_completion(body);
        let mut events = chat.stream().await.map_err(shown)?;
        while let Some(event) = events.try_next().await.map_err(shown)? {
            let Event::Known(chunk) = event else { continue };
            for choice in chunk.choices {
                let text = choice.delta.content.unwrap_or_default();
                called(show.call1(&JsValue::NULL, &text.into()))?;
            }
        }
        Ok(())
    }
}

/// Returns an error with its causes, for the page.
fn shown(error: Error) -> JsError {
    JsError::new(&format!("{error:?}"))
}

/// Returns the error of a function of the page.
fn called(result: Result<JsValue, JsValue>) -> Result<(), JsError> {
    match result {
        Ok(_) => Ok(()),
        Err(error) => Err(JsError::new(&format!("{error:?}"))),
    }
}
