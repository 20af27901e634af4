//! A chat that prints the reply while it is generated.
//!
//! ```sh
//! cargo run -p generated-client --example streaming_chat
//! ```
//!
//! It talks to the fake. A client with `MODEL_ACCESS_KEY` set streams in the same way.

use std::io::Write as _;

use digitalocean::fake::{Fake, Reply};
use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
use digitalocean::stream::Event;
use digitalocean::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let fake = Fake::new();
    fake.enqueue_for(
        "inference_create_chat_completion",
        events(&["Why", " did", " the", " fish", " swim?"]),
    )?;
    chat(&fake.client()?).await?;
    Ok(())
}

/// Prints the reply as it arrives.
async fn chat(client: &Client) -> Result<(), Error> {
    let question = ChatMessage::new("user").content("Tell me a joke about a fish.");
    let body = ChatCompletionRequest::new("llama3.3-70b-instruct", [question]).max_tokens(100);
    // `stream()` sets `stream: true`; awaiting the request instead returns the whole completion.
    let mut events = client
        .serverless_inference()
        .create_chat_completion(body)
        .stream()
        .await?;
    while let Some(event) = events.next().await {
        match event? {
            Event::Known(chunk) => {
                for choice in chunk.choices {
                    print!("{}", choice.delta.content.unwrap_or_default());
                }
                // If the output is closed, the rest of the reply is not needed.
                let _ = std::io::stdout().flush();
            }
            Event::Unknown(event) => eprintln!("an event of a new kind: {:?}", event.name),
        }
    }
    println!();
    Ok(())
}

/// A response in the format of the inference host.
fn events(words: &[&str]) -> Reply {
    let chunk = |word: &&str| {
        let chunk = serde_json::json!({ "id": "1", "choices": [{ "index": 0, "delta": { "content": word } }] });
        format!("data: {chunk}\n\n")
    };
    let body: String = words.iter().map(chunk).collect();
    Reply::body("text/event-stream", body + "data: [DONE]\n\n")
}
